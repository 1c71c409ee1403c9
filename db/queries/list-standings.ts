import 'server-only'
import { asc, desc, inArray } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { intelligenceList, listChange, listLook, listSnapshot } from '@/db/schema/lists'

type LookRow = typeof listLook.$inferSelect

/** How a list stands now. */
export type ListStanding = {
  readonly list: typeof intelligenceList.$inferSelect
  /** The newest change of how it is kept, null where there was none. */
  readonly change: typeof listChange.$inferSelect | null
  readonly maxAgeHours: number
  readonly url: string | null
  readonly isRetired: boolean
  readonly snapshot: typeof listSnapshot.$inferSelect | null
  /** When it was last known to be what its source says: at its import, or when the desk asked and found the same. */
  readonly freshAt: Date | null
  /** The newest look that found what the newest snapshot holds. */
  readonly found: LookRow | null
  /** The newest look that asked, whatever came of it. */
  readonly asked: LookRow | null
  readonly staleNoted: LookRow | null
  /** Number of the newest look, 0 before the first. */
  readonly looks: number
}

/** Every list as it stands, by id. @param viewer null of the desk itself */
export async function readListStandings(db: Reader, _viewer: Viewer | null): Promise<ListStanding[]> {
  // One after another: a transaction has one connection.
  const lists = await db.select().from(intelligenceList).orderBy(asc(intelligenceList.id))
  const changes = await db
    .selectDistinctOn([listChange.listId])
    .from(listChange)
    .orderBy(listChange.listId, desc(listChange.number))
  const snapshots = await db
    .selectDistinctOn([listSnapshot.listId])
    .from(listSnapshot)
    .orderBy(listSnapshot.listId, desc(listSnapshot.number))
  const newest = (outcomes: readonly LookOutcome[]) =>
    db
      .selectDistinctOn([listLook.listId])
      .from(listLook)
      .where(inArray(listLook.outcome, [...outcomes]))
      .orderBy(listLook.listId, desc(listLook.number))
  const [found, asked, stale] = [await newest(FOUND), await newest(ASKED), await newest(['stale'])]
  return lists.map((list) => {
    const own = <Row extends { listId: string }>(rows: readonly Row[]) =>
      rows.find(({ listId }) => listId === list.id) ?? null
    const [change, snapshot, look] = [own(changes), own(snapshots), own(found)]
    const isOfSnapshot = snapshot !== null && look?.snapshotNumber === snapshot.number
    return {
      ...{ list, change, snapshot, found: isOfSnapshot ? look : null, asked: own(asked), staleNoted: own(stale) },
      maxAgeHours: change?.maxAgeHours ?? list.maxAgeHours,
      ...{ url: change?.url ?? null, isRetired: change?.isRetired ?? false },
      freshAt: snapshot && laterOf(snapshot.at, isOfSnapshot ? look.at : snapshot.at),
      looks: Math.max(own(asked)?.number ?? 0, own(stale)?.number ?? 0),
    }
  })
}

export type LookOutcome = 'new' | 'unchanged' | 'failed' | 'refused' | 'stale'
const FOUND: readonly LookOutcome[] = ['new', 'unchanged']
const ASKED: readonly LookOutcome[] = [...FOUND, 'failed', 'refused']

const laterOf = (a: Date, b: Date) => (a > b ? a : b)
