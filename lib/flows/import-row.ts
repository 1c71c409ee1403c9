import 'server-only'
import { eq } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import { importedTransaction } from '@/db/schema/import'
import type { Claims } from '@/lib/assess/types'
import { AppError } from '@/lib/core/errors'
import { decodeWire, encodeWire } from '@/lib/core/wire'
import type { AbiAnswer } from '@/lib/decode/fetched-abis'
import { transactionOf } from '@/lib/flows/transaction-columns'
import { hashSafeTx } from '@/lib/stage/hash'
import type { StagedTx } from '@/lib/stage/types'
import type { TransactionCase } from '@/lib/verify/types'

export type ImportRow = typeof importedTransaction.$inferSelect

/** A pasted transaction with the hashes that the desk computes of it. */
export function stagedCase({ safe, tx }: Pick<TransactionCase, 'safe' | 'tx'>): StagedTx {
  return { safe, tx, hashes: hashSafeTx(safe, tx) }
}

/** What came with it says of itself and its fields do not: the rest says nothing new. */
export function contradictions({ safeTxHash, context }: TransactionCase, { safe, hashes }: StagedTx): Claims {
  const { claimedSafeTxHash, claimedChainId } = context
  const said = [claimedSafeTxHash, safeTxHash].flatMap((hash) => (hash === undefined ? [] : [hash]))
  const others = [...new Set(said)].filter((hash) => hash !== hashes.safeTx)
  return {
    ...(claimedChainId !== undefined && claimedChainId !== safe.chainId && { chainId: claimedChainId }),
    ...(others.length > 0 && { safeTxHashes: others }),
  }
}

/** Columns that fix an imported transaction for ever. */
export function importedColumns({ safe, tx, hashes }: StagedTx, claims: Claims) {
  return {
    chainId: safe.chainId,
    safeAddress: safe.address,
    safeVersion: safe.version,
    ...tx,
    safeTxHash: hashes.safeTx,
    claims: encodeWire(claims),
  }
}

/** @throws AppError NOT_FOUND */
export async function readImportRow(db: Reader, id: string): Promise<ImportRow> {
  const [row] = await db.select().from(importedTransaction).where(eq(importedTransaction.id, id))
  if (!row) throw new AppError('NOT_FOUND', `Nothing was imported as ${id}.`)
  return row
}

/**
 * The row as the stages know it, its hash computed again.
 * @throws AppError BLOCKED when the fields do not give the stored hash
 */
export function toImported(row: ImportRow): {
  readonly staged: StagedTx
  readonly claims: Claims
  readonly abis: readonly AbiAnswer[]
} {
  const staged = stagedCase(transactionOf(row))
  if (staged.hashes.safeTx !== row.safeTxHash)
    throw new AppError(
      'BLOCKED',
      `The stored fields of ${row.id} do not give its hash: the row was changed behind the desk.`,
    )
  // Never judged: whoever changes it behind the desk changes names that nothing vouches for.
  return { staged, claims: decodeWire(row.claims) as Claims, abis: JSON.parse(row.abis) as AbiAnswer[] }
}
