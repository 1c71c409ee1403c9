import 'server-only'
import { sql } from 'drizzle-orm'
import type { Address } from 'viem'
import { getAddress } from 'viem/utils'
import type { Reader } from '@/db/client'
import { safeWatch, seenTransfer } from '@/db/schema/watch'
import { ZERO_ADDRESS } from '@/lib/core/address'
import { decodeWire } from '@/lib/core/wire'
import { readListFacts } from '@/lib/flows/list-facts'
import { readAlike } from '@/lib/flows/past-names'
import type { RegisteredRows } from '@/lib/flows/registered-rows'
import type { SafeState } from '@/lib/simulate/types'

/** What the desk knows of addresses that somebody wants in the book. */
export type ContactPast = {
  readonly listed: readonly {
    readonly address: Address
    readonly list: string
    readonly sha256: string
    readonly at: string
  }[]
  /** Owners of Safes of the desk, as members proved them and as the chain said last. */
  readonly owners: readonly { readonly address: Address; readonly name: string }[]
  /** Whom the desk paid and one of these resembles. */
  readonly paid: readonly { readonly address: Address; readonly id: string }[]
  /** Who put themselves before a Safe in place of an address of the desk's, and is or resembles one of these. */
  readonly bait: readonly { readonly address: Address; readonly imitates: Address }[]
}

const MOST_BAIT = 100

/** @param now decides nothing but how old a list is */
export async function readContactPast(
  db: Reader,
  rows: RegisteredRows,
  addresses: readonly Address[],
  now: Date,
): Promise<ContactPast> {
  const lower = addresses.map((address) => address.toLowerCase())
  const chainIds = [...new Set(rows.safes.map(({ chainId }) => chainId))]
  const moment = { safeAddress: ZERO_ADDRESS, withdrawalId: null, stagedAt: now }
  const [lists, watched, paid, bait] = await Promise.all([
    readListFacts(db, lower, now),
    db.select({ state: safeWatch.state }).from(safeWatch),
    Promise.all(chainIds.map((chainId) => readAlike(db, { ...moment, chainId }, addresses))),
    readBaitLike(db, lower),
  ])
  const nameOf = new Map(rows.members.map(({ id, name }) => [id, name]))
  return {
    listed: lists.hits.flatMap(({ listId, address }) => {
      const list = lists.known.find(({ id }) => id === listId)
      return list ? [{ address, list: list.name, sha256: list.sha256, at: list.at }] : []
    }),
    owners: [
      ...rows.wallets.map(({ memberId, address }) => ({
        address: address as Address,
        name: `the owner ${nameOf.get(memberId) ?? memberId}`,
      })),
      ...watched.flatMap(({ state }) =>
        (decodeWire(state) as SafeState).owners.map((address) => ({ address, name: 'an owner of a Safe' })),
      ),
    ],
    paid: paid.flat(),
    bait,
  }
}

// Those that share their first four and last four digits, or six at one end, are handed on: whether they look alike the
// stage's own code says.
async function readBaitLike(db: Reader, lower: readonly string[]): Promise<ContactPast['bait']> {
  const { rows } = await db.execute<{ other: string; resembles: string }>(sql`
    SELECT DISTINCT bait.other, bait.resembles
    FROM ${seenTransfer} bait JOIN unnest(${sql.param(lower)}::text[]) AS asked (address)
      ON (left(lower(bait.other), 6) = left(asked.address, 6) AND right(lower(bait.other), 4) = right(asked.address, 4))
      OR left(lower(bait.other), 8) = left(asked.address, 8) OR right(lower(bait.other), 6) = right(asked.address, 6)
    WHERE bait.kind IN ('bait', 'forged', 'unregistered') AND bait.resembles IS NOT NULL
    ORDER BY bait.other LIMIT ${MOST_BAIT}`)
  return rows.map(({ other, resembles }) => ({ address: getAddress(other), imitates: getAddress(resembles) }))
}
