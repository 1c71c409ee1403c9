import type { Address, Hash } from 'viem'
import type { WithdrawalState } from '@/lib/stage/lifecycle'
import type { AssetAddress } from '@/lib/stage/types'

/** What one withdrawal paid to one recipient in one asset, all its legs together. */
export type PastPayment = {
  readonly id: string
  /** ISO time at which it was staged. */
  readonly at: string
  readonly units: bigint
}

/** A staging that came to nothing. */
export type EndedStaging = PastPayment & { readonly state: WithdrawalState }

/** What the desk did with one of the recipients before, in the asset that it gets now. */
export type RecipientPast = {
  readonly asset: AssetAddress
  readonly recipient: Address
  /** The newest first, 50 at most. */
  readonly paid: readonly PastPayment[]
  /** Staged within `RETRY_DAYS` before this and ended unpaid, the newest first. */
  readonly ended: readonly EndedStaging[]
}

/** What the desk paid in one of the assets before: from all its Safes on the chain, and from this one by the day. */
export type AssetPast = {
  readonly asset: AssetAddress
  /** The newest first, 200 at most. */
  readonly paid: readonly PastPayment[]
  /** What else leaves this Safe within the 24 hours before: paid in them, or staged before this and still to be paid. */
  readonly today: bigint
  /** What left this Safe on each of the days before those 24 hours on which anything did. */
  readonly days: readonly { readonly daysAgo: number; readonly units: bigint }[]
}

export type PastLeg = { readonly asset: AssetAddress; readonly recipient: Address; readonly units: bigint }

/** A withdrawal of this Safe that had this nonce and ended unpaid. */
export type EarlierAtNonce = {
  readonly id: string
  readonly state: WithdrawalState
  readonly reference: string
  /** A signature of it may exist, and a signature cannot be unsigned. */
  readonly wasSignatureRequested: boolean
  readonly legs: readonly PastLeg[]
}

/**
 * What the organisation itself did before on this chain, as far as it concerns one transaction. Read within bounds, so that
 * a long history costs no more than a short one. What was staged later says nothing about it.
 */
export type PastFacts = {
  /** ISO time of the first withdrawal on this chain, null while there is none. */
  readonly since: string | null
  readonly recipients: readonly RecipientPast[]
  readonly assets: readonly AssetPast[]
  readonly newcomers: {
    /** Recipients of this transaction that no earlier withdrawal named. */
    readonly here: readonly Address[]
    /** Recipients that another withdrawal of the last 24 hours was the first to name. */
    readonly others: readonly { readonly address: Address; readonly id: string }[]
    /** How many others were named at any time, counted up to `MOST_KNOWN`. */
    readonly known: number
  }
  /** Recipients that no earlier withdrawal paid, in whatever asset; absent in reviews from before it was asked. */
  readonly neverPaid?: readonly Address[]
  readonly atNonce: readonly EarlierAtNonce[]
  /** The last batch this Safe paid of which this one is mostly a repetition. */
  readonly batch: { readonly id: string; readonly at: string; readonly legs: readonly PastLeg[] } | null
  /** Addresses that the desk paid before and that a recipient resembles: what it may imitate, never a reason to trust. */
  readonly alike: readonly { readonly address: Address; readonly id: string }[]
  /** Recipients that somebody put before a Safe of the desk to be copied, and the transactions that did. */
  readonly bait: readonly { readonly address: Address; readonly txHash: Hash; readonly at: string }[]
}

/** For how long stagings that came to nothing are counted. */
export const RETRY_DAYS = 7

/** Past this number of known recipients it does not matter how many there are. */
export const MOST_KNOWN = 200

/** A desk without any past. */
export const NO_PAST: PastFacts = {
  since: null,
  recipients: [],
  assets: [],
  newcomers: { here: [], others: [], known: 0 },
  neverPaid: [],
  atNonce: [],
  batch: null,
  alike: [],
  bait: [],
}
