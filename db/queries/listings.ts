import 'server-only'
import { asc, eq } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Reader } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { intelligenceList, listedAddress, listSnapshot } from '@/db/schema/lists'
import type { Digest } from '@/lib/core/digest'

/** One time at which a list named an address, or stopped naming it. */
export type Listing = {
  readonly listId: string
  readonly listName: string
  readonly source: string
  readonly label: string
  /** False of the snapshot that no longer has it. */
  readonly isListed: boolean
  /** From when it counts; null where it does at once. */
  readonly validFrom: Date | null
  readonly snapshot: { readonly number: number; readonly sha256: Digest; readonly at: Date }
}

/** What every list ever said of an address, in the order in which each list said it. */
export async function readListings(db: Reader, _viewer: Viewer, address: Address): Promise<readonly Listing[]> {
  const rows = await db
    .select({ line: listedAddress, list: intelligenceList, snapshot: listSnapshot })
    .from(listedAddress)
    .innerJoin(intelligenceList, eq(intelligenceList.id, listedAddress.listId))
    .innerJoin(listSnapshot, eq(listSnapshot.id, listedAddress.snapshotId))
    .where(eq(listedAddress.address, address.toLowerCase()))
    .orderBy(asc(listedAddress.listId), asc(listedAddress.number))
  return rows.map(({ line, list, snapshot }) => ({
    ...{ listId: list.id, listName: list.name, source: list.source, label: line.label, isListed: line.isListed },
    validFrom: line.validFrom,
    snapshot: { number: snapshot.number, sha256: snapshot.sha256 as Digest, at: snapshot.at },
  }))
}
