import 'server-only'
import type { Hash } from 'viem'
import { AppError } from '@/lib/core/errors'
import type { OnwardTransfer } from '@/lib/execute/onward'
import { type OnwardAnswer, type OnwardQuestion, readOnwardOn, readSucceededOn } from '@/lib/io/onward-transfers'
import type { Node } from '@/lib/io/rpc'

/**
 * What accounts sent on, as all nodes that answer tell it together: what one of them hides, another shows.
 * @throws AppError UNAVAILABLE when none answers
 */
export async function readOnward(nodes: readonly Node[], question: OnwardQuestion): Promise<OnwardAnswer> {
  const told = await toldBy(nodes, (node) => readOnwardOn(node, question))
  const transfers = told.flatMap((one) => one.transfers)
  return {
    transfers: [...new Map(transfers.map((one) => [allOf(one), one])).values()],
    unseen: [...new Set(told.flatMap(({ unseen }) => unseen))],
    // One that still has it may be the one that hides something.
    isStateGone: told.some(({ isStateGone }) => isStateGone),
  }
}

/**
 * Which transactions did what they say by the word of any node, in the order asked.
 * @throws AppError UNAVAILABLE when none answers
 */
export async function readSucceeded(nodes: readonly Node[], hashes: readonly Hash[]): Promise<readonly boolean[]> {
  const told = await toldBy(nodes, (node) => readSucceededOn(node, hashes))
  return hashes.map((_hash, at) => told.some((outcomes) => outcomes[at] === true))
}

// All of it: a node that tells another thing under the same hash takes the place of nothing.
const allOf = ({ from, other, asset, units, txHash, logIndex, block }: OnwardTransfer): string =>
  [from, other, asset, units, txHash, logIndex, block].join('/').toLowerCase()

async function toldBy<Told>(nodes: readonly Node[], ask: (node: Node) => Promise<Told>): Promise<readonly Told[]> {
  const answers = await Promise.allSettled(nodes.map(ask))
  const told = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
  if (told.length > 0) return told
  const refused = answers.find((answer) => answer.status === 'rejected')
  throw refused?.reason ?? new AppError('UNAVAILABLE', 'No node of this chain is known.')
}
