import 'server-only'
import { desc, eq } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import { type ListStanding, readListStandings } from '@/db/queries/list-standings'
import type { Viewer } from '@/db/queries/viewer'
import { listChange, listSnapshot } from '@/db/schema/lists'
import { member } from '@/db/schema/member'
import { isListStale } from '@/lib/assess/lists/is-stale'
import { nextLook } from '@/lib/assess/lists/next-look'
import type { ListFormat } from '@/lib/assess/lists/types'
import type { Digest } from '@/lib/core/digest'

export type SnapshotLine = {
  readonly id: string
  readonly number: number
  /** SHA-256 of the imported text. */
  readonly sha256: Digest
  readonly at: Date
  /** Null where the desk fetched it by itself. */
  readonly by: string | null
  readonly entries: number
  readonly skipped: number
  readonly expired: number
  readonly added: number
  readonly removed: number
}

export type ListLine = {
  readonly id: string
  readonly name: string
  readonly source: string
  readonly format: ListFormat
  readonly maxAgeHours: number
  /** Number of its newest change; 0 before the first. */
  readonly changes: number
  readonly isRetired: boolean
  readonly isStale: boolean
  readonly freshAt: Date | null
  readonly fetched: FetchedLine | null
  /** Who said last how it is kept, and why. */
  readonly changed: { readonly by: string; readonly at: Date; readonly reason: string } | null
  /** The newest first; the first is what the list says now. */
  readonly snapshots: readonly SnapshotLine[]
}

/** Where the desk fetches a list by itself, and what came of it. */
export type FetchedLine = {
  readonly host: string
  /** Whole for admins alone: what follows the host may be a key. */
  readonly url: string | null
  /** Null before the first look. */
  readonly last: { readonly at: Date; readonly outcome: string; readonly reason: string; readonly next: Date } | null
}

/** Every list with every snapshot of it. */
export async function readLists(db: Reader, viewer: Viewer, now: Date): Promise<ListLine[]> {
  const [standings, snapshots, changes] = await Promise.all([
    readListStandings(db, viewer),
    db
      .select({ row: listSnapshot, by: member.name })
      .from(listSnapshot)
      .leftJoin(member, eq(member.id, listSnapshot.memberId))
      .orderBy(desc(listSnapshot.number)),
    db
      .select({ row: listChange, by: member.name })
      .from(listChange)
      .innerJoin(member, eq(member.id, listChange.memberId))
      .orderBy(desc(listChange.number)),
  ])
  return standings.map((standing) => {
    const { list, change, maxAgeHours, isRetired, freshAt } = standing
    const { id, name, source, format } = list
    const said = changes.find(({ row }) => row.listId === id)
    return {
      ...{ id, name, source, maxAgeHours, isRetired, freshAt, format: format as ListFormat },
      changes: change?.number ?? 0,
      isStale: !isRetired && (freshAt === null || isListStale(freshAt, maxAgeHours, now)),
      fetched: fetchedOf(standing, viewer),
      changed: said ? { by: said.by, at: said.row.at, reason: said.row.reason } : null,
      snapshots: snapshots
        .filter(({ row }) => row.listId === id)
        .map(({ row, by }) => ({
          ...{ id: row.id, number: row.number, sha256: row.sha256 as Digest, at: row.at, by },
          ...{
            entries: row.entries,
            skipped: row.skipped,
            expired: row.expired,
            added: row.added,
            removed: row.removed,
          },
        })),
    }
  })
}

function fetchedOf({ url, change, asked, maxAgeHours }: ListStanding, viewer: Viewer): FetchedLine | null {
  if (url === null) return null
  const isOwn = asked !== null && asked.changeNumber === change?.number
  const isFound = asked !== null && ['new', 'unchanged'].includes(asked.outcome)
  return {
    host: new URL(url).host,
    url: viewer.roles.includes('admin') ? url : null,
    last: isOwn
      ? {
          ...{ at: asked.at, outcome: asked.outcome, reason: asked.reason },
          next: nextLook(asked.at, isFound, maxAgeHours),
        }
      : null,
  }
}
