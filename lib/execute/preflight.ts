import type { Address } from 'viem'
import type { Assessment } from '@/lib/assess/review'
import { isSameAddress } from '@/lib/core/address'
import type { Digest } from '@/lib/core/digest'
import type { GoNoGo } from '@/lib/execute/types'
import type { Requirement } from '@/lib/policy/types'
import type { Effects, SafeState } from '@/lib/simulate/types'

export type PreflightInputs = {
  readonly now: Date
  readonly withdrawal: {
    readonly state: string
    /** Null of what never runs out of time. */
    readonly expiresAt: Date | null
    readonly readyFrom: Date | null
    readonly initiatorId: string
  }
  /** Computed now, from fresh state. */
  readonly assessment: Pick<Assessment, 'staged' | 'effects' | 'safe' | 'hashes' | 'findings' | 'verdict'>
  readonly requirement: Requirement
  /** Digest of the evidence computed now. */
  readonly evidenceDigest: Digest
  /** Digest that the executor's step-up was bound to. */
  readonly executeDigest: Digest
  readonly approvals: readonly { readonly memberId: string; readonly owner: Address; readonly evidenceDigest: Digest }[]
  /** Every stored signature, by the owner it is stored for and whom it recovers to. */
  readonly signatures: readonly { readonly owner: Address; readonly recovered: Address | null }[]
  /** The requirement's group slots, filled with the approvals. */
  readonly quorum: { readonly isMet: boolean }
  /** The wallet that gets the signatures. */
  readonly executor: Address
  /** Native balance of the executor's wallet. */
  readonly executorGas: bigint
}

/**
 * The last re-check before signatures leave the desk (SPEC §3): every reason against going, a sentence each. Anything that
 * is not known is a reason.
 */
export function judgePreflight(inputs: PreflightInputs): GoNoGo {
  const reasons = [
    ...timeReasons(inputs),
    ...stateReasons(inputs),
    ...reviewReasons(inputs),
    ...signatureReasons(inputs),
    ...peopleReasons(inputs),
  ]
  return reasons.length === 0 ? { isGo: true } : { isGo: false, reasons }
}

function timeReasons({ now, withdrawal, executorGas }: PreflightInputs): string[] {
  const { state, expiresAt, readyFrom } = withdrawal
  return sentences([
    state !== 'ready' && state !== 'executing' && `It is ${state.replaceAll('-', ' ')}, not ready.`,
    expiresAt !== null && expiresAt <= now && `It expired at ${expiresAt.toISOString()}.`,
    readyFrom === null && 'Its approvals are not complete.',
    readyFrom !== null && readyFrom > now && `It cools until ${readyFrom.toISOString()}.`,
    executorGas === 0n && 'The executor’s wallet holds nothing to pay gas with.',
  ])
}

function stateReasons({ assessment }: PreflightInputs): string[] {
  const { staged, safe, hashes } = assessment
  const { own, protocolKit, contract } = hashes
  const isSame = (hash: string): boolean => hash.toLowerCase() === staged.hashes.safeTx.toLowerCase()
  return sentences([
    safe === null && 'The chain does not tell the state of the Safe.',
    safe !== null &&
      safe.nonce !== staged.tx.nonce &&
      `The Safe is at nonce ${safe.nonce}; this is nonce ${staged.tx.nonce}.`,
    !isSame(own) && 'Our own hash is not the one that was staged.',
    protocolKit === null && 'protocol-kit gives no hash to compare.',
    protocolKit !== null && !isSame(protocolKit) && `protocol-kit computes another hash, ${protocolKit}.`,
    contract === null && 'The Safe gives no hash to compare.',
    contract !== null && !isSame(contract) && `The Safe computes another hash, ${contract}.`,
  ])
}

function reviewReasons({
  assessment,
  requirement,
  evidenceDigest,
  executeDigest,
  executor,
  approvals,
}: PreflightInputs): string[] {
  const { effects, findings, verdict } = assessment
  const unknown = findings.filter(({ outcome }) => outcome === 'unknown')
  const stale = approvals.filter((approval) => approval.evidenceDigest !== evidenceDigest)
  return sentences([
    effects.kind === 'unavailable' && `It could not be simulated: ${effects.reason}`,
    effects.kind === 'simulated' &&
      effects.status !== 'success' &&
      `In simulation it fails: ${effects.revertReason ?? 'no reason given'}.`,
    isRefused(effects, executor) && 'The guard refuses this wallet; use one that it takes.',
    verdict === 'block' && 'A critical finding blocks it.',
    unknown.length > 0 && `Not known: ${unknown.map(({ code }) => code).join(', ')}.`,
    requirement.decision !== 'allow' &&
      `Policy does not allow it: ${requirement.reasons.join(' ') || requirement.decision}`,
    executeDigest !== evidenceDigest && 'The review changed since the executor looked at it.',
    stale.length > 0 && `${stale.length} approvals are for other evidence than there is now.`,
  ])
}

// What a refused wallet would do was run by another sender, so nobody saw what it does sent by this one.
const isRefused = (effects: Effects, executor: Address): boolean =>
  effects.kind === 'simulated' &&
  effects.environments.some(({ refused }) => refused !== undefined && isSameAddress(refused.sender, executor))

function signatureReasons({ assessment, approvals, signatures }: PreflightInputs): string[] {
  const owners = assessment.safe?.owners ?? []
  const hasSignature = (owner: Address) => signatures.some((signature) => isSameAddress(signature.owner, owner))
  return [
    ...approvals.flatMap(({ owner }) => (hasSignature(owner) ? [] : [`There is no signature of ${owner}.`])),
    ...signatures.flatMap(({ owner, recovered }) => {
      if (recovered === null || !isSameAddress(recovered, owner))
        return [`The signature stored for ${owner} is not by that owner.`]
      const isApproved = approvals.some((approval) => isSameAddress(approval.owner, owner))
      if (!isApproved) return [`The signature of ${owner} belongs to no approval.`]
      const isOwner = assessment.safe === null || owners.some((current) => isSameAddress(current, owner))
      return isOwner ? [] : [`${owner} is no longer an owner of the Safe.`]
    }),
  ]
}

function peopleReasons({
  assessment,
  requirement,
  approvals,
  signatures,
  quorum,
  withdrawal,
}: PreflightInputs): string[] {
  const people = new Set(approvals.map(({ memberId }) => memberId))
  const distinctOwners = new Set(signatures.map(({ owner }) => owner.toLowerCase()))
  const needed = Math.max(thresholdOf(assessment.safe), requirement.approvals)
  return sentences([
    people.has(withdrawal.initiatorId) && 'Its initiator is among its approvers.',
    people.size < needed && `${people.size} of ${needed} people have approved.`,
    distinctOwners.size < people.size && 'One owner key stands for several people.',
    !quorum.isMet && 'The groups that policy asks for are not complete.',
  ])
}

const thresholdOf = (safe: SafeState | null): number => safe?.threshold ?? 1

const sentences = (reasons: readonly (string | false)[]): string[] => reasons.filter((reason) => reason !== false)
