import type { Address, Hash, Hex } from 'viem'

/** One account at a block: proofs against the block's state root, and the code that its account names. */
export type AccountWitness = {
  readonly address: Address
  /** RLP nodes of the state trie, from the root. */
  readonly accountProof: readonly Hex[]
  readonly code: Hex
  readonly storage: readonly { readonly slot: Hash; readonly proof: readonly Hex[] }[]
}

/**
 * Everything that one run reads from a block, with proofs. Who made it need not be trusted: a wrong byte is rejected, and
 * what is left out stops the run.
 */
export type Witness = {
  /** RLP of the block's header; its keccak256 is the block's hash. */
  readonly header: Hex
  readonly accounts: readonly AccountWitness[]
}
