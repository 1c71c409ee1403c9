import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Address } from 'viem'
import { getAddress } from 'viem/utils'
import type { Reader } from '@/db/client'
import { safe } from '@/db/schema/registry'
import { submission, withdrawal } from '@/db/schema/withdrawal'
import { orderOf } from '@/lib/flows/past-moment'
import type { SafeRef } from '@/lib/stage/types'

/** So many of the newest withdrawals are looked through; whoever executed before them is known no more. */
const LOOKED_THROUGH = 500

/**
 * Who is known to execute for a Safe: the wallet that the newest withdrawal of it was handed to, else the one that any
 * Safe of this desk on the same chain was last served by; null where nobody executed there lately.
 */
export async function readKnownExecutor(
  db: Reader,
  { chainId, address }: Pick<SafeRef, 'chainId' | 'address'>,
): Promise<Address | null> {
  const own = sql`(SELECT own.id FROM ${safe} own WHERE own.chain_id = ${chainId} AND lower(own.address) = ${address.toLowerCase()})`
  const [ofSafe, ofChain] = await Promise.all([
    newestOf(db, sql`w.safe_id = ${own}`),
    newestOf(db, sql`w.chain_id = ${chainId}`),
  ])
  const known = ofSafe ?? ofChain
  return known === null ? null : getAddress(known)
}

async function newestOf(db: Reader, isOurs: SQL): Promise<string | null> {
  const { rows } = await db.execute<{ executor: string }>(sql`
    SELECT s.executor_address AS executor
    FROM (
      SELECT w.id FROM ${withdrawal} w WHERE ${isOurs}
      ORDER BY w.staged_at DESC, ${orderOf(sql`w.id`)} DESC LIMIT ${LOOKED_THROUGH}
    ) AS newest
    JOIN ${submission} s ON s.withdrawal_id = newest.id
    ORDER BY s.handed_over_at DESC, s.attempt DESC LIMIT 1`)
  return rows[0]?.executor ?? null
}
