import 'server-only'
import type { Address } from 'viem'
import { chainOf } from '@/lib/chains/index'
import { AppError } from '@/lib/core/errors'
import type { Node } from '@/lib/io/rpc'
import { readSafe, type SafeReading } from '@/lib/io/safe-state'
import { differingSettings } from '@/lib/simulate/differing-settings'
import type { SafeState } from '@/lib/simulate/types'

const ENOUGH = 2

/**
 * The state of a Safe as every node that answers tells it, at least two where there are two (SPEC §3).
 * @throws AppError UNAVAILABLE when fewer answer or any two differ, NOT_FOUND when one has no Safe there
 */
export async function readAgreedSafe(nodes: readonly [Node, ...Node[]], address: Address): Promise<SafeState> {
  const answers = await Promise.all(nodes.map((node) => readOrRefusal(node, address)))
  const told = answers.flatMap((answer) => (answer.reading === null ? [] : [answer]))
  const [first, ...others] = told
  const refusal = answers.find((answer) => answer.reading === null)?.refusal
  if (!first || told.length < Math.min(ENOUGH, nodes.length))
    throw refusal ?? new Error('a chain has at least one node')
  for (const other of others) {
    const differing = differingSettings(first.reading.state, other.reading.state)
    if (differing.length > 0) throw disagreement(first.node, other.node, differing)
  }
  return first.reading.state
}

type Told =
  | { readonly node: Node; readonly reading: SafeReading }
  | { readonly node: Node; readonly reading: null; readonly refusal: AppError }

async function readOrRefusal(node: Node, address: Address): Promise<Told> {
  try {
    return { node, reading: await readSafe(node, address) }
  } catch (error) {
    // A node that has no Safe there contradicts the others; one that is silent says nothing.
    if (error instanceof AppError && error.code === 'UNAVAILABLE') return { node, reading: null, refusal: error }
    throw error
  }
}

const disagreement = (a: Node, b: Node, differing: readonly string[]) =>
  new AppError(
    'UNAVAILABLE',
    `Two nodes of ${chainOf(a.chainId).name} tell different states of the Safe: ${a.party} and ${b.party} differ in its ${differing.join(', ')}. One lags behind or is wrong. Try again in a minute.`,
  )
