import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Reader } from '@/db/client'
import { safe } from '@/db/schema/registry'
import { withdrawalLeg } from '@/db/schema/search'
import { withdrawal } from '@/db/schema/withdrawal'
import type { AssetPast, EarlierAtNonce, PastFacts, PastLeg } from '@/lib/assess/past'
import { LEAST_BATCH } from '@/lib/assess/rules/batch-leg'
import { VELOCITY_DAYS } from '@/lib/assess/rules/velocity'
import { decodeWire } from '@/lib/core/wire'
import { before, isBefore, isPaid, type Moment, oneOf, orderOf, timeOf } from '@/lib/flows/past-moment'
import { intentSchema } from '@/lib/stage/intent'
import type { WithdrawalState } from '@/lib/stage/lifecycle'
import type { AssetAddress } from '@/lib/stage/types'

/** The newest withdrawals of a Safe that its days and batches are looked for in. */
const LOOKED_THROUGH = 1_000
const MOST_BATCHES = 20
const MOST_AT_NONCE = 20
/** May still pay. What is held or blocked is judged again before it goes on. */
const OPEN: readonly WithdrawalState[] = [
  ...(['staged', 'screening', 'awaiting-approvals', 'cooling', 'ready'] as const),
  ...(['executing', 'cancel-pending-onchain'] as const),
]
const ENDED: readonly WithdrawalState[] = ['rejected', 'cancelled', 'expired', 'superseded', 'cancelled-onchain']

const ownSafe = ({ chainId, safeAddress }: Moment): SQL =>
  sql`(SELECT own.id FROM ${safe} own WHERE own.chain_id = ${chainId} AND lower(own.address) = ${safeAddress.toLowerCase()})`

/** What left this Safe of each asset on the days before, and what leaves it within the 24 hours before this. */
export async function readDays(
  db: Reader,
  at: Moment,
  assets: readonly AssetAddress[],
): Promise<ReadonlyMap<string, Pick<AssetPast, 'today' | 'days'>>> {
  if (assets.length === 0) return new Map()
  const { rows } = await db.execute<{ asset: AssetAddress; day: number; units: string }>(sql`
    SELECT leg.body -> 'asset' ->> 'address' AS asset, newest.day, sum((leg.body -> 'units' ->> '$n')::numeric)::text AS units
    FROM (
      SELECT w.intent, CASE WHEN ${isPaid(sql`w.state`)}
        THEN greatest(0, floor(extract(epoch FROM ${timeOf(at.stagedAt)} - w.state_since) / 86400))::int ELSE 0 END AS day
      FROM ${withdrawal} w
      WHERE w.safe_id = ${ownSafe(at)} AND w.staged_at BETWEEN ${timeOf(before(at, VELOCITY_DAYS))} AND ${timeOf(at.stagedAt)}
        AND w.class <> 'cancel' AND ${isBefore(at, sql`w.id`)} AND (${isPaid(sql`w.state`)} OR w.state IN ${oneOf(OPEN)})
      ORDER BY w.staged_at DESC, ${orderOf(sql`w.id`)} DESC LIMIT ${LOOKED_THROUGH}
    ) AS newest
    CROSS JOIN LATERAL jsonb_array_elements(
      (newest.intent::jsonb -> 'legs') || coalesce(newest.intent::jsonb -> 'call' -> 'gives', '[]'::jsonb)
    ) AS leg (body)
    WHERE leg.body -> 'asset' ->> 'address' IN ${oneOf(assets)}
    GROUP BY 1, 2 ORDER BY 1, 2`)
  return new Map(
    assets.map((asset) => {
      const days = rows
        .filter((row) => row.asset === asset)
        .map(({ day, units }) => ({ daysAgo: day, units: BigInt(units) }))
      const today = days.find(({ daysAgo }) => daysAgo === 0)?.units ?? 0n
      return [asset, { today, days: days.filter(({ daysAgo }) => daysAgo > 0) }]
    }),
  )
}

/** The withdrawals of this Safe that had this nonce and ended unpaid, the newest first. */
export async function readAtNonce(db: Reader, at: Moment, nonce: bigint): Promise<readonly EarlierAtNonce[]> {
  const { rows } = await db.execute<{
    id: string
    state: WithdrawalState
    intent: string
    was_requested: boolean
  }>(sql`
    SELECT w.id, w.state, w.intent, w.signature_requested_at IS NOT NULL AS was_requested FROM ${withdrawal} w
    WHERE w.safe_id = ${ownSafe(at)} AND w.nonce = ${String(nonce)}::numeric AND w.state IN ${oneOf(ENDED)}
      AND w.class <> 'cancel' AND ${isBefore(at, sql`w.id`)}
    ORDER BY ${orderOf(sql`w.id`)} DESC LIMIT ${MOST_AT_NONCE}`)
  return rows.map(({ id, state, intent, was_requested: wasSignatureRequested }) => ({
    ...{ id, state, wasSignatureRequested, ...asked(intent) },
  }))
}

/** The last batch this Safe paid that has most of these recipients; null of what is no batch. */
export async function readBatch(db: Reader, at: Moment, recipients: readonly Address[]): Promise<PastFacts['batch']> {
  if (recipients.length < LEAST_BATCH) return null
  const keys = recipients.map((recipient) => `${at.chainId}:${recipient.toLowerCase()}`)
  const { rows } = await db.execute<{ id: string; at: string; intent: string }>(sql`
    SELECT batch.id, batch.intent, to_char(batch.staged_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at
    FROM (
      SELECT newest.* FROM (
        SELECT w.id, w.intent, w.staged_at FROM ${withdrawal} w
        WHERE w.safe_id = ${ownSafe(at)} AND w.class = 'transfer' AND ${isPaid(sql`w.state`)} AND ${isBefore(at, sql`w.id`)}
        ORDER BY w.staged_at DESC, ${orderOf(sql`w.id`)} DESC LIMIT ${LOOKED_THROUGH}
      ) AS newest
      WHERE EXISTS (
        SELECT 1 FROM ${withdrawalLeg} third WHERE third.withdrawal_id = newest.id AND third.position = ${LEAST_BATCH}
      )
      ORDER BY newest.staged_at DESC, ${orderOf(sql`newest.id`)} DESC LIMIT ${MOST_BATCHES}
    ) AS batch
    CROSS JOIN LATERAL (
      SELECT count(DISTINCT leg.recipient_key) AS all_of_it,
        count(DISTINCT leg.recipient_key) FILTER (WHERE leg.recipient_key = ANY(${sql.param(keys)}::text[])) AS shared
      FROM ${withdrawalLeg} leg WHERE leg.withdrawal_id = batch.id
    ) AS counted
    WHERE counted.shared >= 2 AND 2 * counted.shared >= greatest(counted.all_of_it, ${keys.length})
    ORDER BY batch.staged_at DESC, ${orderOf(sql`batch.id`)} DESC LIMIT 1`)
  const [last] = rows
  return last ? { id: last.id, at: last.at, legs: asked(last.intent).legs } : null
}

function asked(intent: string): { readonly reference: string; readonly legs: readonly PastLeg[] } {
  const { legs, reference } = intentSchema.parse(decodeWire(intent))
  return { reference, legs: legs.map(({ asset, recipient, units }) => ({ asset: asset.address, recipient, units })) }
}
