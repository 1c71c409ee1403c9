import 'server-only'
import { and, asc, count, desc, eq, gte, inArray, lt, notInArray, or, type SQL, sql } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Db } from '@/db/client'
import { waitsForViewer } from '@/db/queries/waits-for-viewer'
import { ENDED, readLines, type WithdrawalLine } from '@/db/queries/withdrawals'
import type { Viewer } from '@/db/queries/viewer'
import { bookEntry, safe } from '@/db/schema/registry'
import { withdrawal } from '@/db/schema/withdrawal'
import type { WithdrawalState } from '@/lib/stage/lifecycle'
import type { AssetAddress } from '@/lib/stage/types'

/** The parts of the desk, as the dashboard has them. */
export type StateGroup = 'waiting' | 'in-flight' | 'stopped' | 'ended'

/** What a reader asked for; what is absent leaves everything in. */
export type WithdrawalFilter = {
  readonly group?: StateGroup
  readonly state?: WithdrawalState
  readonly safeId?: string
  readonly asset?: { readonly chainId: number; readonly address: AssetAddress }
  /** A whole address, or text of a name in book or Safes or of an address. */
  readonly recipient?: { readonly address: Address } | { readonly text: string }
  readonly initiatorId?: string
  /** Staged at this instant or later. */
  readonly from?: Date
  /** Staged before this instant. */
  readonly until?: Date
}

/** Where a page begins: withdrawals with lower numbers, or with higher ones. Absent: the newest. */
export type PageStart = { readonly below: number } | { readonly above: number }

export type WithdrawalPage = {
  /** Highest number first. */
  readonly lines: readonly WithdrawalLine[]
  /** How many match, on all pages. */
  readonly matching: number
  /** How many there are without any filter. */
  readonly all: number
  readonly newer: PageStart | null
  readonly older: PageStart | null
}

const NUMBER = sql<number>`substring(${withdrawal.id} from 3)::bigint`

/** One page of the withdrawals that match, by number, so that a page stays what it was while new ones arrive. */
export async function searchWithdrawals(
  db: Db,
  viewer: Viewer,
  { filter, start, size }: { filter: WithdrawalFilter; start: PageStart | null; size: number },
): Promise<WithdrawalPage> {
  const matches = and(...conditions(filter, viewer))
  const isUpward = start !== null && 'above' in start
  const place =
    start === null ? undefined : 'above' in start ? sql`${NUMBER} > ${start.above}` : sql`${NUMBER} < ${start.below}`
  const [found, [matching], [all]] = await Promise.all([
    // One more than a page shows tells whether there is another.
    readLines(db, viewer, {
      where: and(matches, place),
      order: [isUpward ? asc(NUMBER) : desc(NUMBER)],
      limit: size + 1,
    }),
    db.select({ count: count() }).from(withdrawal).where(matches),
    db.select({ count: count() }).from(withdrawal),
  ])
  const hasMore = found.length > size
  const lines = isUpward ? found.slice(0, size).reverse() : found.slice(0, size)
  const [first, last] = [lines[0], lines.at(-1)]
  return {
    lines,
    matching: matching?.count ?? 0,
    all: all?.count ?? 0,
    newer: first && (isUpward ? hasMore : start !== null) ? { above: numberOf(first) } : null,
    older: last && (isUpward || hasMore) ? { below: numberOf(last) } : null,
  }
}

const numberOf = ({ id }: WithdrawalLine) => Number(id.slice(2))

function conditions(filter: WithdrawalFilter, viewer: Viewer): (SQL | undefined)[] {
  const { group, state, safeId, asset, recipient, initiatorId, from, until } = filter
  return [
    group && inGroup(group, viewer),
    state && eq(withdrawal.state, state),
    safeId === undefined ? undefined : eq(withdrawal.safeId, safeId),
    asset && and(eq(withdrawal.chainId, asset.chainId), anyLeg(sql`leg -> 'asset' ->> 'address' = ${asset.address}`)),
    recipient && anyLeg('address' in recipient ? isAddress(recipient.address) : looksLike(recipient.text)),
    initiatorId === undefined ? undefined : eq(withdrawal.initiatorId, initiatorId),
    from && gte(withdrawal.stagedAt, from),
    until && lt(withdrawal.stagedAt, until),
  ]
}

// The same parts as on the desk: what waits for the reader stands in no other.
function inGroup(group: StateGroup, viewer: Viewer): SQL | undefined {
  const waits = waitsForViewer(viewer)
  switch (group) {
    case 'waiting':
      return waits
    case 'stopped':
      return eq(withdrawal.state, 'blocked')
    case 'ended':
      return inArray(withdrawal.state, [...ENDED])
    case 'in-flight':
      return and(notInArray(withdrawal.state, [...ENDED, 'blocked']), sql`NOT ${waits}`)
  }
}

// json, not jsonb: only the members named here are read, whatever the other texts of an intent hold.
const anyLeg = (condition: SQL): SQL =>
  sql`EXISTS (SELECT 1 FROM json_array_elements(${withdrawal.intent}::json -> 'legs') AS leg WHERE ${condition})`

const RECIPIENT = sql`lower(leg ->> 'recipient')`

const isAddress = (address: Address): SQL => sql`${RECIPIENT} = lower(${address})`

function looksLike(text: string): SQL {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const named = (table: typeof bookEntry | typeof safe) =>
    sql`EXISTS (SELECT 1 FROM ${table} WHERE lower(${table.address}) = ${RECIPIENT}
      AND ${table.chainId} = ${withdrawal.chainId} AND ${table.name} ILIKE ${pattern})`
  return or(sql`leg ->> 'recipient' ILIKE ${pattern}`, named(bookEntry), named(safe)) ?? sql`false`
}
