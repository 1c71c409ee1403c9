import type { AbiFunction, Address, Hex } from 'viem'
import type { Anomaly, DecodeContext, DecodedArgument } from '@/lib/decode/types'

/** A call that another call carries. Addresses are as in the bytes. */
export type NestedCall = {
  readonly operation: number
  readonly to: string
  /** Who is really called, where 0x0 stands for someone else. */
  readonly target?: string
  readonly value: bigint
  readonly data: Hex
  /** Who makes it, when that is not the contract that carries it. */
  readonly actor?: Address
  /** For a step without a selector: the function that reads its bytes, or null when there is none. */
  readonly by?: KnownFunction | null
  /** The other chain on which it runs. */
  readonly elsewhere?: string
}

export type NestedCalls = {
  readonly calls: readonly NestedCall[]
  readonly anomaly?: Anomaly
  /** There are more calls than asked for; `calls` is then worthless. */
  readonly isTooMany?: true
}

/** Where a call that carries others stands. */
export type Inside = {
  readonly chainId: number
  /** Who called. */
  readonly caller: Address
  /** The account whose storage and funds the callee's code uses. */
  readonly self: Address
  /** The contract whose code runs. */
  readonly target: Address
  /** No more calls than this can be opened. */
  readonly limit: number
}

/** The calls inside a call. Arguments are as the ABI says, but may be missing at the end of overlong ones. */
export type Unpack = (args: readonly DecodedArgument[], inside: Inside) => NestedCalls

export type KnownFunction = { readonly entry: AbiFunction; readonly signature: string; readonly unpack: Unpack | null }

/** The functions of a contract, by selector. */
export type FunctionSet = (selector: string) => KnownFunction | undefined

export type ContractReading = {
  readonly name: string
  readonly provenance: 'verified' | 'standard' | 'registered'
  readonly functions: FunctionSet
}

/** A contract the desk can read. One file each; adding one is a definition and an index line. */
export type ContractDefinition = {
  readonly id: string
  /** How calls to this address are read, or null when it is not this contract. */
  readonly read: (target: Address, context: DecodeContext) => ContractReading | null
  /** Functions that are recognised by their selector at any address: candidates there, never a reading. */
  readonly anywhere?: FunctionSet
}
