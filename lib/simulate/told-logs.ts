import type { Address, Hex } from 'viem'
import { framesOf, type TraceFrame, type TraceLog } from '@/lib/simulate/frames'
import { namedItems } from '@/lib/simulate/items'
import { keptLogs, movesOfLogs } from '@/lib/simulate/logged-moves'

/** Approval of ERC-20 and 721, ApprovalForAll. */
const APPROVALS: readonly Hex[] = [
  '0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925',
  '0x17307eab39ab6107e8899845ad3d59bd9653f200f220920489ca2b5937696c31',
]

/**
 * What logs of a run claim: who moves which token to whom, which items, who lets whom take what. No amounts: they are measured
 * as balances and allowances where these say to look, and may follow the time of a block.
 */
export function claimsOf(logs: readonly TraceLog[]): ReadonlySet<string> {
  const moves = movesOfLogs(logs).map(({ event, token, from, to }) => `a ${event} of ${token} from ${from} to ${to}`)
  const others = logs.flatMap((log) => {
    const items = namedItems(log).map(({ token, id, accounts }) =>
      [`item ${id} of ${token}`, ...accounts].join(' with '),
    )
    const [event, ...named] = log.topics
    return event !== undefined && APPROVALS.includes(event)
      ? [...items, `an approval of ${log.address} by ${named.map(shortTopic).join(' for ')}`]
      : items
  })
  return new Set([...moves, ...others])
}

/** What one run claims by its logs and another does not, either way, as the end of a sentence; null where both claim the same. */
export function differentClaim(theirs: readonly TraceLog[], ours: readonly TraceLog[]): string | null {
  const [there, here] = [claimsOf(theirs), claimsOf(ours)]
  const more = without(there, here)
  if (more !== undefined) return `it logs ${more}, and here nothing does`
  const less = without(here, there)
  return less === undefined ? null : `nothing logs ${less}, as it is logged here`
}

/**
 * What the logs of a run claim and no trace shows, or who logs and is called in none, as the end of a sentence; null where every
 * claim is shown. What a node leaves out of its traces, nobody else is asked about either.
 * @param traces of every environment: what only the next block does is shown by one of them
 */
export function unshownClaim(logs: readonly TraceLog[], traces: readonly TraceFrame[]): string | null {
  const claim = without(claimsOf(logs), claimsOf(traces.flatMap((trace) => [...keptLogs(trace)])))
  if (claim !== undefined) return `it logs ${claim}, which no call shown here does`
  const called = new Set(traces.flatMap((trace) => [...framesOf(trace)]).flatMap(({ from, to }) => [from, to]))
  const stranger = logs.find(({ address }) => !called.has(address) && !isOfChain(address))
  return stranger === undefined ? null : `${stranger.address} logs, which no call shown here runs`
}

// Some chains log their coin themselves, called or not, under a small number (0x1010 of Polygon). Nobody can put code there.
const isOfChain = (address: Address): boolean => BigInt(address) < 0x10000n

const without = (some: ReadonlySet<string>, others: ReadonlySet<string>): string | undefined =>
  [...some].find((claim) => !others.has(claim))

const shortTopic = (topic: Hex): string => (/^0x0{24}/.test(topic) ? `0x${topic.slice(26)}` : topic)
