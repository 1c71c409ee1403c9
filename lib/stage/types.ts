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

/** What the initiator means, in human terms. */
export type Intent = { readonly legs: readonly Leg[]; readonly purpose: string; readonly reference: string }

export type WithdrawalClass = 'transfer' | 'contract-call' | 'configuration' | 'cancel'

/** A withdrawal's transaction as fixed at staging. */
export type StagedTx = { readonly safe: SafeRef; readonly tx: SafeTx; readonly hashes: SafeTxHashes }
