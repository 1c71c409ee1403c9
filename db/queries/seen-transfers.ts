import 'server-only'
import { and, desc, eq, inArray, type SQL } from 'drizzle-orm'
import type { Address, Hash } from 'viem'
import type { Reader } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { safe } from '@/db/schema/registry'
import { seenTransfer } from '@/db/schema/watch'
import type { SeenKind } from '@/lib/execute/seen-transfers'
import type { AssetAddress } from '@/lib/stage/types'

/** A transfer that the desk kept, with the Safe that it was before. */
export type SeenLine = {
  readonly id: string
  readonly kind: SeenKind
  readonly chainId: number
  readonly safeId: string
  readonly safeName: string
  readonly token: AssetAddress
  readonly other: Address
  readonly units: bigint
  readonly txHash: Hash
  readonly resembles: Address | null
  readonly at: Date
}

const MOST = 50

/** What was kept of a Safe, the newest first. */
export const listSeenAt = (db: Reader, _viewer: Viewer, safeId: string): Promise<readonly SeenLine[]> =>
  read(db, eq(seenTransfer.safeId, safeId))

/** What was kept of an address, on every chain and Safe, the newest first. */
export const listSeenOf = (db: Reader, _viewer: Viewer, address: Address): Promise<readonly SeenLine[]> =>
  read(db, eq(seenTransfer.other, address))

/** What was kept of some kinds, of whatever Safe, the newest first. */
export const listSeen = (db: Reader, _viewer: Viewer, kinds: readonly SeenKind[]): Promise<readonly SeenLine[]> =>
  read(db, inArray(seenTransfer.kind, [...kinds]))

async function read(db: Reader, condition: SQL | undefined): Promise<readonly SeenLine[]> {
  const rows = await db
    .select({ seen: seenTransfer, safeName: safe.name })
    .from(seenTransfer)
    .innerJoin(safe, eq(safe.id, seenTransfer.safeId))
    .where(and(condition))
    .orderBy(desc(seenTransfer.at), desc(seenTransfer.blockNumber), desc(seenTransfer.logIndex))
    .limit(MOST)
  return rows.map(({ seen, safeName }) => ({
    ...{ id: seen.id, kind: seen.kind as SeenKind, chainId: seen.chainId, safeId: seen.safeId, safeName },
    ...{
      token: seen.token as AssetAddress,
      other: seen.other as Address,
      units: seen.units,
      txHash: seen.txHash as Hash,
    },
    ...{ resembles: seen.resembles as Address | null, at: seen.at },
  }))
}
