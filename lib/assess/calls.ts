import type { Address } from 'viem'
import { oncePerCall } from '@/lib/assess/once-per-call'
import { isSameAddress } from '@/lib/core/address'
import { type CallNode, type DecodedArgument, isRead, type Reading } from '@/lib/decode/types'
import type { StagedTx } from '@/lib/stage/types'

export type PlacedCall = {
  readonly node: CallNode
  readonly parent: CallNode | null
  /** Whose funds and storage the call uses: the Safe, or the contract that a plain call went to. */
  readonly actor: Address
  /** False inside a call that nothing vouches for: there the call is only what the bytes would mean at worst. */
  readonly isCertain: boolean
}

/** Every call of a tree, parents first. */
export const allCalls = oncePerCall(({ call }): readonly PlacedCall[] => {
  const found: PlacedCall[] = []
  const visit = (node: CallNode, parent: CallNode | null, isCertain: boolean) => {
    found.push({ node, parent, actor: node.actor, isCertain })
    for (const child of node.children) visit(child, node, isCertain && isRead(node))
  }
  visit(call, null, true)
  return found
})

/** What a call says: its one reading, or each that its selector could have where nothing vouches for one. */
export function readingsOf(node: CallNode): readonly Reading[] {
  return node.signature === '' ? node.readings : [node]
}

/** The readings of a call by this function. */
export function readingsAs(node: CallNode, signature: string): readonly Reading[] {
  return readingsOf(node).filter((reading) => reading.signature === signature)
}

/** A call of the Safe to itself. A delegatecall is not one: there the Safe's own code runs with itself as caller. */
export function isSelfCall(node: CallNode, safe: Address): boolean {
  return node.operation !== 1 && node.elsewhere === '' && isSameAddress(node.target, safe)
}

/** The zero-value, empty self-call that does nothing but use up a nonce. */
export function isRejection({ call, staged }: { readonly call: CallNode; readonly staged: StagedTx }): boolean {
  return call.operation === 0 && call.data === '0x' && call.value === 0n && isSameAddress(call.to, staged.safe.address)
}

/** The text of an argument that is a single value. @throws when the signature has no such argument */
export function argument(node: Reading, at: number): string {
  const value = node.arguments[at]?.value
  if (typeof value !== 'string') throw new Error(`${node.signature} has no plain argument ${at}`)
  return value
}

/** An address argument. */
export function addressArgument(node: Reading, at: number): Address {
  const value = argument(node, at)
  if (!isAddressText(value)) throw new Error(`${node.signature}: argument ${at} is not an address`)
  return value
}

/** The parts of a tuple or array, empty where the argument is missing. */
export function partsOf(argument: DecodedArgument | undefined): readonly DecodedArgument[] {
  return typeof argument?.value === 'object' ? argument.value : []
}

export function isAddressText(text: DecodedArgument['value'] | undefined): text is Address {
  return typeof text === 'string' && /^0x[0-9a-fA-F]{40}$/.test(text)
}
