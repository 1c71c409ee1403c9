import 'server-only'
import { asc, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { paidFee, readNames, readWallets } from '@/db/queries/known-names'
import { readLatestCheckpoint } from '@/db/queries/log'
import { readInstallation } from '@/db/queries/safes'
import type { Viewer } from '@/db/queries/viewer'
import { execution } from '@/db/schema/execution'
import { member } from '@/db/schema/member'
import { safe } from '@/db/schema/registry'
import { approval, submission, withdrawal } from '@/db/schema/withdrawal'
import type { AccountingRow } from '@/lib/audit/accounting'
import { chainOf } from '@/lib/chains/index'
import { decodeWire } from '@/lib/core/wire'
import type { WithdrawalState } from '@/lib/stage/lifecycle'
import { paymentsOf, type StatedPayment } from '@/lib/stage/payments-of'
import type { Intent } from '@/lib/stage/types'

type Act = { readonly name: string; readonly at: Date }

/** What one withdrawal was and what became of it, from rows alone. */
export type WithdrawalReceipt = {
  readonly id: string
  readonly organisation: string
  readonly state: WithdrawalState
  readonly stateSince: Date
  readonly chain: { readonly name: string; readonly native: { readonly symbol: string; readonly decimals: number } }
  readonly safe: { readonly name: string; readonly address: string }
  readonly nonce: bigint
  readonly safeTxHash: string
  readonly reference: string
  readonly purpose: string
  readonly payments: readonly (StatedPayment & { readonly recipientName: string | null })[]
  readonly staged: Act
  /** Those that were not stale. */
  readonly approvals: readonly Act[]
  readonly handOvers: readonly Act[]
  readonly execution:
    ({ readonly txHash: string; readonly blockNumber: bigint } & NonNullable<AccountingRow['receipt']>) | null
  /** Leaves that the newest signed checkpoint covers, null before the first one. */
  readonly logSize: number | null
}

/** One withdrawal to print, or null where there is none. */
export async function readReceipt(db: Db, viewer: Viewer, id: string): Promise<WithdrawalReceipt | null> {
  const [found] = await db
    .select({ row: withdrawal, kept: execution, safeName: safe.name, initiator: member.name })
    .from(withdrawal)
    .innerJoin(safe, eq(safe.id, withdrawal.safeId))
    .innerJoin(member, eq(member.id, withdrawal.initiatorId))
    .leftJoin(execution, eq(execution.withdrawalId, withdrawal.id))
    .where(eq(withdrawal.id, id))
  if (!found) return null
  const [nameOf, memberOf, approvals, handOvers, checkpoint, installed] = await Promise.all([
    readNames(db, viewer),
    readWallets(db, viewer),
    db
      .select({ name: member.name, at: approval.at, isStale: approval.isStale })
      .from(approval)
      .innerJoin(member, eq(member.id, approval.memberId))
      .where(eq(approval.withdrawalId, id))
      .orderBy(asc(approval.at)),
    db
      .select({ name: member.name, at: submission.handedOverAt })
      .from(submission)
      .innerJoin(member, eq(member.id, submission.executorId))
      .where(eq(submission.withdrawalId, id))
      .orderBy(asc(submission.attempt)),
    readLatestCheckpoint(db),
    readInstallation(db),
  ])
  const { row, kept } = found
  const intent = decodeWire(row.intent) as Intent
  const { name, native } = chainOf(row.chainId)
  return {
    ...{ id, state: row.state as WithdrawalState, stateSince: row.stateSince, organisation: installed?.name ?? '' },
    ...{ chain: { name, native }, safe: { name: found.safeName, address: row.safeAddress } },
    ...{ nonce: row.nonce, safeTxHash: row.safeTxHash, reference: intent.reference, purpose: intent.purpose },
    payments: paymentsOf(intent).map((payment) => ({
      ...payment,
      recipientName: nameOf(row.chainId, payment.leg.recipient),
    })),
    staged: { name: found.initiator, at: row.stagedAt },
    approvals: approvals.filter(({ isStale }) => !isStale),
    handOvers,
    execution: kept && {
      ...{ txHash: kept.txHash, blockNumber: kept.blockNumber, blockTime: kept.blockTime },
      fee: paidFee(kept, memberOf),
    },
    logSize: checkpoint?.size ?? null,
  }
}
