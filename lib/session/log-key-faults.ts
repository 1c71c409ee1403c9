import 'server-only'
import type { Reader } from '@/db/client'
import { installation } from '@/db/schema/installation'

/** Why this process and this database do not believe the same log; empty where they do, or nothing is set up yet. */
export async function findLogKeyFaults(db: Reader, expected: string): Promise<string[]> {
  const rows = await db.select({ logPublicKey: installation.logPublicKey }).from(installation)
  return rows.some((row) => row.logPublicKey !== expected)
    ? ['LOG_PUBLIC_KEY is not the key that the database names for its log']
    : []
}
