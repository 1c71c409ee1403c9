import 'server-only'
import { asc, desc, eq, or, type SQL, sql } from 'drizzle-orm'
import type { Address, Hash } from 'viem'
import type { Reader } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { onwardTransfer, onwardWatch } from '@/db/schema/onward'
import { asset } from '@/db/schema/registry'
import type { AssetAddress } from '@/lib/stage/types'

/** What went on to a listed address, with the withdrawal that had paid the one who passed it on. */
export type OnwardLine = {
  readonly id: string
  readonly chainId: number
  readonly withdrawalId: string
  readonly recipient: Address
  readonly other: Address
  readonly asset: AssetAddress
  /** As registered here; null of what is not registered any more. */
  readonly registered: { readonly symbol: string; readonly decimals: number } | null
  readonly units: bigint
  readonly txHash: Hash
  readonly blockNumber: bigint
  readonly at: Date
}

/** How far a chain's recipients were followed. */
export type OnwardStanding = {
  readonly chainId: number
  readonly blockNumber: bigint
  readonly followed: number
  readonly fault: string | null
  readonly at: Date
}

const MOST = 50

/** The newest of it, on every chain. */
export const listOnward = (db: Reader, _viewer: Viewer): Promise<readonly OnwardLine[]> =>
  readOnwardLines(db, undefined)

/** The newest that one address sent on or got, on every chain. @param address with its checksum */
export const listOnwardOf = (db: Reader, _viewer: Viewer, address: Address): Promise<readonly OnwardLine[]> =>
  readOnwardLines(db, or(eq(onwardTransfer.recipient, address), eq(onwardTransfer.other, address)))

async function readOnwardLines(db: Reader, where: SQL | undefined): Promise<readonly OnwardLine[]> {
  const rows = await db
    .select({ line: onwardTransfer, symbol: asset.symbol, decimals: asset.decimals })
    .from(onwardTransfer)
    .leftJoin(asset, sql`${asset.chainId} = ${onwardTransfer.chainId} AND ${asset.address} = ${onwardTransfer.asset}`)
    .where(where)
    .orderBy(desc(onwardTransfer.at), desc(onwardTransfer.blockNumber), desc(onwardTransfer.logIndex))
    .limit(MOST)
  return rows.map(({ line, symbol, decimals }) => ({
    ...{ id: line.id, chainId: line.chainId, withdrawalId: line.withdrawalId, units: line.units, at: line.at },
    ...{ recipient: line.recipient as Address, other: line.other as Address, asset: line.asset as AssetAddress },
    ...{ txHash: line.txHash as Hash, blockNumber: line.blockNumber },
    registered: symbol === null || decimals === null ? null : { symbol, decimals },
  }))
}

/** One line for each chain that was ever looked at. */
export const readOnwardStandings = (db: Reader, _viewer: Viewer): Promise<readonly OnwardStanding[]> =>
  db.select().from(onwardWatch).orderBy(asc(onwardWatch.chainId))
