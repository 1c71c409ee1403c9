import type { AbiFunction, Address, Hex } from 'viem'
import type { DecodeContext, DecodedArgument } from '@/lib/decode/types'

/** A call that another call carries; `target` is who is really called. */
export type NestedCall = {
  readonly operation: number
  readonly to: Address
  readonly target: Address
  readonly value: bigint
  readonly data: Hex
}

export type NestedCalls = { readonly calls: readonly NestedCall[]; readonly isMalformed: boolean }

export type ContractReading = {
  readonly name: string
  readonly provenance: 'verified' | 'standard'
  readonly abi: readonly AbiFunction[]
  /** The calls inside a call. `actor` is the account whose storage and funds the callee's code uses. */
  readonly unpack?: (signature: string, args: readonly DecodedArgument[], actor: Address) => NestedCalls
}

/** A contract the desk can read. One file each; adding one is a definition and an index line. */
export type ContractDefinition = {
  readonly id: string
  /** How calls to this address are read, or null when it is not this contract. */
  readonly read: (target: Address, context: DecodeContext) => ContractReading | null
}
