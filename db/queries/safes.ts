import 'server-only'
import { asc } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Reader } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { installation } from '@/db/schema/installation'
import { asset, bookEntry, safe } from '@/db/schema/registry'
import type { Contact } from '@/lib/assess/types'
import type { Asset, SafeVersion } from '@/lib/stage/types'

/** A Safe as the desk registered it; what it holds and who owns it is the chain's to say. */
export type ServedSafe = {
  readonly id: string
  readonly name: string
  readonly chainId: number
  readonly address: Address
  readonly version: SafeVersion
  readonly isEnforced: boolean
}

/** A contact with its chain, for forms that offer recipients. */
export type BookContact = Contact & { readonly chainId: number; readonly class: string; readonly hasEnded: boolean }

/** The Safes this desk serves, oldest first. */
export async function listSafes(db: Reader, _viewer: Viewer): Promise<ServedSafe[]> {
  const rows = await db.select().from(safe).orderBy(asc(safe.createdAt), asc(safe.name))
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    chainId: row.chainId,
    address: row.address as Address,
    version: row.safeVersion as SafeVersion,
    isEnforced: row.isEnforced,
  }))
}

/** Registered assets, the chain's own coin first. */
export async function listAssets(db: Reader, _viewer: Viewer): Promise<Asset[]> {
  const rows = await db.select().from(asset).orderBy(asset.chainId, asset.symbol)
  const assets = rows.map(({ chainId, address, symbol, decimals }) => ({
    chainId,
    address: address as Asset['address'],
    symbol,
    decimals,
  }))
  return assets.sort((a, b) => Number(b.address === 'native') - Number(a.address === 'native'))
}

/** The address book by name. @param now decides which entries still cool */
export async function listContacts(db: Reader, _viewer: Viewer, now: Date): Promise<BookContact[]> {
  const rows = await db.select().from(bookEntry).orderBy(asc(bookEntry.name))
  return rows.map((row) => {
    const isCooling = row.activeFrom > now
    return {
      entryId: row.id,
      version: row.version,
      chainId: row.chainId,
      class: row.class,
      address: row.address as Address,
      name: row.name,
      hasEnded: row.status !== 'active',
      isActive: row.status === 'active' && !isCooling,
      coolingUntil: isCooling ? row.activeFrom.toISOString() : null,
    }
  })
}

/** The longest that a new contact cools off on this desk, in seconds. */
export async function readBookCoolingSeconds(db: Reader, _viewer: Viewer): Promise<number> {
  const [row] = await db.select({ seconds: installation.bookCoolingSeconds }).from(installation)
  if (!row) throw new Error('a viewer is a member of an organisation')
  return row.seconds
}

/** The desk's organisation, null before it is set up; anybody may read its name on the sign-in page. */
export async function readInstallation(db: Reader): Promise<{ id: string; name: string } | null> {
  const [row] = await db.select({ id: installation.id, name: installation.name }).from(installation)
  return row ?? null
}
