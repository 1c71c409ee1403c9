'use client'
import Link from 'next/link'
import { Button, buttonClass } from '../ui/button'
import { Dock } from '../ui/dock'
import { dockWords } from './dock-words'
import { type Review, useReview } from './review-context'

/** The decision line. A blocked page has no approve button at all; an unarmed one leads to what is open. */
export function ReviewDock() {
  const review = useReview()
  const { page, isAnswered, checked, show, what, chainName } = review
  const { approve, reject, execute } = page.viewer
  const isSound = checked.kind === 'done' && checked.found.stops.length === 0
  const isArmed = isSound && isAnswered
  const { status, detail } = dockWords(review)
  const [next] = page.ahead
  const nonce = page.reviewed.assessment.staged.tx.nonce

  return (
    <Dock status={<b>{status}</b>} {...(detail !== '' && { detail })}>
      {reject.isOpen && (
        <Button keyHint="r" data-key="r" data-key-press onClick={() => show('reject')}>
          Reject with a reason
        </Button>
      )}
      {page.viewer.mayCancel && (
        <Button onClick={() => show('cancel')}>
          {page.wasSignatureRequested ? 'Stop it in this desk' : 'Cancel it'}
        </Button>
      )}
      {isCancelDue(page) && (
        <Button
          kind={page.state === 'cancel-pending-onchain' ? 'primary' : 'quiet'}
          data-key={page.state === 'cancel-pending-onchain' ? 'a' : undefined}
          onClick={() => show('cancel-onchain')}
        >
          Cancel {page.id} on chain
        </Button>
      )}
      {page.viewer.mayHold && <Button onClick={() => show('hold')}>Hold it</Button>}
      {/* What policy itself holds is refused, whatever compliance writes beside it. */}
      {page.viewer.mayRelease && page.reviewed.requirement.decision === 'allow' && (
        <Button kind="primary" onClick={() => show('release')}>
          Release {page.id}
        </Button>
      )}
      {approve.isOpen && (
        <Button
          kind="primary"
          keyHint="a"
          data-key="a"
          isArmed={isArmed}
          onClick={() => (isArmed ? show('approve') : leadToOpenLine())}
        >
          Approve {what} on {chainName}
        </Button>
      )}
      {page.state === 'ready' && next !== undefined && (
        <Link className={buttonClass('quiet')} href={`/withdrawals/${next.id}`} prefetch={false}>
          Open {next.id}, nonce {String(next.nonce)}
        </Link>
      )}
      {execute.isOpen && (
        <Button kind="primary" keyHint="a" data-key="a" isArmed={isSound} onClick={() => isSound && show('execute')}>
          Execute {what} on {chainName}, nonce {String(nonce)}
        </Button>
      )}
    </Dock>
  )
}

// Before the hand-over a rejection comes first; whoever staged it can go on to the chain at once.
function isCancelDue({ state, viewer }: Review['page']): boolean {
  const isOnlyChain = state === 'executing' || state === 'confirming' || state === 'cancel-pending-onchain'
  return viewer.cancelOnchain.isOpen && (isOnlyChain || viewer.mayCancel)
}

function leadToOpenLine(): void {
  const open = document.querySelector<HTMLElement>('[data-open-line]')
  open?.scrollIntoView({ block: 'center' })
  open?.focus({ preventScroll: true })
}
