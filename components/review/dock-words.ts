import { displayText } from '@/lib/core/display-text'
import type { Review } from './review-context'
import { clockSecond, utcTime } from './times'
import { countWord } from './verdict-words'

export type DockWords = { readonly status: string; readonly detail: string }

/** What stands between now and the decision, in one line and a smaller one. */
export function dockWords(review: Review): DockWords {
  const { page, checked } = review
  if (checked.kind === 'failed') return { status: 'This browser could not check the page.', detail: checked.sentence }
  if (checked.kind === 'done' && checked.found.stops.length > 0)
    return { status: 'Sign nothing here.', detail: checked.found.stops.join(' ') }
  const [frozen] = page.frozen
  if (frozen !== undefined) return { status: frozen, detail: frozenDetail(page) }
  if (page.viewer.approve.isOpen) return approveWords(review)
  if (page.viewer.execute.isOpen) return executeWords(review)
  return restingWords(review)
}

// After the hand-over the signatures are out of the desk's reach (SPEC §6).
function frozenDetail({ state, conflict, viewer }: Review['page']): string {
  if (state === 'executing' || state === 'confirming')
    return 'The signatures were handed over: a freeze cannot stop this. Cancel it on chain.'
  if (state === 'cancel-pending-onchain')
    return conflict?.other.isNonceHeld || viewer.cancelOnchain.isOpen
      ? 'A freeze revokes no signature. Its cancel on chain passes the freeze.'
      : 'A freeze revokes no signature; only using up the nonce on chain does.'
  return 'Nobody approves or executes it until two people lift the freeze. Rejecting works.'
}

function approveWords({ page, openLines, lines, checked, proof }: Review): DockWords {
  const place = page.quorum.filled + 1
  const delay = page.reviewed.requirement.delaySeconds
  const after = delay > 0 ? ', cooling runs after the last' : ''
  const first = page.reviewed.requirement.offlineVerdict ? 'the offline verdict, then ' : ''
  const detail = `Then ${first}your wallet, then your passkey. Yours is approval ${place} of ${page.quorum.needed}${after}.`
  const [next] = openLines
  if (next) {
    const left = openLines.length
    return {
      status: `${countWord(left)} ${left === 1 ? 'line' : 'lines'} left. Next: line ${lines.indexOf(next) + 1}.`,
      detail,
    }
  }
  if (checked.kind === 'running') return { status: 'This browser is checking the page.', detail }
  if (proof.state.kind === 'running') return { status: 'This browser is running the transaction itself.', detail }
  return {
    status: `All ${lines.length} answered.`,
    detail: `Signing asks ${first && 'for '}${first}your wallet, then your passkey.`,
  }
}

const ended = (reason: string) => (/[.!?”]$/.test(reason) ? reason : `${reason}.`)

// Policy is asked anew by every review: what it holds no person releases.
function heldWords({ reviewed, viewer }: Review['page']): string {
  if (reviewed.requirement.decision !== 'allow') return ' Policy holds it: it can be released once that is otherwise.'
  return viewer.mayRelease ? '' : ' Compliance can release it.'
}

function pendingWords({ conflict, viewer }: Review['page']): string {
  if (conflict?.other.isNonceHeld) return ` ${conflict.other.id} uses it up once it is approved and executed.`
  return viewer.cancelOnchain.isOpen
    ? ' Stage the cancel that uses it up.'
    : ' An initiator or signer stages the cancel.'
}

function executeWords({ page, checked }: Review): DockWords {
  const again = page.state === 'executing'
  const isChecking = checked.kind === 'running'
  return {
    status: isChecking
      ? 'This browser is checking the page and every signer’s passkey.'
      : again
        ? 'The signatures are with you. Nothing is seen on chain yet.'
        : 'Everything asked for is here.',
    detail: again
      ? 'Executing again hands the same signatures over once more; only one of them can execute, at this nonce.'
      : 'You choose the wallet that sends it; your passkey then hands it the signatures.',
  }
}

function restingWords({ page }: Review): DockWords {
  const { state, viewer, submission, readyFrom, id } = page
  const nonce = page.reviewed.assessment.staged.tx.nonce
  const missing = page.quorum.missing.map(({ name }) => displayText(name)).join(', ')
  switch (state) {
    case 'blocked':
      return { status: `Nobody can approve ${id}.`, detail: displayText(page.stateReason) }
    case 'held':
      return {
        status: `${id} is held. Nobody can approve it now.`,
        detail: `${ended(displayText(page.stateReason))}${heldWords(page)}`,
      }
    case 'awaiting-approvals':
      return {
        status: viewer.approve.whyNot,
        detail: missing === '' ? '' : `It waits for ${page.quorum.needed - page.quorum.filled} of ${missing}.`,
      }
    case 'cooling':
      return {
        status: readyFrom === null ? 'Cooling.' : `Cooling until ${clockSecond(readyFrom)} UTC.`,
        detail: 'Every approval it needs is here.',
      }
    case 'ready':
      return page.ahead.length > 0
        ? { status: 'Ready, and not its turn yet.', detail: viewer.execute.whyNot }
        : { status: 'Ready to be executed.', detail: viewer.execute.whyNot }
    case 'executing':
      return {
        status: `${submission?.executor ?? 'An executor'} has the signatures.`,
        detail: 'Not seen on chain yet. Rejecting no longer stops it; only using up the nonce on chain does.',
      }
    case 'confirming':
      return {
        status: `Seen on chain${submission?.blockNumber ? ` in block ${submission.blockNumber}` : ''}, not final yet.`,
        detail: submission?.minedTxHash ?? '',
      }
    case 'executed':
      return { status: `Executed, final at ${utcTime(page.stateSince)}.`, detail: submission?.minedTxHash ?? '' }
    case 'failed-onchain':
      return { status: 'Failed on chain.', detail: `The inner call failed. Nonce ${nonce} is used; nothing was paid.` }
    case 'cancel-pending-onchain':
      return {
        status: `${displayText(page.stateReason || 'Stopped here')}. Signatures still live.`,
        detail: `Signatures stay valid on chain until nonce ${nonce} is used.${pendingWords(page)}`,
      }
    case 'rejected':
    case 'cancelled':
    case 'expired':
      return {
        status: `${displayText(page.stateReason || state)}.`,
        detail: 'No signature was ever asked for; the nonce is free again.',
      }
    case 'cancelled-onchain':
      return { status: 'Cancelled on chain.', detail: `Nonce ${nonce} is used; the signatures are dead.` }
    case 'superseded':
      return {
        status: 'Superseded.',
        detail: `Nonce ${nonce} was used by another transaction; the signatures are dead.`,
      }
    case 'draft':
    case 'staged':
    case 'screening':
      return { status: 'Screening.', detail: 'The desk is judging it.' }
  }
}
