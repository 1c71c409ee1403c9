import type { Address } from 'viem'
import type { ListEntry } from '@/lib/assess/lists/types'

/** Share of a list that may leave with one import. OFAC once took a hundred away at a time; an empty file takes all. */
export const MAX_SHRINK_PERCENT = 20

export type ListChange = {
  readonly added: readonly ListEntry[]
  /** What stays and counts from another time than before. */
  readonly moved: readonly ListEntry[]
  readonly removed: readonly Address[]
  /** How many no longer count: what was removed, and what begins only later although it counted already. */
  readonly lost: number
  readonly isShrunk: boolean
}

/** An address with the time from which it counts, left out where it counts at once. */
export type ListedFrom = Pick<ListEntry, 'address' | 'validFrom'>

/** Whether an address counts at a time. @param validFrom ISO time or left out */
export const countsAt = ({ validFrom }: Pick<ListEntry, 'validFrom'>, now: Date): boolean =>
  validFrom === undefined || validFrom <= now.toISOString()

/** What an import changes of what a list said before. @param before addresses in lower case */
export function listChange(before: readonly ListedFrom[], after: readonly ListEntry[], now: Date): ListChange {
  const old = new Map(before.map((one) => [one.address, one]))
  const kept = new Set(after.map(({ address }) => address))
  const removed = [...old.keys()].filter((address) => !kept.has(address))
  const moved = after.filter((one) => {
    const was = old.get(one.address)
    return was !== undefined && was.validFrom !== one.validFrom
  })
  const later = moved.filter((one) => !countsAt(one, now) && countsAt(old.get(one.address) ?? one, now))
  const lost = removed.length + later.length
  return {
    ...{ added: after.filter(({ address }) => !old.has(address)), moved, removed, lost },
    // By what leaves, not by the difference of counts: a list exchanged for another one is as long as before.
    isShrunk: lost * 100 > old.size * MAX_SHRINK_PERCENT,
  }
}
