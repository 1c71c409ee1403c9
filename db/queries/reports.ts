import 'server-only'
import { and, asc, eq, gte, lt, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Period } from '@/db/queries/executed-payments'
import type { Viewer } from '@/db/queries/viewer'
import { auditEvent } from '@/db/schema/audit'
import { withdrawalHold, withdrawalRelease } from '@/db/schema/hold'
import { member } from '@/db/schema/member'
import { withdrawal } from '@/db/schema/withdrawal'
import { moveAction } from '@/lib/stage/lifecycle'
import type { AssetAddress } from '@/lib/stage/types'

/** What was paid of one asset in one week. */
export type Volume = {
  readonly chainId: number
  readonly asset: AssetAddress
  readonly symbol: string
  readonly decimals: number
  /** First day of the week, "2026-03-30". */
  readonly week: string
  readonly units: bigint
  readonly payments: number
}

/** What was paid of one asset to one recipient. */
export type Paid = Omit<Volume, 'week'> & { readonly recipient: string }

/** Executed payments of a period, by when the desk saw them final: per asset and week. */
export async function readVolumes(db: Db, _viewer: Viewer, period: Period): Promise<readonly Volume[]> {
  const week = sql`to_char(date_trunc('week', w.state_since AT TIME ZONE 'UTC'), 'YYYY-MM-DD')`
  const { rows } = await db.execute<{ week: string } & PaidRow>(sql`
    SELECT ${week} AS week, ${ASSET_COLUMNS} ${executedLegs(period)}
    GROUP BY w.chain_id, asset, 1 ORDER BY 1`)
  return rows.map((row) => ({ week: row.week, ...amountOf(row) }))
}

/** The same per asset and recipient, those that were paid most first. @param most so many of each asset */
export async function readLargestRecipients(
  db: Db,
  _viewer: Viewer,
  period: Period,
  most: number,
): Promise<readonly Paid[]> {
  const { rows } = await db.execute<{ recipient: string } & PaidRow>(sql`
    SELECT * FROM (
      SELECT *, row_number() OVER (PARTITION BY chain_id, asset ORDER BY units::numeric DESC, recipient) AS place FROM (
        SELECT leg ->> 'recipient' AS recipient, ${ASSET_COLUMNS} ${executedLegs(period)}
        GROUP BY w.chain_id, asset, 1
      ) AS paid
    ) AS ranked WHERE place <= ${most} ORDER BY chain_id, asset, place`)
  return rows.map((row) => ({ recipient: row.recipient, ...amountOf(row) }))
}

/** How many calls of contracts were executed in a period; what each took along only its own effects say. */
export async function countCalls(db: Db, _viewer: Viewer, { from, until }: Period): Promise<number> {
  const executed = and(eq(withdrawal.state, 'executed'), eq(withdrawal.class, 'contract-call'))
  return db.$count(withdrawal, and(executed, gte(withdrawal.stateSince, from), lt(withdrawal.stateSince, until)))
}

/** Seconds from staging to the quorum of each withdrawal that met it in a period, shortest first. */
export async function readQuorumTimes(db: Db, _viewer: Viewer, { from, until }: Period): Promise<readonly number[]> {
  const met = [moveAction('awaiting-approvals', 'cooling'), moveAction('awaiting-approvals', 'ready')]
  const { rows } = await db.execute<{ seconds: string }>(sql`
    SELECT extract(epoch FROM min(e.at) - w.staged_at)::text AS seconds
    FROM ${auditEvent} e JOIN ${withdrawal} w ON w.id = e.object_id
    WHERE e.at >= ${from.toISOString()}::timestamptz AND e.at < ${until.toISOString()}::timestamptz
      AND e.object_type = 'withdrawal' AND e.outcome = 'done' AND e.action IN (${met[0]}, ${met[1]})
    GROUP BY w.id ORDER BY 1`)
  return rows.map(({ seconds }) => Number(seconds)).sort((a, b) => a - b)
}

/** A hold that somebody ended, of policy or of compliance. */
export type Override = {
  readonly withdrawalId: string
  readonly heldFor: string
  readonly by: string
  readonly note: string
  readonly at: Date
}

/** Everything that was let go on in a period, oldest first. */
export async function listOverrides(db: Db, _viewer: Viewer, { from, until }: Period): Promise<readonly Override[]> {
  return db
    .select({
      withdrawalId: withdrawalHold.withdrawalId,
      heldFor: withdrawalHold.note,
      by: member.name,
      note: withdrawalRelease.note,
      at: withdrawalRelease.at,
    })
    .from(withdrawalRelease)
    .innerJoin(withdrawalHold, eq(withdrawalHold.id, withdrawalRelease.holdId))
    .innerJoin(member, eq(member.id, withdrawalRelease.memberId))
    .where(and(gte(withdrawalRelease.at, from), lt(withdrawalRelease.at, until)))
    .orderBy(asc(withdrawalRelease.at))
}

type PaidRow = {
  chain_id: number
  asset: string
  symbol: string
  decimals: number
  units: string
  payments: number
}

const ASSET_COLUMNS = sql`w.chain_id, leg -> 'asset' ->> 'address' AS asset, min(leg -> 'asset' ->> 'symbol') AS symbol,
  min((leg -> 'asset' ->> 'decimals')::int) AS decimals, sum((leg -> 'units' ->> '$n')::numeric)::text AS units,
  count(*)::int AS payments`

const executedLegs = ({ from, until }: Period) => sql`
  FROM ${withdrawal} w CROSS JOIN LATERAL jsonb_array_elements(w.intent::jsonb -> 'legs') AS leg
  WHERE w.state = 'executed' AND w.state_since >= ${from.toISOString()}::timestamptz
    AND w.state_since < ${until.toISOString()}::timestamptz`

const amountOf = ({ chain_id: chainId, asset, symbol, decimals, units, payments }: PaidRow) => ({
  ...{ chainId, asset: asset as AssetAddress, symbol, decimals, payments },
  units: BigInt(units),
})
