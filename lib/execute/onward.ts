import type { Address, Hash } from 'viem'
import type { AssetAddress } from '@/lib/stage/types'

/** Of what the desk sent, what its recipient sent on, by the chain's word. */
export type OnwardTransfer = {
  /** The recipient of the desk. */
  readonly from: Address
  readonly other: Address
  readonly asset: AssetAddress
  readonly units: bigint
  readonly txHash: Hash
  /** Null of what a transaction carries itself. */
  readonly logIndex: number | null
  readonly block: bigint
}

/** Everybody who was paid within so many days is followed, the newest first, up to so many on each chain. */
export const [FOLLOWED_DAYS, MOST_FOLLOWED] = [30, 50]
/** So many blocks are looked at in one look, and so far behind nothing is looked at any more. */
export const [MOST_BLOCKS, MOST_BEHIND] = [100n, 20_000n]

export type Stretch = {
  /** First and last block to look at. */
  readonly from: bigint
  readonly to: bigint
  /** Blocks that nobody looks at any more: first and last. */
  readonly skipped: readonly [bigint, bigint] | null
}

/**
 * The blocks of the next look, only such as no reorganisation takes back; null where there is none yet.
 * @param last the last block looked at, null at the first look
 * @param depth how deep a block is final
 */
export function nextStretch(last: bigint | null, head: bigint, depth: number): Stretch | null {
  const end = head - BigInt(depth)
  const start = last === null ? end : last + 1n
  if (end < 0n || start > end) return null
  const from = end - start >= MOST_BEHIND ? end - MOST_BLOCKS + 1n : start
  const to = from + MOST_BLOCKS - 1n
  return { from, to: to < end ? to : end, skipped: from > start ? [start, from - 1n] : null }
}

/**
 * Whether the last block looked at is one that is not final by far: a head that is not there was told once, or somebody
 * moved the note. A node that lags a little is no reason.
 */
export const isAhead = (last: bigint | null, head: bigint, depth: number): boolean =>
  last !== null && last - (head - BigInt(depth)) > BigInt(depth)

/** Of what was sent on, what reached an address that a list names. Nothing that moves no value says anything of anybody. */
export function reachedListed(
  transfers: readonly OnwardTransfer[],
  listed: readonly Address[],
): readonly OnwardTransfer[] {
  const named = new Set(listed.map((one) => one.toLowerCase()))
  return transfers.filter(({ other, units }) => units > 0n && named.has(other.toLowerCase()))
}

/**
 * The largest of each asset first, then the second of each, and so on: where only some are kept, small ones crowd out no
 * large one, and no asset another.
 */
export function largestFirst(transfers: readonly OnwardTransfer[]): readonly OnwardTransfer[] {
  const placed = new Map<AssetAddress, number>()
  return transfers
    .toSorted((a, b) => (a.units === b.units ? 0 : a.units > b.units ? -1 : 1))
    .map((one) => {
      const place = placed.get(one.asset) ?? 0
      placed.set(one.asset, place + 1)
      return { one, place }
    })
    .toSorted((a, b) => a.place - b.place)
    .map(({ one }) => one)
}

export type Unseen = {
  /** Recipients whose balance fell by no transaction of their own. */
  readonly unseen: readonly Address[]
  /** True where a node forgot what the balances were. */
  readonly isStateGone: boolean
  /** True where more were paid than are followed. */
  readonly isCut: boolean
}

/** What a look could not see, in one sentence; null where it saw everything. */
export function unseenSentence({ unseen, isStateGone, isCut }: Unseen): string | null {
  const sentences = [
    isCut && `Only the newest ${MOST_FOLLOWED} recipients are followed.`,
    isStateGone && 'A node no longer has the state of those blocks; what contracts sent on is not seen.',
    unseen.length > 0 &&
      `The balance of ${unseen.join(', ')} fell by no transaction of its own; where that went is not seen.`,
  ].flatMap((one) => (one === false ? [] : [one]))
  return sentences.length === 0 ? null : sentences.join(' ')
}
