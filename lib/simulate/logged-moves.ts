import type { Address, Hex } from 'viem'
import { getAddress, size, slice } from 'viem/utils'
import { ZERO_ADDRESS } from '@/lib/core/address'
import type { TraceFrame, TraceLog } from '@/lib/simulate/frames'
import type { LoggedMove } from '@/lib/simulate/types'

/** Transfer(address,address,uint256) of ERC-20 and ERC-721, and what WETH9 says in its place when it makes or burns. */
const TRANSFER: Hex = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
const DEPOSIT: Hex = '0xe1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c'
const WITHDRAWAL: Hex = '0x7fcf532c15f0a6db0bd6d0e038bea71d30d808c7d98cb3bf7268a95bf5081b65'

/**
 * What tokens say that they move, summed per event, token, sender and receiver, ascending. Only a claim, kept beside the
 * balances: a token logs what it likes. What was undone with its frame was never said.
 */
export const loggedMoves = (root: TraceFrame): LoggedMove[] => movesOfLogs(keptLogs(root))

/** The same of logs that a node gives without their frames. */
export function movesOfLogs(logs: Iterable<TraceLog>): LoggedMove[] {
  const sums = new Map<string, LoggedMove>()
  for (const log of logs) {
    const move = moveOf(log)
    if (move === null) continue
    const key = `${move.event} ${move.token} ${move.from} ${move.to}`
    sums.set(key, { ...move, units: move.units + (sums.get(key)?.units ?? 0n) })
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, move]) => move)
}

/** Events of a run that were not undone with their frames. */
export function* keptLogs(frame: TraceFrame): Generator<TraceLog> {
  if (frame.error !== null) return
  yield* frame.logs
  for (const call of frame.calls) yield* keptLogs(call)
}

function moveOf({ address: token, topics, data }: TraceLog): LoggedMove | null {
  const [event, first, second] = topics
  if (event === TRANSFER && first !== undefined && second !== undefined) {
    // An ERC-721 token names its id last; its balance goes by one.
    const units = topics.length === 4 ? 1n : wordOf(data)
    return units === null ? null : { event: 'transfer', token, from: accountOf(first), to: accountOf(second), units }
  }
  const units = wordOf(data)
  if (first === undefined || topics.length !== 2 || units === null) return null
  if (event === DEPOSIT) return { event: 'deposit', token, from: ZERO_ADDRESS, to: accountOf(first), units }
  if (event === WITHDRAWAL) return { event: 'withdrawal', token, from: accountOf(first), to: ZERO_ADDRESS, units }
  return null
}

const wordOf = (data: Hex): bigint | null => (size(data) === 32 ? BigInt(data) : null)
const accountOf = (topic: Hex): Address => getAddress(slice(topic, 12, 32))
