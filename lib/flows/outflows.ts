import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import { withdrawal } from '@/db/schema/withdrawal'
import type { Examined } from '@/lib/flows/gather-facts'
import type { SafeRow } from '@/lib/flows/registry'
import { rollingWindows } from '@/lib/policy/rolling'
import type { Outflow, Policy } from '@/lib/policy/types'
import type { WithdrawalState } from '@/lib/stage/lifecycle'
import type { AssetAddress } from '@/lib/stage/types'

/** Handed over: from here on it may pay at any moment, whatever was staged before it. */
const ON_ITS_WAY: readonly WithdrawalState[] = ['executing', 'confirming', 'cancel-pending-onchain']
/** May still pay. What is held or blocked reserves nothing: it is judged again before it goes on. */
const RESERVED: readonly WithdrawalState[] = ['staged', 'screening', 'awaiting-approvals', 'cooling', 'ready']

/**
 * What the other withdrawals of a Safe paid within each window that these policies ask about, or reserve: what was
 * executed then, what is on its way, and what was staged before this one and may still pay. So whatever is executed was
 * counted by the last one of its window.
 * @param subject null withdrawal id: it is being staged, and everything that reserves was before it
 */
export async function readOutflows(
  db: Reader,
  safe: Pick<SafeRow, 'id'>,
  { withdrawalId }: Pick<Examined, 'withdrawalId'>,
  policies: readonly Policy[],
  now: Date,
): Promise<readonly Outflow[]> {
  const windows = rollingWindows(policies)
  if (windows.length === 0) return []
  const others = withdrawalId === null ? sql`true` : sql`w.id <> ${withdrawalId}`
  const before = withdrawalId === null ? sql`true` : sql`substr(w.id, 3)::bigint < substr(${withdrawalId}, 3)::bigint`
  const since = sql`${now.toISOString()}::timestamptz - make_interval(secs => span.seconds)`
  const { rows } = await db.execute<{ seconds: number; asset: string; units: string }>(sql`
    SELECT span.seconds, leg -> 'asset' ->> 'address' AS asset, sum((leg -> 'units' ->> '$n')::numeric)::text AS units
    FROM unnest(${sql.raw(`ARRAY[${windows.join(',')}]::int[]`)}) AS span (seconds)
    JOIN ${withdrawal} w ON w.safe_id = ${safe.id} AND w.class <> 'cancel' AND ${others} AND (
      (w.state = 'executed' AND w.state_since > ${since})
      OR w.state IN ${oneOf(ON_ITS_WAY)}
      OR (w.state IN ${oneOf(RESERVED)} AND ${before})
    )
    CROSS JOIN LATERAL jsonb_array_elements(
      (w.intent::jsonb -> 'legs') || coalesce(w.intent::jsonb -> 'call' -> 'gives', '[]'::jsonb)
    ) AS leg
    GROUP BY 1, 2 ORDER BY 1, 2`)
  return rows.map(({ seconds, asset, units }) => ({ seconds, asset: asset as AssetAddress, units: BigInt(units) }))
}

/**
 * Stagings of one Safe that a window limits, one after the other until commit: each counts all that came before it.
 */
export async function lockOutflows(db: Reader, safe: Pick<SafeRow, 'id'>): Promise<void> {
  await db.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`outflow ${safe.id}`}, 0))`)
}

const oneOf = (states: readonly WithdrawalState[]): SQL =>
  sql`(${sql.join(
    states.map((state) => sql`${state}`),
    sql`, `,
  )})`
