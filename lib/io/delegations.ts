import 'server-only'
import type { Address } from 'viem'
import { delegateIn } from '@/lib/core/delegate-in'
import type { Node } from '@/lib/io/rpc'
import { answered, hexShape } from '@/lib/io/rpc-shapes'
import { toldBy } from '@/lib/io/told-by'

/** An account of a key that has a contract's code run in its place (EIP-7702), and which contract. */
export type Delegation = { readonly account: Address; readonly delegate: Address }

/**
 * Which of these accounts delegate, by the word of all nodes that answer together: what one of them hides, another shows.
 * @throws AppError UNAVAILABLE when none answers
 */
export async function readDelegations(
  nodes: readonly Node[],
  accounts: readonly Address[],
): Promise<readonly Delegation[]> {
  if (accounts.length === 0) return []
  const told = await toldBy(nodes.map((node) => delegationsOn(node, accounts)))
  return [...new Map(told.flat().map((one) => [`${one.account} ${one.delegate}`, one])).values()]
}

async function delegationsOn(node: Node, accounts: readonly Address[]): Promise<readonly Delegation[]> {
  const answers = await node.ask(accounts.map((account) => ({ method: 'eth_getCode', params: [account, 'latest'] })))
  return accounts.flatMap((account, at) => {
    const delegate = delegateIn(answered(node, hexShape, answers[at]))
    return delegate === null ? [] : [{ account, delegate }]
  })
}
