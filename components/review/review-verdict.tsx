'use client'
import { useRouter } from 'next/navigation'
import { displayText } from '@/lib/core/display-text'
import { AskAgain } from '../ui/ask-again'
import { Banner } from '../ui/banner'
import { Button } from '../ui/button'
import { Verdict } from '../ui/verdict'
import type { NewNodes } from './node-pins'
import { useReview } from './review-context'
import { utcMinute } from './times'
import { verdictLines } from './verdict-lines'
import type { Stranger } from './verify-approvals'

/** The verdict in words, and above it what makes this page untrustworthy or old. */
export function ReviewVerdict() {
  const { page, clauses, checked } = useReview()
  const { assessment, requirement } = page.reviewed
  const router = useRouter()

  // Said in person, so no server can say it for them; from here on this browser knows the passkey.
  async function believe({ memberId, pin }: Stranger) {
    const { browserPins } = await import('./passkey-pins')
    browserPins(page.installation.id).keep(memberId, pin)
    router.refresh()
  }

  async function believeNodes({ origins }: NewNodes) {
    const { browserNodePin } = await import('./node-pins')
    browserNodePin(page.installation.id, assessment.staged.safe.chainId).keep(origins)
    router.refresh()
  }

  const { shown, isStopped, lead, rest, detail } = verdictLines(assessment, requirement, clauses)
  return (
    <>
      {checked.kind === 'done' &&
        checked.found.stops.map((sentence) => {
          const { nodes, strangers } = checked.found
          const stranger = strangers.find((one) => one.sentence === sentence)
          return (
            <Banner
              key={sentence}
              tone="critical"
              title="Stop."
              action={
                stranger ? (
                  <Button onClick={() => believe(stranger)}>They told me it is theirs</Button>
                ) : (
                  nodes?.sentence === sentence && (
                    <Button onClick={() => believeNodes(nodes)}>An admin told me of these nodes</Button>
                  )
                )
              }
            >
              {sentence}
            </Banner>
          )
        })}
      {!page.isLive && (
        <Banner tone="medium" title="The chain does not answer." action={<AskAgain />}>
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
