import 'server-only'
import type { Address } from 'viem'
import { delegateIn } from '@/lib/core/delegate-in'
import { AppError } from '@/lib/core/errors'
import type { Node } from '@/lib/io/rpc'
import { answered, hexShape } from '@/lib/io/rpc-shapes'

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
  const answers = await Promise.allSettled(nodes.map((node) => delegationsOn(node, accounts)))
  const told = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
  if (told.length > 0) return [...new Map(told.flat().map((one) => [`${one.account} ${one.delegate}`, one])).values()]
  const refused = answers.find((answer) => answer.status === 'rejected')
  throw refused?.reason ?? new AppError('UNAVAILABLE', 'No node of this chain is known.')
}

async function delegationsOn(node: Node, accounts: readonly Address[]): Promise<readonly Delegation[]> {
  const answers = await node.ask(accounts.map((account) => ({ method: 'eth_getCode', params: [account, 'latest'] })))
  return accounts.flatMap((account, at) => {
    const delegate = delegateIn(answered(node, hexShape, answers[at]))
    return delegate === null ? [] : [{ account, delegate }]
  })
}
