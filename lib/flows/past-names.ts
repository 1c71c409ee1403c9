import 'server-only'
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Address, Hash } from 'viem'
import { getAddress } from 'viem/utils'
import type { Reader } from '@/db/client'
import { withdrawalLeg, withdrawalRecipient } from '@/db/schema/search'
import { seenTransfer } from '@/db/schema/watch'
import { withdrawal } from '@/db/schema/withdrawal'
import { MOST_KNOWN, type PastFacts } from '@/lib/assess/past'
import { resemblance } from '@/lib/assess/resemblance'
import { before, isBefore, isPaid, type Moment, timeOf } from '@/lib/flows/past-moment'

/** So many withdrawals of a day are looked through for new names, and so many names are told. */
const MOST_OF_A_DAY = 1_000
const MOST_NAMED = 100

type Names = Pick<PastFacts, 'since' | 'newcomers'>

/** Whom this transaction is the first to name, and whom other withdrawals of the last 24 hours were the first to name. */
export async function readNewcomers(db: Reader, at: Moment, recipients: readonly Address[]): Promise<Names> {
  const keys = recipients.map((recipient) => `${at.chainId}:${recipient.toLowerCase()}`)
  const [{ rows: first }, { rows: here }, { rows: others }] = await Promise.all([
    db.execute<{ at: Date | string }>(sql`
      SELECT w.staged_at AS at FROM ${withdrawal} w WHERE w.chain_id = ${at.chainId} AND ${isBefore(at, sql`w.id`)}
      ORDER BY w.staged_at LIMIT 1`),
    db.execute<{ key: string }>(sql`
      SELECT asked.key FROM unnest(${sql.param(keys)}::text[]) AS asked (key)
      WHERE NOT EXISTS (
        SELECT 1 FROM ${withdrawalLeg} leg WHERE leg.recipient_key = asked.key AND ${isBefore(at, sql`leg.withdrawal_id`)}
      )`),
    db.execute<{ key: string; id: string }>(sql`
      WITH recent AS MATERIALIZED (
        SELECT w.id FROM ${withdrawal} w
        WHERE w.chain_id = ${at.chainId} AND w.class = 'transfer' AND ${isBefore(at, sql`w.id`)}
          AND w.staged_at >= ${timeOf(before(at, 1))}
        ORDER BY w.staged_at DESC LIMIT ${MOST_OF_A_DAY}
      )
      SELECT named.recipient_key AS key, min(named.withdrawal_id) AS id
      FROM recent JOIN ${withdrawalLeg} named ON named.withdrawal_id = recent.id
      WHERE NOT EXISTS (
        SELECT 1 FROM ${withdrawalLeg} older JOIN ${withdrawal} w ON w.id = older.withdrawal_id
        WHERE older.recipient_key = named.recipient_key AND w.staged_at < ${timeOf(before(at, 1))}
      )
      GROUP BY named.recipient_key ORDER BY named.recipient_key LIMIT ${MOST_NAMED}`),
  ])
  const fresh = [...here, ...others].map(({ key }) => addressIn(key).toLowerCase())
  const { rows: known } = await db.execute<{ count: number }>(sql`
    SELECT count(*)::int AS count FROM (
      SELECT 1 FROM ${withdrawalRecipient} named
      WHERE named.chain_id = ${at.chainId} AND NOT named.address = ANY(${sql.param(fresh)}::text[]) LIMIT ${MOST_KNOWN}
    ) AS counted`)
  const [oldest] = first
  return {
    since: oldest ? new Date(oldest.at).toISOString() : null,
    newcomers: {
      here: here.map(({ key }) => addressIn(key)),
      others: others.map(({ key, id }) => ({ address: addressIn(key), id })),
      known: known[0]?.count ?? 0,
    },
  }
}

/** Which of these recipients no earlier withdrawal paid, in whatever asset. */
export async function readNeverPaid(
  db: Reader,
  at: Moment,
  recipients: readonly Address[],
): Promise<readonly Address[]> {
  if (recipients.length === 0) return []
  const keys = recipients.map((recipient) => `${at.chainId}:${recipient.toLowerCase()}`)
  const { rows } = await db.execute<{ key: string }>(sql`
    SELECT asked.key FROM unnest(${sql.param(keys)}::text[]) AS asked (key)
    LEFT JOIN LATERAL (
      SELECT w.id FROM ${withdrawalLeg} leg JOIN ${withdrawal} w ON w.id = leg.withdrawal_id
      WHERE leg.recipient_key = asked.key AND ${isPaid(sql`w.state`)} AND ${isBefore(at, sql`w.id`)} LIMIT 1
    ) AS paid ON true
    WHERE paid.id IS NULL`)
  return rows.map(({ key }) => addressIn(key))
}

const addressIn = (key: string): Address => getAddress(key.slice(key.indexOf(':') + 1))

/**
 * Addresses that the desk paid before and that one of these resembles. The database finds those that share four digits at
 * both ends or six at one; whether that is a resemblance the stage's own code says.
 */
export async function readAlike(db: Reader, at: Moment, addresses: readonly Address[]): Promise<PastFacts['alike']> {
  if (addresses.length === 0) return []
  const { rows } = await db.execute<{ address: string; asked: Address; id: string }>(sql`
    SELECT named.address, asked.address AS asked, paid.id
    FROM unnest(${sql.param(addresses.map((one) => one.toLowerCase()))}::text[]) AS asked (address)
    JOIN ${withdrawalRecipient} named ON named.chain_id = ${at.chainId} AND named.address <> asked.address AND (
      (substr(named.address, 3, 4) = substr(asked.address, 3, 4) AND right(named.address, 4) = right(asked.address, 4))
      OR (substr(named.address, 3, 4) = substr(asked.address, 3, 4) AND substr(named.address, 7, 2) = substr(asked.address, 7, 2))
      OR (right(named.address, 4) = right(asked.address, 4) AND right(named.address, 6) = right(asked.address, 6))
    )
    CROSS JOIN LATERAL (
      SELECT w.id FROM ${withdrawalLeg} leg JOIN ${withdrawal} w ON w.id = leg.withdrawal_id
      WHERE leg.recipient_key = ${`${at.chainId}:`} || named.address AND ${isPaid(sql`w.state`)}
        AND ${isBefore(at, sql`w.id`)} LIMIT 1
    ) AS paid
    ORDER BY named.address, asked.address LIMIT ${MOST_NAMED}`)
  const alike = rows.filter(({ address, asked }) => resemblance(asked, address) !== null)
  return [...new Map(alike.map(({ address, id }) => [address, { address: getAddress(address), id }])).values()]
}

/** Which of these addresses were put before a Safe of the desk on this chain to be copied, the last time of each. */
export async function readBait(
  db: Reader,
  { chainId }: Moment,
  addresses: readonly Address[],
): Promise<PastFacts['bait']> {
  if (addresses.length === 0) return []
  const rows = await db
    .selectDistinctOn([seenTransfer.other])
    .from(seenTransfer)
    .where(
      and(
        inArray(
          seenTransfer.other,
          addresses.map((one) => getAddress(one)),
        ),
        eq(seenTransfer.chainId, chainId),
        inArray(seenTransfer.kind, ['bait', 'forged', 'unregistered']),
      ),
    )
    .orderBy(seenTransfer.other, desc(seenTransfer.at))
  return rows.map(({ other, txHash, at }) => ({
    ...{ address: other as Address, txHash: txHash as Hash, at: at.toISOString() },
  }))
}
