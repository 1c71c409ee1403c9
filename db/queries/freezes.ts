import 'server-only'
import { asc, eq } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { freezeLift, freezeOrder } from '@/db/schema/freeze'
import { installation } from '@/db/schema/installation'
import { member } from '@/db/schema/member'
import { quarantinedSignature } from '@/db/schema/quarantine'
import { asset, bookEntry, safe } from '@/db/schema/registry'
import { chainOf } from '@/lib/chains/index'
import { type Freeze, type FreezeKind, frozenAsset } from '@/lib/policy/freeze'

export type KnownFreeze = Freeze & {
  readonly id: string
  readonly at: Date
  readonly reason: string
  /** "Ruth", or the desk. */
  readonly by: string
  /** Whose posted signatures were kept apart, where the desk froze their withdrawal for it: they do not lift it. */
  readonly causedBy: readonly string[]
  readonly lifts: readonly {
    readonly memberId: string
    readonly name: string
    readonly reason: string
    readonly at: Date
  }[]
}

/** Every freeze that was ever set, oldest first, with those who consented to end it. */
export async function readFreezes(db: Reader, _viewer: Viewer | null): Promise<KnownFreeze[]> {
  const [rows, lifts, kept] = await Promise.all([
    db
      .select({ row: freezeOrder, by: member.name })
      .from(freezeOrder)
      .leftJoin(member, eq(member.id, freezeOrder.memberId))
      .orderBy(asc(freezeOrder.at), asc(freezeOrder.id)),
    db
      .select({
        freezeId: freezeLift.freezeId,
        memberId: freezeLift.memberId,
        name: member.name,
        reason: freezeLift.reason,
        at: freezeLift.at,
      })
      .from(freezeLift)
      .innerJoin(member, eq(member.id, freezeLift.memberId))
      .orderBy(asc(freezeLift.at)),
    db
      .select({ id: quarantinedSignature.withdrawalId, memberId: quarantinedSignature.memberId })
      .from(quarantinedSignature)
      .where(eq(quarantinedSignature.occasion, 'approve')),
  ])
  return rows.map(({ row, by }) => {
    const own = lifts.filter(({ freezeId }) => freezeId === row.id)
    return {
      id: row.id,
      scope: { kind: row.scopeKind as FreezeKind, id: row.scopeId },
      frozenBy: row.memberId,
      by: by ?? 'The desk',
      causedBy: kept
        .filter(({ id }) => row.memberId === null && row.scopeKind === 'withdrawal' && row.scopeId === id)
        .map(({ memberId }) => memberId),
      reason: row.reason,
      at: row.at,
      lifts: own,
      liftedBy: own.map(({ memberId }) => memberId),
    }
  })
}

/** What can be frozen, by name: the organisation, its chains, Safes, active members, assets and contacts, each id as a freeze has it. */
export type FreezePlaces = {
  readonly organisation: Place
  readonly safes: readonly Place[]
  readonly members: readonly Place[]
  readonly chains: readonly Place[]
  readonly assets: readonly Place[]
  readonly counterparties: readonly Place[]
}
type Place = { readonly id: string; readonly name: string }

/** Null before the desk is set up. */
export async function readFreezePlaces(db: Reader, _viewer: Viewer): Promise<FreezePlaces | null> {
  const [[organisation], safes, members, assets, contacts] = await Promise.all([
    db.select({ id: installation.id, name: installation.name }).from(installation),
    db.select({ id: safe.id, name: safe.name, chainId: safe.chainId }).from(safe).orderBy(asc(safe.name)),
    db
      .select({ id: member.id, name: member.name })
      .from(member)
      .where(eq(member.isActive, true))
      .orderBy(asc(member.name)),
    db.select().from(asset).orderBy(asc(asset.chainId), asc(asset.symbol)),
    db.select().from(bookEntry).orderBy(asc(bookEntry.name)),
  ])
  if (!organisation) return null
  const chainIds = [...new Set(safes.map(({ chainId }) => chainId))]
  return {
    ...{ organisation, members, safes: safes.map(({ id, name }) => ({ id, name })) },
    chains: chainIds.map((id) => ({ id: String(id), name: chainOf(id).name })),
    assets: assets.map(({ chainId, address, symbol }) => ({
      id: frozenAsset(chainId, address),
      name: `${symbol} on ${chainOf(chainId).name}`,
    })),
    counterparties: contacts.map(({ address, name }) => ({ id: address.toLowerCase(), name })),
  }
}
