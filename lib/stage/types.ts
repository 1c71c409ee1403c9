import type { Address, Hash, Hex } from 'viem'

/** VERSION() of a Safe singleton, as the contract answers it, e.g. "1.4.1". */
export type SafeVersion = '0.1.0' | '1.0.0' | '1.1.0' | '1.1.1' | '1.2.0' | '1.3.0' | '1.4.0' | '1.4.1' | '1.5.0'

/** One Safe on one chain. */
export type SafeRef = { readonly chainId: number; readonly address: Address; readonly version: SafeVersion }

/** The ten fields an owner signs, spelt as in the Safe contracts. */
export type SafeTx = {
  readonly to: Address
  readonly value: bigint
  readonly data: Hex
  /** 0 call, 1 delegatecall; anything else is kept as found so that a rule can name it. */
  readonly operation: number
  readonly safeTxGas: bigint
  readonly baseGas: bigint
  readonly gasPrice: bigint
  readonly gasToken: Address
  readonly refundReceiver: Address
  readonly nonce: bigint
}

/** EIP-712 hashes of a SafeTx; domain and message are what a hardware wallet shows. */
export type SafeTxHashes = { readonly domain: Hash; readonly message: Hash; readonly safeTx: Hash }

/** `native` is the chain's own coin; everything else is a registered contract. */
export type AssetAddress = Address | 'native'

export type Asset = {
  readonly chainId: number
  readonly address: AssetAddress
  readonly symbol: string
  readonly decimals: number
}

export type Leg = { readonly asset: Asset; readonly recipient: Address; readonly units: bigint }

/** One change of who controls a Safe; thresholds are numbers of owners. */
export type OwnersChange =
  | { readonly kind: 'add-owner'; readonly owner: Address; readonly threshold: number }
  | { readonly kind: 'remove-owner'; readonly owner: Address; readonly threshold: number }
  | { readonly kind: 'swap-owner'; readonly oldOwner: Address; readonly newOwner: Address }
  | { readonly kind: 'change-threshold'; readonly threshold: number }

/** One call of a contract. `gives` is all that may leave the Safe by it; the chain's own coin goes along as value. */
export type StatedCall = {
  readonly to: Address
  readonly data: Hex
  readonly gives: readonly Omit<Leg, 'recipient'>[]
}

/** What the initiator means, in human terms: payments, or one change of the owners, or one call of a contract. */
export type Intent = {
  readonly legs: readonly Leg[]
  readonly purpose: string
  readonly reference: string
  /** Of class `configuration`. */
  readonly change?: OwnersChange | undefined
  /** Of class `contract-call`. */
  readonly call?: StatedCall | undefined
}

export type WithdrawalClass = 'transfer' | 'contract-call' | 'configuration' | 'cancel'

/** A withdrawal's transaction as fixed at staging. */
export type StagedTx = { readonly safe: SafeRef; readonly tx: SafeTx; readonly hashes: SafeTxHashes }
