import { FACTORS } from '@/lib/approve/factors/index'
import { passkeyFault, type PasskeyExpectation } from '@/lib/approve/registered-passkey'
import { approvalSubject } from '@/lib/approve/subjects'
import type { ApprovalRecord, FactorProof } from '@/lib/approve/types'
import { isVouchedOffline } from '@/lib/approve/verdict-line'
import type { Hash } from 'viem'
import type { Digest } from '@/lib/core/digest'

export type ApprovalCheck = { readonly ok: true } | { readonly ok: false; readonly reason: string }

export type ApprovalExpectation = PasskeyExpectation & {
  readonly installation: string
  /** As computed by whoever checks, never as sent along with the approval. */
  readonly safeTxHash: Hash
  readonly evidenceDigest: Digest
  /** Whether policy asks for the verdict line of the offline verifier here. */
  readonly offlineVerdict: boolean
}

/**
 * Checks somebody's recorded approval without seeing their owner signature: the passkey answered a challenge bound to
 * this member, this transaction, this evidence and their acknowledgements, and it is the one they registered (SPEC §5).
 * For the server and for browsers.
 * @returns why it does not count; `reason` is a whole sentence
 */
export async function checkApproval(record: ApprovalRecord, expected: ApprovalExpectation): Promise<ApprovalCheck> {
  const { subject, proof, memberId } = record
  if (subject.safeTxHash.toLowerCase() !== expected.safeTxHash.toLowerCase())
    return no('It approves another transaction.')
  if (subject.evidenceDigest !== expected.evidenceDigest) return no('It approves other evidence than this page shows.')
  if (proof.preimage.installation !== expected.installation) return no('It was given at another desk.')
  if (proof.preimage.member !== memberId) return no('Its passkey answered for another member.')
  if (proof.preimage.action !== 'approve')
    return no(`Its passkey answered for another action: ${proof.preimage.action}.`)
  if (proof.preimage.subject !== approvalSubject(subject)) return no('Its passkey answered for other content.')
  if (expected.offlineVerdict && !isVouchedOffline(subject))
    return no('It came without the verdict of an offline verifier.')
  const fault = passkeyFault(memberId, proof, expected)
  return fault === null ? checkProof(proof) : no(fault)
}

/** Checks a kept factor proof for itself: the passkey answered exactly the preimage that is kept with it. */
export async function checkProof(proof: FactorProof): Promise<ApprovalCheck> {
  const factor = FACTORS.find(({ id }) => id === proof.factor)
  if (factor === undefined) return no(`This desk has no factor named ${proof.factor}.`)
  const checked = await factor.check(proof)
  return checked.ok ? { ok: true } : no(`Its passkey does not verify: ${checked.reason}.`)
}

const no = (reason: string): ApprovalCheck => ({ ok: false, reason })
