import { checkApproval } from '@/lib/approve/check-approval'
import { isEnrolledBy } from '@/lib/approve/registered-passkey'
import { vouchersOf } from '@/lib/approve/vouches'
import { displayText } from '@/lib/core/display-text'
import type { ApprovalView, ReviewPage } from '@/lib/flows/review-page'
import type { Digest } from '@/lib/core/digest'
import type { SafeTxHashes } from '@/lib/stage/types'
import { approvalKey } from './approval-key'
import type { NodePin } from './node-pins'
import { type PasskeyPins, pinOf } from './passkey-pins'

/** Where this browser is, and whom it saw before. */
export type Place = {
  readonly origin: string
  readonly pins: PasskeyPins
  /** Nodes of the chain that it is to ask past the desk, and those it knew before. */
  readonly nodes: { readonly urls: readonly string[]; readonly pin: NodePin }
  /** Of this page's address, where a hash that another device computed may stand. */
  readonly fragment: string
}

export type CheckedApprovals = {
  /** Why a recorded approval does not count, by member and time; null where it verifies. */
  readonly approvals: ReadonlyMap<string, string | null>
  /** Members whose passkey is another than this browser saw before, and that none of those vouches for. */
  readonly strangers: readonly Stranger[]
}

/** A passkey that its member has to say in person is theirs. */
export type Stranger = { readonly memberId: string; readonly pin: string; readonly sentence: string }

/**
 * Checks the other approvers' passkey proofs against what this browser computed, the passkeys they enrolled, and the
 * passkeys it saw them with before. A further passkey is known where one that was seen confirmed it. It is kept only once
 * its approval verifies.
 */
export async function verifyApprovals(
  { approvals, installation }: Pick<ReviewPage, 'approvals' | 'installation'>,
  found: { readonly hashes: SafeTxHashes; readonly digest: Digest; readonly offlineVerdict: boolean },
  { origin, pins }: Pick<Place, 'origin' | 'pins'>,
): Promise<CheckedApprovals> {
  const faults = new Map<string, string | null>()
  const strangers = new Map<string, Stranger>()
  for (const record of approvals.filter(({ isStale }) => !isStale)) {
    const { registered, proof, memberId } = record
    const answer = await checkApproval(record, {
      installation: installation.id,
      safeTxHash: found.hashes.safeTx,
      evidenceDigest: found.digest,
      offlineVerdict: found.offlineVerdict,
      registered,
      origin,
    })
    const fault = answer.ok ? enrolmentFault(record) : answer.reason
    const pin = pinOf(proof.passkey)
    const isKnown = await isSeen(record, pins.read(memberId), { installation: installation.id, origin })
    if (!isKnown) strangers.set(memberId, { memberId, pin, sentence: changedWords(record.memberName) })
    if (isKnown && fault === null) pins.keep(memberId, pin)
    faults.set(approvalKey(record), isKnown ? fault : 'Its passkey is another one than before.')
  }
  return { approvals: faults, strangers: [...strangers.values()] }
}

async function isSeen(
  { memberId, proof, registered }: ApprovalView,
  seen: readonly string[],
  place: { installation: string; origin: string },
): Promise<boolean> {
  if (seen.length === 0 || seen.includes(pinOf(proof.passkey))) return true
  const vouchers = await vouchersOf(proof.passkey, registered?.vouches ?? [], { ...place, memberId })
  return vouchers.some((key) => seen.includes(pinOf(key)))
}

function enrolmentFault({ registered }: ApprovalView): string | null {
  if (registered === null || registered.leaf === null) return 'The log does not show its passkey’s enrolment yet.'
  return isEnrolledBy(registered.leaf, registered) ? null : 'The log shows another enrolment of its passkey.'
}

const changedWords = (name: string) =>
  `${displayText(name, 80)} approves with another passkey than this browser saw before. Ask them in person; sign nothing until they say that they changed it.`
