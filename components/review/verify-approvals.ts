import { checkApproval } from '@/lib/approve/check-approval'
import { isEnrolledBy } from '@/lib/approve/registered-passkey'
import { displayText } from '@/lib/core/display-text'
import type { ApprovalView, ReviewPage } from '@/lib/flows/review-page'
import type { Digest } from '@/lib/core/digest'
import type { SafeTxHashes } from '@/lib/stage/types'
import { approvalKey } from './approval-key'
import { type PasskeyPins, pinOf } from './passkey-pins'

/** Where this browser is, and whom it saw before. */
export type Place = { readonly origin: string; readonly pins: PasskeyPins }

export type CheckedApprovals = {
  /** Why a recorded approval does not count, by member and time; null where it verifies. */
  readonly approvals: ReadonlyMap<string, string | null>
  /** A sentence for each member whose passkey is another than this browser saw before. */
  readonly stops: readonly string[]
}

/**
 * Checks the other approvers' passkey proofs against what this browser computed, the passkeys they enrolled, and the
 * passkeys it saw them with before. A passkey is kept only once its approval verifies.
 */
export async function verifyApprovals(
  { approvals, installation }: Pick<ReviewPage, 'approvals' | 'installation'>,
  found: { readonly hashes: SafeTxHashes; readonly digest: Digest },
  { origin, pins }: Place,
): Promise<CheckedApprovals> {
  const faults = new Map<string, string | null>()
  const stops = new Set<string>()
  for (const record of approvals.filter(({ isStale }) => !isStale)) {
    const { registered, proof, memberId } = record
    const answer = await checkApproval(record, {
      installation: installation.id,
      safeTxHash: found.hashes.safeTx,
      evidenceDigest: found.digest,
      registered,
      origin,
    })
    const fault = answer.ok ? enrolmentFault(record) : answer.reason
    const seen = pins.read(memberId)
    const isChanged = seen !== null && seen !== pinOf(proof.passkey)
    if (isChanged) stops.add(changedWords(record.memberName))
    if (seen === null && fault === null) pins.keep(memberId, pinOf(proof.passkey))
    faults.set(approvalKey(record), isChanged ? 'Its passkey is another one than before.' : fault)
  }
  return { approvals: faults, stops: [...stops] }
}

function enrolmentFault({ registered }: ApprovalView): string | null {
  if (registered === null || registered.leaf === null) return 'The log does not show its passkey’s enrolment yet.'
  return isEnrolledBy(registered.leaf, registered) ? null : 'The log shows another enrolment of its passkey.'
}

const changedWords = (name: string) =>
  `${displayText(name, 80)} approves with another passkey than this browser saw before. Ask them in person; sign nothing until they say that they changed it.`
