import type { Address } from 'viem'
import type { ListEntry } from '@/lib/assess/lists/types'

/** Share of a list that may leave with one import. OFAC once took a hundred away at a time; an empty file takes all. */
export const MAX_SHRINK_PERCENT = 20

export type ListChange = {
  readonly added: readonly ListEntry[]
  readonly removed: readonly Address[]
  readonly isShrunk: boolean
}

/** What an import changes of what a list said before. @param before lower-case addresses */
export function listChange(before: readonly Address[], after: readonly ListEntry[]): ListChange {
  const [old, now] = [new Set(before), new Set(after.map(({ address }) => address))]
  const removed = [...old].filter((address) => !now.has(address))
  return {
    added: after.filter(({ address }) => !old.has(address)),
    removed,
    // By what leaves, not by the difference of counts: a list exchanged for another one is as long as before.
    isShrunk: removed.length * 100 > old.size * MAX_SHRINK_PERCENT,
  }
}
