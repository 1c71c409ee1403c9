import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { withdrawal } from '@/db/schema/withdrawal'
import { AppError } from '@/lib/core/errors'
import { withdrawalObject } from '@/lib/flows/content'
import type { WithdrawalRow } from '@/lib/flows/locks'
import type { AuditDraft } from '@/lib/flows/write'
import { moveAction, type WithdrawalState } from '@/lib/stage/lifecycle'

type Change = Partial<Pick<WithdrawalRow, 'readyFrom' | 'isNonceHeld' | 'signatureRequestedAt'>>

/**
 * One legal move of a withdrawal, decided by the database: conditional on the state the caller saw, and refused there
 * when the lifecycle has no such move. Returns the new row and its audit event.
 */
export async function moveWithdrawal(
  tx: Tx,
  row: WithdrawalRow,
  to: WithdrawalState,
  why: { now: Date; reason: string; subject?: string; change?: Change },
): Promise<{ row: WithdrawalRow; event: AuditDraft }> {
  const [moved] = await tx
    .update(withdrawal)
    .set({ state: to, stateSince: why.now, stateReason: why.reason, ...why.change })
    .where(and(eq(withdrawal.id, row.id), eq(withdrawal.state, row.state)))
    .returning()
  if (!moved) throw new AppError('CONFLICT', `${row.id} changed a moment ago; nothing was done.`)
  const event: AuditDraft = {
    action: moveAction(row.state, to),
    subject: why.subject ?? row.safeTxHash,
    object: withdrawalObject(moved),
    reason: why.reason,
  }
  return { row: moved, event }
}
