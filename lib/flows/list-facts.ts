import 'server-only'
import { desc, inArray } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Reader } from '@/db/client'
import { intelligenceList, listedAddress, listSnapshot } from '@/db/schema/lists'
import { isListStale } from '@/lib/assess/lists/is-stale'
import type { ListFacts } from '@/lib/assess/types'

/** What the desk's lists say now of these addresses. @param addresses lower case */
export async function readListFacts(db: Reader, addresses: readonly string[], now: Date): Promise<ListFacts> {
  const [lists, snapshots, lines] = await Promise.all([
    db.select().from(intelligenceList).orderBy(intelligenceList.id),
    db
      .selectDistinctOn([listSnapshot.listId])
      .from(listSnapshot)
      .orderBy(listSnapshot.listId, desc(listSnapshot.number)),
    addresses.length === 0
      ? []
      : db
          .selectDistinctOn([listedAddress.listId, listedAddress.address])
          .from(listedAddress)
          .where(inArray(listedAddress.address, [...addresses]))
          .orderBy(listedAddress.listId, listedAddress.address, desc(listedAddress.number)),
  ])
  return {
    known: lists.flatMap(({ id, name, maxAgeHours }) => {
      const newest = snapshots.find(({ listId }) => listId === id)
      if (!newest) return []
      const isStale = isListStale(newest.at, maxAgeHours, now)
      return [{ id, name, sha256: newest.sha256, at: newest.at.toISOString(), isStale }]
    }),
    hits: lines
      .filter(({ isListed }) => isListed)
      .map(({ listId, address, label }) => ({ listId, label, address: address as Address })),
  }
}
