'use client'
import { displayText } from '@/lib/core/display-text'
import type { ReviewPage } from '@/lib/flows/review-page'
import { Banner } from '../ui/banner'

/** So many are read, the weightiest; the rest is counted. */
const MOST = 12

type DriftNoteProps = {
  readonly drift: NonNullable<ReviewPage['drift']>
  readonly viewer: Pick<ReviewPage['viewer'], 'memberId'>
}

/** What is otherwise than when somebody approved it, before and now. */
export function DriftNote({ drift, viewer }: DriftNoteProps) {
  const { memberId, approver, changes } = drift
  const whose = memberId === viewer.memberId ? 'your approval' : `the approval of ${displayText(approver, 60)}`
  const left = changes === null ? 0 : changes.length - MOST
  return (
    <>
      <Banner tone="high" title={`The review changed after ${whose}.`}>
        {changes === null
          ? 'The review that was approved is not in the database as it was. Tell compliance.'
          : changes.length === 0
            ? 'Its record is not the same as then, and no single entry can be named. Read the whole review again.'
            : 'What was approved → what is now:'}
      </Banner>
      {changes !== null && changes.length > 0 && (
        <ul className="choices" aria-label={`What changed after ${whose}`}>
          {changes.slice(0, MOST).map(({ what, before, now }, at) => (
            <li key={`${at} ${what}`}>
              {displayText(what, 300)}: {displayText(before ?? 'nothing', 300)} → {displayText(now ?? 'nothing', 300)}
            </li>
          ))}
          {left > 0 && <li>{left} more.</li>}
        </ul>
      )}
    </>
  )
}
