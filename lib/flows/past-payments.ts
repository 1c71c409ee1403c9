import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import { withdrawalLeg } from '@/db/schema/search'
import { withdrawal } from '@/db/schema/withdrawal'
import { type EndedStaging, type PastPayment, RETRY_DAYS } from '@/lib/assess/past'
import type { Payment } from '@/lib/assess/past-payments'
import { before, isBefore, isPaid, type Moment, oneOf, orderOf, timeOf } from '@/lib/flows/past-moment'
import { ENDED_UNPAID, type WithdrawalState } from '@/lib/stage/lifecycle'
import type { AssetAddress } from '@/lib/stage/types'

type Pair = Pick<Payment, 'asset' | 'recipient'>

/** All that is read of the pairs of a transaction together, so that a batch of hundreds reads less of each. */
const MOST_OF_PAIRS = 4_000
const [FEWEST_OF_PAIR, MOST_OF_PAIR] = [10, 50]
const MOST_OF_ASSET = 200
/** So many stagings are looked through for what was paid: what was refused a thousand times hides nothing older. */
const LOOKED_THROUGH = 1_000

/** What was paid of each asset to each recipient, the newest first. Keys are "asset recipient" in lower case. */
export async function readPaidTo(
  db: Reader,
  at: Moment,
  pairs: readonly Pair[],
): Promise<ReadonlyMap<string, readonly PastPayment[]>> {
  const most = Math.min(MOST_OF_PAIR, Math.max(FEWEST_OF_PAIR, Math.floor(MOST_OF_PAIRS / Math.max(1, pairs.length))))
  return grouped(
    await read(db, at, { asked: pairsOf(at, pairs), keyed: PAIR, limit: most, condition: isPaid(sql`w.state`) }),
  )
}

/** What was staged for each of them within `RETRY_DAYS` and came to nothing, the newest first. */
export async function readEnded(
  db: Reader,
  at: Moment,
  pairs: readonly Pair[],
): Promise<ReadonlyMap<string, readonly EndedStaging[]>> {
  const condition = sql`w.state IN ${oneOf(ENDED_UNPAID)} AND w.staged_at >= ${timeOf(before(at, RETRY_DAYS))}`
  return grouped(await read(db, at, { asked: pairsOf(at, pairs), keyed: PAIR, limit: FEWEST_OF_PAIR, condition }))
}

/** What was paid of each asset to whomever, the newest first. */
export async function readPaidOfAssets(
  db: Reader,
  at: Moment,
  assets: readonly AssetAddress[],
): Promise<ReadonlyMap<string, readonly PastPayment[]>> {
  const asked = assets.map((asset) => ({ key: asset, legKey: `${at.chainId}:${asset}` }))
  const keyed = sql`leg.asset_key`
  return grouped(await read(db, at, { asked, keyed, limit: MOST_OF_ASSET, condition: isPaid(sql`w.state`) }))
}

/** What legs are found by: a recipient and an asset, or an asset whoever got it. */
type Asked = { readonly key: string; readonly legKey: string }
/** As its index has it. */
const PAIR = sql`(leg.recipient_key || ' ' || leg.asset_key)`

type Found = { readonly key: string; readonly payment: EndedStaging }

const pairsOf = ({ chainId }: Moment, pairs: readonly Pair[]): readonly Asked[] =>
  pairs.map(({ asset, recipient }) => ({
    key: `${asset} ${recipient}`.toLowerCase(),
    legKey: `${chainId}:${recipient.toLowerCase()} ${chainId}:${asset}`,
  }))

/**
 * The newest legs that are wanted are found by index, and then each withdrawal's intent is opened once, however many of its
 * legs are among them.
 */
async function read(
  db: Reader,
  at: Moment,
  { asked, keyed, limit, condition }: { asked: readonly Asked[]; keyed: SQL; limit: number; condition: SQL },
): Promise<readonly Found[]> {
  if (asked.length === 0) return []
  const { rows } = await db.execute<{ key: string; id: string; state: string; at: string; units: string }>(sql`
    WITH near AS MATERIALIZED (
      SELECT asked.key, found.* FROM unnest(
        ${sql.param(asked.map(({ key }) => key))}::text[],
        ${sql.param(asked.map(({ legKey }) => legKey))}::text[]
      ) AS asked (key, leg_key)
      CROSS JOIN LATERAL (
        SELECT w.id, w.state, w.staged_at, newest.position, newest.recipient_key AS payee FROM (
          SELECT leg.withdrawal_id, leg.position, leg.recipient_key, ${orderOf(sql`leg.withdrawal_id`)} AS place
          FROM ${withdrawalLeg} leg
          WHERE ${keyed} = asked.leg_key AND ${isBefore(at, sql`leg.withdrawal_id`)}
          ORDER BY ${orderOf(sql`leg.withdrawal_id`)} DESC LIMIT ${LOOKED_THROUGH}
        ) AS newest JOIN ${withdrawal} w ON w.id = newest.withdrawal_id
        WHERE w.class = 'transfer' AND ${condition}
        -- The order they come in already: none is opened beyond the last that is wanted.
        ORDER BY newest.place DESC LIMIT ${limit}
      ) AS found
    ), paid AS MATERIALIZED (
      SELECT w.id, leg.place, (leg.body -> 'units' ->> '$n')::numeric AS units
      FROM (SELECT DISTINCT id FROM near) AS one JOIN ${withdrawal} w ON w.id = one.id
      CROSS JOIN LATERAL jsonb_array_elements(w.intent::jsonb -> 'legs') WITH ORDINALITY AS leg (body, place)
    )
    SELECT near.key, near.id, near.state, to_char(near.staged_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
      sum(paid.units)::text AS units
    FROM near JOIN paid ON paid.id = near.id AND paid.place = near.position
    GROUP BY near.key, near.id, near.state, near.staged_at, near.payee
    ORDER BY ${orderOf(sql`near.id`)} DESC, near.payee`)
  return rows.map(({ key, id, state, units, at: stagedAt }) => ({
    key,
    payment: { id, state: state as WithdrawalState, at: stagedAt, units: BigInt(units) },
  }))
}

function grouped(found: readonly Found[]): ReadonlyMap<string, readonly EndedStaging[]> {
  const groups = new Map<string, EndedStaging[]>()
  for (const { key, payment } of found) {
    const group = groups.get(key)
    if (group) group.push(payment)
    else groups.set(key, [payment])
  }
  return groups
}
