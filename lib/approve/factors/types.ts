import type { BoundChallenge } from '@/lib/approve/preimage'
import type { PasskeyAssertion, PasskeyRecord, StepUpPreimage } from '@/lib/approve/types'

/** `reason` finishes the sentence "the answer does not verify: …". */
export type FactorCheck =
  { readonly ok: true; readonly counter: number } | { readonly ok: false; readonly reason: string }

export type FactorAnswer = {
  readonly preimage: StepUpPreimage
  readonly assertion: PasskeyAssertion
  readonly passkey: PasskeyRecord
  /** The last counter stored for this passkey; left out where only the kept proof is checked. */
  readonly previousCounter?: number
}

/** A second factor is a plug-in: one folder, one line in the index. Ids are permanent: they stand in kept proofs. */
export type Factor = {
  readonly id: string
  readonly title: string
  /** The challenge that this factor is asked to answer. */
  challenge(preimage: StepUpPreimage): BoundChallenge
  /** Pure: no clock, no database. Expiry, single use and whose passkey it is are the server's to judge. */
  check(answer: FactorAnswer): Promise<FactorCheck>
}
