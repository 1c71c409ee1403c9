import 'server-only'
import { asc, desc, eq } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { intelligenceList, listSnapshot } from '@/db/schema/lists'
import { member } from '@/db/schema/member'
import { isListStale } from '@/lib/assess/lists/is-stale'
import type { ListFormat } from '@/lib/assess/lists/types'
import type { Digest } from '@/lib/core/digest'

export type SnapshotLine = {
  readonly id: string
  readonly number: number
  /** SHA-256 of the imported text. */
  readonly sha256: Digest
  readonly at: Date
  readonly by: string
  readonly entries: number
  readonly skipped: number
  readonly added: number
  readonly removed: number
}

export type ListLine = {
  readonly id: string
  readonly name: string
  readonly source: string
  readonly format: ListFormat
  readonly maxAgeHours: number
  readonly isStale: boolean
  /** The newest first; the first is what the list says now. */
  readonly snapshots: readonly SnapshotLine[]
}

/** Every list with every snapshot of it. */
export async function readLists(db: Reader, _viewer: Viewer, now: Date): Promise<ListLine[]> {
  const [lists, snapshots] = await Promise.all([
    db.select().from(intelligenceList).orderBy(asc(intelligenceList.id)),
    db
      .select({ row: listSnapshot, by: member.name })
      .from(listSnapshot)
      .innerJoin(member, eq(member.id, listSnapshot.memberId))
      .orderBy(desc(listSnapshot.number)),
  ])
  return lists.map(({ id, name, source, format, maxAgeHours }) => {
    const own = snapshots.filter(({ row }) => row.listId === id)
    const [newest] = own
    return {
      ...{ id, name, source, maxAgeHours, format: format as ListFormat },
      isStale: newest === undefined || isListStale(newest.row.at, maxAgeHours, now),
      snapshots: own.map(({ row, by }) => ({
        ...{ id: row.id, number: row.number, sha256: row.sha256 as Digest, at: row.at, by },
        ...{ entries: row.entries, skipped: row.skipped, added: row.added, removed: row.removed },
      })),
    }
  })
}
