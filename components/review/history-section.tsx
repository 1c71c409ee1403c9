'use client'
import Link from 'next/link'
import { displayText } from '@/lib/core/display-text'
import { Button, buttonClass } from '../ui/button'
import { Section } from '../ui/section'
import { Story, type StoryEntry } from '../ui/story'
import { useReview } from './review-context'
import { storyEntries } from './story-entries'
import { clockSecond, utcDay, utcMinute } from './times'

/** What the log says, oldest first, and the way to take it along. */
export function HistorySection() {
  const { page, show } = useReview()
  const [first] = page.story
  const reading: StoryEntry = {
    time: clockSecond(page.readAt),
    at: page.readAt.toISOString(),
    by: 'you',
    text: (
      <>
        <b>You</b> are reading this
      </>
    ),
    detail:
      page.reviewedAt < page.readAt
        ? `The review of ${utcMinute(page.reviewedAt)} is shown. Looking writes nothing.`
        : 'Judged anew for this page. Looking writes nothing.',
  }
  return (
    <Section id="r4" title="History" meta={first ? `${utcDay(first.at)}, UTC` : 'UTC'}>
      <Story entries={[...storyEntries(page.story), reading]} />
      <div className="entry-actions">
        <Button onClick={() => show('comment')}>Comment</Button>
        {page.viewer.memberId !== page.initiator.memberId && (
          <Button onClick={() => show('ask')}>Ask {displayText(page.initiator.name, 60)}</Button>
        )}
        <Link className={buttonClass('quiet')} href={`/withdrawals/${page.id}/receipt`} prefetch={false}>
          Receipt to print
        </Link>
        <Button onClick={() => show('export')}>Export evidence (JSON)</Button>
      </div>
    </Section>
  )
}
