import 'server-only'
import { and, desc, eq, gte, inArray, ne, notInArray, or, type SQL, sql } from 'drizzle-orm'
import type { Address } from 'viem'
import { getAddress } from 'viem/utils'
import type { Reader } from '@/db/client'
import { withdrawal } from '@/db/schema/withdrawal'
import type { Movement } from '@/lib/assess/movements'
import { REPEAT_DAYS } from '@/lib/assess/rules/duplicate'
import type { HistoryFacts } from '@/lib/assess/types'
import { decodeWire } from '@/lib/core/wire'
import type { Examined } from '@/lib/flows/gather-facts'
import { oneOf } from '@/lib/flows/past-moment'
import { intentSchema } from '@/lib/stage/intent'
import { ENDED_UNPAID, STATES, type WithdrawalState } from '@/lib/stage/lifecycle'
import type { AssetAddress } from '@/lib/stage/types'

type Payment = Pick<Movement, 'asset' | 'recipient' | 'units'>

/** So many are read at most: those that were paid first, so that no number of others keeps one of them out. */
const MOST = 200

/**
 * What the organisation asked for before a transaction or paid, from whichever of its Safes on that chain, and that may
 * be the same payment. What was staged later counts once it pays: until then whoever stages a twin would make the first
 * one suspect.
 */
export async function readHistory(db: Reader, subject: Examined, movements: readonly Payment[]): Promise<HistoryFacts> {
  const { withdrawalId, stagedAt, intent, staged } = subject
  const keys = movements.map(({ asset, recipient, units }) => keyOf(asset, recipient, units))
  const since = new Date(stagedAt.getTime() - REPEAT_DAYS * 86_400_000)
  const isOther =
    withdrawalId === null ? undefined : and(ne(withdrawal.id, withdrawalId), or(isBefore(withdrawalId), IS_PAID))
  const readPaying = async (alike: SQL | undefined) =>
    alike === undefined
      ? []
      : db
          .select({
            id: withdrawal.id,
            state: withdrawal.state,
            stagedAt: withdrawal.stagedAt,
            intent: withdrawal.intent,
          })
          .from(withdrawal)
          .where(
            and(
              eq(withdrawal.chainId, staged.safe.chainId),
              notInArray(withdrawal.state, [...ENDED_UNPAID]),
              isOther,
              alike,
            ),
          )
          .orderBy(desc(IS_PAID), desc(withdrawal.stagedAt), desc(withdrawal.id))
          .limit(MOST)
  // Each has a limit of its own: a reference in use for years must not crowd out the payment that is the same.
  const [paying, bearing] = await Promise.all([
    readPaying(paysAny(movements, since)),
    readBearing(db, subject, intent?.reference ?? ''),
  ])
  const rows = [...paying, ...bearing.filter(({ id }) => !paying.some((one) => one.id === id))]
  return {
    stagedAt: stagedAt.toISOString(),
    earlier: rows.map((row) => {
      const { legs, reference } = intentSchema.parse(decodeWire(row.intent))
      return {
        id: row.id,
        state: row.state as WithdrawalState,
        stagedAt: row.stagedAt.toISOString(),
        reference,
        legs: legs
          .map(({ asset, recipient, units }) => ({ asset: asset.address, recipient: recipient as Address, units }))
          .filter(({ asset, recipient, units }) => keys.includes(keyOf(asset, recipient, units))),
      }
    }),
  }
}

const keyOf = (asset: AssetAddress, recipient: Address, units: bigint): string =>
  `${asset} ${recipient} ${units}`.toLowerCase()

// Numbers are given in the order of staging; two times may be the same.
const isBefore = (id: string): SQL => sql`substr(${withdrawal.id}, 3)::bigint < substr(${id}, 3)::bigint`

const PAID: readonly WithdrawalState[] = ['confirming', 'executed']
const IS_PAID = inArray(withdrawal.state, [...PAID])

// Addresses are kept with their checksum, which `contains` compares as it is.
function paysAny(payments: readonly Payment[], since: Date): SQL | undefined {
  const asked = payments.map(({ asset, recipient, units }) =>
    JSON.stringify([
      {
        asset: { address: asset === 'native' ? asset : getAddress(asset) },
        recipient: getAddress(recipient),
        units: { $n: String(units) },
      },
    ]),
  )
  return asked.length === 0
    ? undefined
    : and(
        gte(withdrawal.stagedAt, since),
        or(...asked.map((legs) => sql`${withdrawal.intent}::jsonb -> 'legs' @> ${legs}::jsonb`)),
      )
}

/**
 * What bears a reference, what was paid of it first. Each state is found in its order by index: whoever uses one reference
 * for years is not read through at every review.
 */
async function readBearing(db: Reader, { withdrawalId, staged }: Examined, reference: string) {
  if (reference.trim() === '') return []
  const isOther =
    withdrawalId === null
      ? sql`true`
      : sql`(w.id <> ${withdrawalId} AND (substr(w.id, 3)::bigint < substr(${withdrawalId}, 3)::bigint OR w.state IN ${oneOf(PAID)}))`
  const { rows } = await db.execute<{ id: string; state: string; at: Date | string; intent: string }>(sql`
    SELECT found.id, found.state, found.staged_at AS at, found.intent
    FROM unnest(${sql.param(STATES.filter((state) => !ENDED_UNPAID.includes(state)))}::text[]) AS one (state)
    CROSS JOIN LATERAL (
      SELECT w.id, w.state, w.staged_at, w.intent FROM ${withdrawal} w
      WHERE lower(btrim(w.intent::jsonb ->> 'reference')) = ${reference.trim().toLowerCase()}
        AND w.chain_id = ${staged.safe.chainId} AND w.state = one.state AND ${isOther}
      ORDER BY w.staged_at DESC LIMIT ${MOST}
    ) AS found
    ORDER BY found.state IN ${oneOf(PAID)} DESC, found.staged_at DESC, found.id DESC LIMIT ${MOST}`)
  return rows.map(({ at, ...row }) => ({ ...row, stagedAt: new Date(at) }))
}
