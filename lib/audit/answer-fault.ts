import { challengeOf } from '@/lib/approve/preimage'
import type { FactorProof } from '@/lib/approve/types'
import { registeredOf } from '@/lib/audit/kept-proof'
import type { Leaf } from '@/lib/audit/types'
import type { ProofContext } from '@/lib/audit/verify-pack'
import type { Digest } from '@/lib/core/digest'
import { displayText } from '@/lib/core/display-text'

/** What a section keeps of the step-up that allowed its event. */
export type Kept = {
  /** Whom the section names. */
  readonly memberId: string
  readonly proof: FactorProof
  readonly challenge: Digest
}

/** What earlier events did with answers and passkeys. */
export type Used = {
  /** Challenges that were answered, each with its event. */
  readonly answered: Map<Digest, number>
  /** By credential id, the event that retired it. */
  readonly retired: ReadonlyMap<string, number>
}

/**
 * Why a kept answer cannot be this event's, as a whole sentence, or null: given by another member, to another challenge
 * than the one kept with it, a second time, too late, or with a passkey that was not enrolled, did not count
 * yet or was retired.
 * @param used this event's challenge is put there
 */
export function answerFault(
  { memberId, proof, challenge }: Kept,
  { seq, at, actor }: Leaf,
  { passkeys }: Pick<ProofContext, 'passkeys'>,
  { answered, retired }: Used,
): string | null {
  if (actor.kind !== 'member' || actor.id !== memberId)
    return `Event ${seq} was not done by ${displayText(memberId)}, whom its section names.`
  if (challengeOf(proof.preimage).digest !== challenge)
    return `The passkey of event ${seq} answered another challenge than the one kept with it.`
  const earlier = answered.get(challenge)
  if (earlier !== undefined) return `Event ${seq} uses the passkey's answer of event ${earlier} a second time.`
  answered.set(challenge, seq)
  const { expires } = proof.preimage
  if (!isBy(at, expires))
    return `The challenge of event ${seq} expired at ${displayText(expires)}, before the event at ${displayText(at)}.`
  const registered = registeredOf(proof.passkey.credentialId, passkeys)
  if (registered === null) return `The passkey of event ${seq} is not one that an earlier event of the pack enrolled.`
  const end = retired.get(registered.credentialId)
  if (end !== undefined) return `The passkey of event ${seq} was retired by event ${end}.`
  const { usableFrom } = registered.content
  if (!isBy(usableFrom, at))
    return `The passkey of event ${seq} counts from ${displayText(usableFrom)}, after the event at ${displayText(at)}.`
  return null
}

// Times that cannot be read compare as false, and so are refused.
const isBy = (one: string, other: string): boolean => Date.parse(one) <= Date.parse(other)
