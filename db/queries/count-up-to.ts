import 'server-only'
import { count, type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { NEWEST_FIRST } from '@/db/queries/withdrawals'
import { withdrawal } from '@/db/schema/withdrawal'

/** How many there are, counted no further than a reader tells numbers apart: a long history costs no more than a short one. */
export type Count = { readonly counted: number; readonly isMore: boolean }

const MOST = 200

/** Counts withdrawals that match, up to 200. */
export async function countUpTo(db: Db, where: SQL | undefined): Promise<Count> {
  const some = db
    .select({ one: sql<number>`1`.as('one') })
    .from(withdrawal)
    .where(where)
    // In the order of the list, so that the same index serves both.
    .orderBy(...NEWEST_FIRST)
    .limit(MOST + 1)
    .as('some')
  const [row] = await db.select({ count: count() }).from(some)
  const counted = row?.count ?? 0
  return { counted: Math.min(counted, MOST), isMore: counted > MOST }
}
