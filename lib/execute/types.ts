import type { Address, Hash, Hex } from 'viem'

/** A verified owner signature, decrypted only inside the hand-over. */
export type OwnerSignature = { readonly owner: Address; readonly signature: Hex }

export type GoNoGo = { readonly isGo: true } | { readonly isGo: false; readonly reasons: readonly string[] }

/** What the chain says about a handed-over transaction, from one look. */
export type Observation = {
  readonly head: { readonly number: bigint; readonly timestamp: bigint }
  /** When the desk looked, in unix seconds by its own clock: a quiet chain's head does not age by itself. */
  readonly at: bigint
  readonly safeNonce: bigint
  /** The Safe's nonce in the newest block that is final, null when the node no longer tells. */
  readonly finalNonce: bigint | null
  /** The mined transaction that carried this safeTxHash, or the reported one that reverted; null when none is mined. */
  readonly mined: {
    readonly txHash: Hash
    readonly blockNumber: bigint
    readonly blockHash: Hash
    readonly blockTimestamp: bigint
    /** `success`, `failure`: the Safe's event for this hash; `outer-revert`: receipt status 0, nonce not used. */
    readonly result: 'success' | 'failure' | 'outer-revert'
    /** What the receipt says the transaction cost, null when a node does not tell or two do not agree. */
    readonly fee: Fee | null
  } | null
}

/** What a transaction cost, in wei of its chain's own coin, and who sent it and so paid that. */
export type Fee = { readonly wei: bigint; readonly payer: Address }

/** Where an attempt stands, derived from observations alone. */
export type SubmissionState = 'handed-over' | 'confirming' | 'executed' | 'failed-onchain' | 'reverted' | 'superseded'

export type ExecCall = { readonly to: Address; readonly data: Hex; readonly value: bigint }
