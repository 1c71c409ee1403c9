'use client'
import { displayText } from '@/lib/core/display-text'
import { Banner } from '../ui/banner'
import { Verdict } from '../ui/verdict'
import { useReview } from './review-context'
import { utcMinute } from './times'
import { verdictLines } from './verdict-lines'

/** The verdict in words, and above it what makes this page untrustworthy or old. */
export function ReviewVerdict() {
  const { page, clauses, checked } = useReview()
  const { assessment, requirement } = page.reviewed
  const { shown, isStopped, lead, rest, detail } = verdictLines(assessment, requirement, clauses)
  return (
    <>
      {checked.kind === 'done' &&
        checked.found.stops.map((sentence) => (
          <Banner key={sentence} tone="critical" title="Stop.">
            {sentence}
          </Banner>
        ))}
      {!page.isLive && (
        <Banner tone="medium" title="The chain does not answer.">
          This is what was last stored, from {utcMinute(page.reviewedAt)}. Reading and rejecting work; nothing can be
          approved or executed.
        </Banner>
      )}
      <Verdict verdict={shown} {...(detail !== '' && { detail: displayText(detail, 600) })}>
        {isStopped && 'Nobody can approve this. '}
        {displayText(lead, 600)} {rest}
      </Verdict>
    </>
  )
}
