import 'server-only'
import type { Db } from '@/db/client'
import type { intelligenceList, listSnapshot } from '@/db/schema/lists'
import { addressesDigest } from '@/lib/assess/lists/addresses-digest'
import type { ListedFrom } from '@/lib/assess/lists/list-change'
import { tampered } from '@/lib/flows/differs'
import { listedNow } from '@/lib/flows/insert-snapshot'

type Proven = { readonly digest: string; readonly listed: ReadonlyMap<string, ListedFrom> }

const known = new WeakMap<Db, Map<string, Proven>>()

/**
 * Every address of a proven snapshot, with the time from which it counts. The rows are read whole once for each state of a list and held against the digest
 * that the snapshot's passkey or seal is of; from then on the set is kept here, where no change of a row reaches it, so that
 * a hundred thousand addresses cost a hand-over nothing.
 * @throws AppError BLOCKED when the rows are not what the snapshot holds
 */
export async function provenAddresses(
  db: Db,
  list: typeof intelligenceList.$inferSelect,
  snapshot: typeof listSnapshot.$inferSelect,
): Promise<ReadonlyMap<string, ListedFrom>> {
  const lists = known.get(db) ?? new Map<string, Proven>()
  known.set(db, lists)
  const digest = snapshot.addresses ?? ''
  const kept = lists.get(list.id)
  if (kept?.digest === digest) return kept.listed
  const addresses = await listedNow(db, list.id, snapshot.number)
  if (addressesDigest(addresses) !== digest)
    throw tampered(`The addresses of the list ${list.name} in the database are not those of its snapshot.`)
  const listed = new Map<string, ListedFrom>(addresses.map((one) => [one.address, one]))
  lists.set(list.id, { digest, listed })
  return listed
}
