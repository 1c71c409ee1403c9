import type { Address } from 'viem'
import { isSameAddress } from '@/lib/core/address'
import type { CallNode } from '@/lib/decode/types'
import type { StagedTx } from '@/lib/stage/types'

export type PlacedCall = {
  readonly node: CallNode
  readonly parent: CallNode | null
  /** Whose funds and storage the call uses: the Safe, or the contract that a plain call went to. */
  readonly actor: Address
}

/** Every call of a tree, parents first. */
export function allCalls(facts: { readonly call: CallNode; readonly staged: StagedTx }): readonly PlacedCall[] {
  return placed(facts.call, null, facts.staged.safe.address)
}

function placed(node: CallNode, parent: CallNode | null, actor: Address): readonly PlacedCall[] {
  const inside = node.operation === 1 ? actor : node.target
  return [{ node, parent, actor }, ...node.children.flatMap((child) => placed(child, node, inside))]
}

/** A call of the Safe to itself. A delegatecall is not one: there the Safe's own code runs with itself as caller. */
export function isSelfCall(node: CallNode, safe: Address): boolean {
  return node.operation !== 1 && isSameAddress(node.target, safe)
}

/** The zero-value, empty self-call that does nothing but use up a nonce. */
export function isRejection({ call, staged }: { readonly call: CallNode; readonly staged: StagedTx }): boolean {
  return call.operation === 0 && call.data === '0x' && call.value === 0n && isSameAddress(call.to, staged.safe.address)
}

/** The text of an argument that is a single value. @throws when the signature has no such argument */
export function argument(node: CallNode, at: number): string {
  const value = node.arguments[at]?.value
  if (typeof value !== 'string') throw new Error(`${node.signature} has no plain argument ${at}`)
  return value
}

/** An address argument. */
export function addressArgument(node: CallNode, at: number): Address {
  const value = argument(node, at)
  if (!isAddressText(value)) throw new Error(`${node.signature}: argument ${at} is not an address`)
  return value
}

function isAddressText(text: string): text is Address {
  return /^0x[0-9a-fA-F]{40}$/.test(text)
}
