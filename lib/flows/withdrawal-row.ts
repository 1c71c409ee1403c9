import 'server-only'
import { eq } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import { withdrawal } from '@/db/schema/withdrawal'
import { AppError } from '@/lib/core/errors'
import { decodeWire, encodeWire } from '@/lib/core/wire'
import type { Reviewable } from '@/lib/flows/gather-review'
import type { WithdrawalRow } from '@/lib/flows/locks'
import { transactionOf } from '@/lib/flows/transaction-columns'
import { hashSafeTx } from '@/lib/stage/hash'
import { intentSchema } from '@/lib/stage/intent'
import type { Intent, StagedTx, WithdrawalClass } from '@/lib/stage/types'

/** @throws AppError NOT_FOUND */
export async function readWithdrawal(db: Reader, id: string): Promise<WithdrawalRow> {
  const [row] = await db.select().from(withdrawal).where(eq(withdrawal.id, id))
  if (!row) throw new AppError('NOT_FOUND', `There is no withdrawal ${id}.`)
  return row
}

/**
 * The row as the stages know it. The hash is computed again from the ten fields and must be the stored one.
 * @throws AppError BLOCKED when it is not
 */
export function toReviewable(row: WithdrawalRow): Reviewable {
  const staged = stagedOf(row)
  if (staged.hashes.safeTx !== row.safeTxHash)
    throw new AppError(
      'BLOCKED',
      `The stored fields of ${row.id} do not give its hash: the row was changed behind the desk. Freeze and investigate; nothing was done.`,
    )
  return {
    withdrawalId: row.id,
    class: row.class as WithdrawalClass,
    staged,
    intent: intentSchema.parse(decodeWire(row.intent)) satisfies Intent,
    initiatorId: row.initiatorId,
    stagedAt: row.stagedAt,
    policy: { id: row.policyId, version: row.policyVersion },
  }
}

/** Columns that fix a staged transaction and its intent for ever. */
export function stagedColumns(staged: StagedTx, intent: Intent) {
  const { tx, safe } = staged
  return {
    chainId: safe.chainId,
    safeAddress: safe.address,
    safeVersion: safe.version,
    intent: encodeWire(intent),
    to: tx.to,
    value: tx.value,
    data: tx.data,
    operation: tx.operation,
    safeTxGas: tx.safeTxGas,
    baseGas: tx.baseGas,
    gasPrice: tx.gasPrice,
    gasToken: tx.gasToken,
    refundReceiver: tx.refundReceiver,
    nonce: tx.nonce,
    safeTxHash: staged.hashes.safeTx,
  }
}

function stagedOf(row: WithdrawalRow): StagedTx {
  const { safe, tx } = transactionOf(row)
  return { safe, tx, hashes: hashSafeTx(safe, tx) }
}
