import 'server-only'
import { and, asc, desc, eq, gte, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { paidFee, readNames, readWallets } from '@/db/queries/known-names'
import { execution } from '@/db/schema/execution'
import { safe } from '@/db/schema/registry'
import { numberOf, submission, withdrawal } from '@/db/schema/withdrawal'
import type { AccountingRow } from '@/lib/audit/accounting'
import { chainOf } from '@/lib/chains/index'
import { decodeWire } from '@/lib/core/wire'
import { paymentsOf } from '@/lib/stage/payments-of'
import type { Intent } from '@/lib/stage/types'

/** From its first instant to before its last. */
export type Period = { readonly from: Date; readonly until: Date }

/**
 * Every payment that was executed in a period by the time of its block, oldest first; by when the desk saw it final where
 * no receipt was kept.
 * @param most so many withdrawals are read; null where there are more
 */
export async function listExecutedPayments(
  db: Db,
  viewer: Viewer,
  { from, until }: Period,
  most: number,
): Promise<readonly AccountingRow[] | null> {
  const isIn = or(
    and(gte(execution.blockTime, from), lt(execution.blockTime, until)),
    and(isNull(execution.withdrawalId), gte(withdrawal.stateSince, from), lt(withdrawal.stateSince, until)),
  )
  const rows = await db
    .select({ row: withdrawal, kept: execution, safeName: safe.name })
    .from(withdrawal)
    .innerJoin(safe, eq(safe.id, withdrawal.safeId))
    .leftJoin(execution, eq(execution.withdrawalId, withdrawal.id))
    .where(and(eq(withdrawal.state, 'executed'), isIn))
    .orderBy(asc(sql`coalesce(${execution.blockTime}, ${withdrawal.stateSince})`), asc(numberOf(withdrawal.id)))
    .limit(most + 1)
  if (rows.length > most) return null
  const [nameOf, memberOf, minedOf] = await Promise.all([
    readNames(db, viewer),
    readWallets(db, viewer),
    readMined(
      db,
      rows.filter(({ kept }) => kept === null).map(({ row }) => row.id),
    ),
  ])
  return rows.flatMap(({ row, kept, safeName }) => {
    const intent = decodeWire(row.intent) as Intent
    const { reference, purpose } = intent
    return paymentsOf(intent).map(({ leg, isAtMost }) => ({
      ...{ withdrawalId: row.id, leg, isAtMost, reference, purpose, seenFinalAt: row.stateSince },
      chainName: chainOf(row.chainId).name,
      safe: { name: safeName, address: row.safeAddress },
      counterparty: nameOf(row.chainId, leg.recipient),
      txHash: kept?.txHash ?? minedOf(row.id),
      receipt: kept && { blockTime: kept.blockTime, fee: paidFee(kept, memberOf) },
    }))
  })
}

// Executed before this desk kept receipts: the look that ended it still names the transaction.
async function readMined(db: Db, ids: readonly string[]): Promise<(id: string) => string | null> {
  const rows =
    ids.length === 0
      ? []
      : await db
          .selectDistinctOn([submission.withdrawalId], { id: submission.withdrawalId, txHash: submission.minedTxHash })
          .from(submission)
          .where(and(inArray(submission.withdrawalId, [...ids]), eq(submission.state, 'executed')))
          .orderBy(submission.withdrawalId, desc(submission.attempt))
  const hashes = new Map(rows.map(({ id, txHash }) => [id, txHash]))
  return (id) => hashes.get(id) ?? null
}
