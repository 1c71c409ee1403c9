import 'server-only'
import { and, asc, desc, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Db } from '@/db/client'
import { type Count, countUpTo } from '@/db/queries/count-up-to'
import { findRecipients } from '@/db/queries/recipients'
import { waitsForViewer } from '@/db/queries/waits-for-viewer'
import { ENDED, NEWEST_FIRST, readLines, type WithdrawalLine } from '@/db/queries/withdrawals'
import type { Viewer } from '@/db/queries/viewer'
import { unstatedOf, withdrawalLeg, withdrawalPerson, withdrawalTouched } from '@/db/schema/search'
import { numberOf, withdrawal } from '@/db/schema/withdrawal'
import { STATES, type WithdrawalState } from '@/lib/stage/lifecycle'
import type { AssetAddress } from '@/lib/stage/types'

/** The parts of the desk, as the dashboard has them. */
export type StateGroup = 'waiting' | 'in-flight' | 'stopped' | 'ended'

/** What a person did with a withdrawal: who executed it is whom its signatures were handed to. */
export type PersonPart = 'staged' | 'approved' | 'executed'

/** What a reader asked for; what is absent leaves everything in. */
export type WithdrawalFilter = {
  readonly group?: StateGroup
  readonly state?: WithdrawalState
  readonly safeId?: string
  readonly asset?: { readonly chainId: number; readonly address: AssetAddress }
  /** A whole address, or text of a name in book or Safes or of an address. */
  readonly recipient?: { readonly address: Address } | { readonly text: string }
  /** A whole address that becomes an owner of a Safe, or is one no more. */
  readonly changedOwner?: Address
  /** A whole address with any part in bytes or effects as a review found them; `unstated`: that the request does not name. */
  readonly touched?: { readonly address: Address; readonly part: 'any' | 'unstated' }
  /** In one part, or in any. */
  readonly person?: { readonly memberId: string; readonly part: PersonPart | null }
  /** Staged at this instant or later. */
  readonly from?: Date
  /** Staged before this instant. */
  readonly until?: Date
}

/** Where a page begins: after the withdrawal of this number in the order of the list, or before it. Absent: the newest. */
export type PageStart = { readonly below: number } | { readonly above: number }

export type WithdrawalPage = {
  /** Newest first. */
  readonly lines: readonly WithdrawalLine[]
  /** How many match, on all pages. */
  readonly matching: Count
  /** How many there are without any filter. */
  readonly all: Count
  readonly newer: PageStart | null
  readonly older: PageStart | null
}

const NUMBER = numberOf(withdrawal.id)

/** One page of the withdrawals that match, newest first, so that a page stays what it was while new ones arrive. */
export async function searchWithdrawals(
  db: Db,
  viewer: Viewer,
  { filter, start, size }: { filter: WithdrawalFilter; start: PageStart | null; size: number },
): Promise<WithdrawalPage> {
  const matches = and(...(await conditions(db, filter, viewer)))
  const isUpward = start !== null && 'above' in start
  const [found, matching, all] = await Promise.all([
    // One more than a page shows tells whether there is another.
    readLines(db, viewer, {
      where: and(matches, start === null ? undefined : placeOf(start)),
      order: isUpward ? [asc(withdrawal.stagedAt), asc(NUMBER)] : NEWEST_FIRST,
      limit: size + 1,
    }),
    countUpTo(db, matches),
    countUpTo(db, undefined),
  ])
  const hasMore = found.length > size
  const lines = isUpward ? found.slice(0, size).reverse() : found.slice(0, size)
  const [first, last] = [lines[0], lines.at(-1)]
  return {
    lines,
    matching,
    all,
    newer: first && (isUpward ? hasMore : start !== null) ? { above: numberIn(first) } : null,
    older: last && (isUpward || hasMore) ? { below: numberIn(last) } : null,
  }
}

/** How many withdrawals wait for the viewer. */
export async function countWaiting(db: Db, viewer: Viewer): Promise<number> {
  return (await countUpTo(db, inGroup('waiting', viewer))).counted
}

const numberIn = ({ id }: WithdrawalLine) => Number(id.slice(2))

// From the place of a withdrawal in the list; of the nearest one where no withdrawal has that number.
function placeOf(start: PageStart): SQL {
  const nearest = (isOnItsSide: SQL, order: SQL) =>
    sql`(SELECT anchor.staged_at FROM ${withdrawal} AS anchor WHERE ${isOnItsSide} ORDER BY ${order} LIMIT 1)`
  const anchorNumber = sql`(substring(anchor.id from 3)::bigint)`
  return 'above' in start
    ? sql`(${withdrawal.stagedAt}, ${NUMBER}) > (${nearest(sql`${anchorNumber} >= ${start.above}`, asc(anchorNumber))}, ${start.above})`
    : sql`(${withdrawal.stagedAt}, ${NUMBER}) < (${nearest(sql`${anchorNumber} <= ${start.below}`, desc(anchorNumber))}, ${start.below})`
}

async function conditions(db: Db, filter: WithdrawalFilter, viewer: Viewer): Promise<(SQL | undefined)[]> {
  const { group, state, safeId, asset, recipient, changedOwner, touched, person, from, until } = filter
  return [
    group && inGroup(group, viewer),
    state && eq(withdrawal.state, state),
    safeId === undefined ? undefined : eq(withdrawal.safeId, safeId),
    asset && anyLeg(eq(withdrawalLeg.assetKey, `${asset.chainId}:${asset.address}`)),
    recipient && paysAny(await findRecipients(db, viewer, recipient)),
    changedOwner && namesOwner(changedOwner),
    touched && touches(touched),
    person && hasPart(person),
    from && gte(withdrawal.stagedAt, from),
    until && lt(withdrawal.stagedAt, until),
  ]
}

// The same parts as on the desk: what waits for the reader stands in no other.
function inGroup(group: StateGroup, viewer: Viewer): SQL | undefined {
  const waits = waitsForViewer(viewer)
  switch (group) {
    case 'waiting':
      return and(inArray(withdrawal.state, [...MAY_WAIT]), waits)
    case 'stopped':
      return eq(withdrawal.state, 'blocked')
    case 'ended':
      return inArray(withdrawal.state, [...ENDED])
    case 'in-flight':
      return and(inArray(withdrawal.state, IN_FLIGHT), sql`NOT ${waits}`)
  }
}

// Named one by one, so that the few that are open are found by index among all that have ended.
const MAY_WAIT: readonly WithdrawalState[] = ['awaiting-approvals', 'held', 'ready']
const IN_FLIGHT = STATES.filter((state) => state !== 'blocked' && !ENDED.includes(state))

const anyLeg = (condition: SQL): SQL =>
  sql`EXISTS (SELECT 1 FROM ${withdrawalLeg} WHERE ${withdrawalLeg.withdrawalId} = ${withdrawal.id} AND ${condition})`

const paysAny = (recipientKeys: readonly string[]): SQL =>
  recipientKeys.length === 0
    ? sql`false`
    : anyLeg(sql`${withdrawalLeg.recipientKey} = ANY(${sql.param(recipientKeys)})`)

// The class is written out, so that the index of these few is found whatever else is asked.
function namesOwner(address: Address): SQL {
  const change = sql`(${withdrawal.intent}::json -> 'change')`
  const named = ['owner', 'oldOwner', 'newOwner'].map((field) => sql`lower(${change} ->> ${sql.raw(`'${field}'`)})`)
  return sql`${withdrawal.class} = 'configuration' AND ${address.toLowerCase()} IN (${sql.join(named, sql`, `)})`
}

function touches({ address, part }: NonNullable<WithdrawalFilter['touched']>): SQL {
  const found = part === 'any' ? withdrawalTouched.address : unstatedOf(withdrawalTouched)
  return sql`EXISTS (SELECT 1 FROM ${withdrawalTouched} WHERE ${withdrawalTouched.withdrawalId} = ${withdrawal.id}
    AND ${found} = ${address.toLowerCase()})`
}

function hasPart({ memberId, part }: NonNullable<WithdrawalFilter['person']>): SQL {
  const isPart = part === null ? sql`true` : eq(withdrawalPerson.part, part)
  return sql`EXISTS (SELECT 1 FROM ${withdrawalPerson} WHERE ${withdrawalPerson.withdrawalId} = ${withdrawal.id}
    AND ${withdrawalPerson.memberId} = ${memberId} AND ${isPart})`
}
