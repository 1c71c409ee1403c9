import 'server-only'
import { and, desc, inArray } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Reader } from '@/db/client'
import { type ListStanding, readListStandings } from '@/db/queries/list-standings'
import { listedAddress } from '@/db/schema/lists'
import { isListStale } from '@/lib/assess/lists/is-stale'
import type { ListFacts } from '@/lib/assess/types'

/**
 * What the desk's lists say now of these addresses; a retired one says nothing. Rows are believed here: at the hand-over
 * the same is read again from what the log vouches for (lib/flows/assert-lists.ts).
 * @param addresses lower case
 * @param read how they stand, where that was read before
 */
export async function readListFacts(
  db: Reader,
  addresses: readonly string[],
  now: Date,
  read?: readonly ListStanding[],
): Promise<ListFacts> {
  const standings = (read ?? (await readListStandings(db, null))).filter(({ isRetired }) => !isRetired)
  const ids = standings.map(({ list }) => list.id)
  const lines =
    addresses.length === 0 || ids.length === 0
      ? []
      : await db
          .selectDistinctOn([listedAddress.listId, listedAddress.address])
          .from(listedAddress)
          .where(and(inArray(listedAddress.listId, ids), inArray(listedAddress.address, [...addresses])))
          .orderBy(listedAddress.listId, listedAddress.address, desc(listedAddress.number))
  return {
    known: standings.flatMap(({ list: { id, name }, snapshot, freshAt, maxAgeHours }) => {
      if (!snapshot || !freshAt) return []
      const isStale = isListStale(freshAt, maxAgeHours, now)
      return [{ id, name, sha256: snapshot.sha256, at: freshAt.toISOString(), isStale }]
    }),
    hits: lines
      .filter(({ isListed, validFrom }) => isListed && (validFrom === null || validFrom <= now))
      .map(({ listId, address, label }) => ({ listId, label, address: address as Address })),
  }
}
