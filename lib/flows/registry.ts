import 'server-only'
import { and, eq, inArray } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Reader } from '@/db/client'
import { installation } from '@/db/schema/installation'
import { member, wallet } from '@/db/schema/member'
import { asset, bookEntry, policy, safe } from '@/db/schema/registry'
import type { Contact } from '@/lib/assess/types'
import { AppError } from '@/lib/core/errors'
import { parsePolicy } from '@/lib/policy/schema'
import type { Person, Policy } from '@/lib/policy/types'
import type { Asset, SafeRef, SafeVersion } from '@/lib/stage/types'

export type SafeRow = typeof safe.$inferSelect

/** What the desk itself knows about one Safe's surroundings: rows, not chain state. */
export type Registry = {
  readonly installation: typeof installation.$inferSelect
  readonly safe: SafeRow
  readonly safeRef: SafeRef
  readonly assets: readonly Asset[]
  readonly contacts: readonly Contact[]
  readonly ownSafes: readonly { readonly address: Address; readonly name: string }[]
  readonly people: readonly Person[]
  readonly policy: Policy
}

/** Reads everything registered around a Safe. @throws AppError NOT_FOUND when the desk does not serve it */
export async function readRegistry(db: Reader, safeId: string, now: Date): Promise<Registry> {
  const [safeRow] = await db.select().from(safe).where(eq(safe.id, safeId))
  if (!safeRow) throw new AppError('NOT_FOUND', 'This desk does not serve that Safe.')
  const [[installed], assets, entries, safes, people, current] = await Promise.all([
    db.select().from(installation),
    db.select().from(asset).where(eq(asset.chainId, safeRow.chainId)),
    db.select().from(bookEntry).where(eq(bookEntry.chainId, safeRow.chainId)),
    db.select().from(safe).where(eq(safe.chainId, safeRow.chainId)),
    readPeople(db),
    readPolicy(db, { safeId }),
  ])
  if (!installed) throw new AppError('UNAVAILABLE', 'This desk is not set up yet.')
  return {
    installation: installed,
    safe: safeRow,
    safeRef: {
      chainId: safeRow.chainId,
      address: safeRow.address as Address,
      version: safeRow.safeVersion as SafeVersion,
    },
    assets: assets.map((row) => ({
      chainId: row.chainId,
      address: row.address as Asset['address'],
      symbol: row.symbol,
      decimals: row.decimals,
    })),
    contacts: entries.map((row) => toContact(row, now)),
    ownSafes: safes.map((row) => ({ address: row.address as Address, name: row.name })),
    people,
    policy: current,
  }
}

/** One version of a policy, or the active one of a Safe. @throws AppError BLOCKED when there is none */
export async function readPolicy(
  db: Reader,
  key: { safeId: string } | { id: string; version: number },
): Promise<Policy> {
  const where =
    'safeId' in key
      ? and(eq(policy.safeId, key.safeId), eq(policy.isActive, true))
      : and(eq(policy.id, key.id), eq(policy.version, key.version))
  const [row] = await db.select().from(policy).where(where)
  if (!row) throw new AppError('BLOCKED', 'This Safe has no active policy, so nothing can leave it.')
  return parsePolicy(row.body)
}

async function readPeople(db: Reader): Promise<Person[]> {
  const rows = await db
    .select({ memberId: member.id, name: member.name, roles: member.roles, address: wallet.address })
    .from(member)
    .innerJoin(wallet, eq(wallet.memberId, member.id))
    .where(inArray(member.isActive, [true]))
  const people = new Map<string, Person>()
  for (const row of rows) {
    if (!row.roles.includes('signer')) continue
    const owners = [...(people.get(row.memberId)?.owners ?? []), row.address as Address]
    people.set(row.memberId, { memberId: row.memberId, name: row.name, owners })
  }
  return [...people.values()]
}

function toContact(row: typeof bookEntry.$inferSelect, now: Date): Contact {
  const isCooling = row.activeFrom > now
  return {
    entryId: row.id,
    version: row.version,
    address: row.address as Address,
    name: row.name,
    isActive: row.status === 'active' && !isCooling,
    coolingUntil: isCooling ? row.activeFrom.toISOString() : null,
  }
}
