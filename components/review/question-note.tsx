'use client'
import { displayText } from '@/lib/core/display-text'
import { Banner } from '../ui/banner'
import { Button } from '../ui/button'
import { useReview } from './review-context'
import { utcTime } from './times'

/** What somebody asked the initiator and has no answer yet. It stops nothing. */
export function QuestionNote() {
  const { page, show } = useReview()
  const isInitiator = page.viewer.memberId === page.initiator.memberId
  return page.questions.map(({ id, by, words, at }) => (
    <Banner
      key={id}
      tone="medium"
      title={`${displayText(by, 60)} asks ${displayText(page.initiator.name, 60)}, ${utcTime(at)}.`}
      {...(isInitiator && { action: <Button onClick={() => show('comment')}>Answer</Button> })}
    >
      <q className="q">{displayText(words, 1000)}</q>
    </Banner>
  ))
}
