import 'server-only'
import { desc, eq } from 'drizzle-orm'
import type { Address, Hash } from 'viem'
import type { Reader } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { importedTransaction } from '@/db/schema/import'
import { member } from '@/db/schema/member'
import type { Verdict } from '@/lib/assess/types'

/** An import as the list shows it: its verdict is the one of the day it came. */
export type ImportLine = {
  readonly id: string
  readonly at: Date
  readonly by: string
  readonly note: string
  readonly chainId: number
  readonly safe: Address
  readonly nonce: bigint
  readonly safeTxHash: Hash
  readonly verdict: Verdict
}

/** More than anybody looks through; older ones stay at their address. */
export const MOST_LISTED = 100

/** The newest imports, newest first. */
export async function listImports(db: Reader, _viewer: Viewer): Promise<ImportLine[]> {
  const rows = await db
    .select({
      id: importedTransaction.id,
      at: importedTransaction.at,
      by: member.name,
      note: importedTransaction.note,
      chainId: importedTransaction.chainId,
      safe: importedTransaction.safeAddress,
      nonce: importedTransaction.nonce,
      safeTxHash: importedTransaction.safeTxHash,
      verdict: importedTransaction.verdict,
    })
    .from(importedTransaction)
    .innerJoin(member, eq(member.id, importedTransaction.memberId))
    .orderBy(desc(importedTransaction.at), desc(importedTransaction.id))
    .limit(MOST_LISTED)
  return rows.map((row) => ({
    ...row,
    safe: row.safe as Address,
    safeTxHash: row.safeTxHash as Hash,
    verdict: row.verdict as Verdict,
  }))
}
