import type { Address, Hash } from 'viem'
import type { CodePin, DelegateTarget, KnownCode } from '@/lib/assess/types'
import type { GivenSignature } from '@/lib/execute/parse-signatures'
import type { Asset, AssetAddress, SafeRef, SafeTx } from '@/lib/stage/types'

export type ClaimedLeg = { readonly asset: AssetAddress; readonly to: Address; readonly amount: bigint }

/** The stated intent. Free text announces nothing. */
export type Claimed = {
  readonly kind: string | null
  readonly asset: AssetAddress | null
  readonly to: Address | null
  readonly amount: bigint | null
  /** To whom a swap's proceeds go, where not to the Safe. */
  readonly recipient: Address | null
  readonly ens: string | null
  /** Each payment of a batch, where they are named one by one; empty where not. */
  readonly legs: readonly ClaimedLeg[]
  /** Free text. */
  readonly texts: readonly string[]
}

export type PinnedCode = CodePin & { readonly address: Address }

export type Competing = { readonly nonce: bigint; readonly safeTxHash: Hash | null }

/** What the file says about the world. Absent means: not known, which is never the same as none. */
export type CaseContext = {
  readonly owners?: readonly Address[]
  readonly threshold?: number
  readonly modules?: readonly Address[]
  readonly guard?: Address
  readonly fallbackHandler?: Address
  readonly singleton?: Address
  readonly onchainNonce?: bigint
  readonly claimed?: Claimed
  readonly claimedSafeTxHash?: Hash
  readonly claimedChainId?: number
  readonly addressBook?: readonly { readonly address: Address; readonly name: string }[]
  readonly tokens?: readonly Asset[]
  readonly code?: readonly KnownCode[]
  readonly verifiedTargets?: readonly Address[]
  readonly trustedDelegateTargets?: readonly DelegateTarget[]
  readonly competing?: readonly Competing[]
  readonly selectorCandidates?: Readonly<Record<string, readonly string[]>>
  readonly flagged?: readonly Address[]
  readonly ens?: Readonly<Record<string, Address>>
  readonly knownInitCodeHashes?: readonly Hash[]
  readonly atProposal?: readonly PinnedCode[]
  readonly now?: readonly PinnedCode[]
  readonly parent?: TransactionCase
}

/** One transaction of a file, every field checked. */
export type TransactionCase = {
  readonly id: string
  readonly safe: SafeRef
  readonly tx: SafeTx
  readonly safeTxHash?: Hash
  /** By where they came from: a service may tell the same signatures twice, and that makes no owner sign twice. */
  readonly signatures: readonly (readonly GivenSignature[])[]
  readonly context: CaseContext
}
