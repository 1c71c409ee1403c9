import 'server-only'
import { and, eq, like } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { auditEvent } from '@/db/schema/audit'
import type { Observation, SubmissionState } from '@/lib/execute/types'
import type { WithdrawalRow } from '@/lib/flows/locks'
import { keepReceipt } from '@/lib/flows/keep-receipt'
import { moveWithdrawal } from '@/lib/flows/move'
import type { AuditDraft } from '@/lib/flows/write'
import type { WithdrawalState } from '@/lib/stage/lifecycle'

/** How each observed state moves the withdrawal; `reverted` keeps the nonce and the signatures (SPEC §3). */
export const OUTCOME: Record<SubmissionState, { to: WithdrawalState; isFinal: boolean; reason: string }> = {
  'handed-over': { to: 'executing', isFinal: false, reason: 'Not seen on chain' },
  confirming: { to: 'confirming', isFinal: false, reason: 'Seen on chain, not final yet' },
  executed: { to: 'executed', isFinal: true, reason: 'Final on chain' },
  'failed-onchain': { to: 'failed-onchain', isFinal: true, reason: 'The inner call failed; the nonce is used' },
  reverted: { to: 'ready', isFinal: true, reason: 'Reverted; the nonce is not used and the signatures are still live' },
  superseded: { to: 'superseded', isFinal: true, reason: 'Its nonce was used by another transaction' },
}

type Walk = { now: Date; reason: string; mined: Observation['mined']; isUsed: boolean }

/**
 * Moves a withdrawal to where one look at the chain puts it, over what must have come before; the last step frees a used
 * nonce. Of what is executed for good the receipt is kept.
 */
export async function walk(tx: Tx, row: WithdrawalRow, to: WithdrawalState, why: Walk): Promise<AuditDraft[]> {
  const events: AuditDraft[] = []
  let at = row
  for (const step of stepsTo(row.state as WithdrawalState, to)) {
    const isLast = step === to
    const moved = await moveWithdrawal(tx, at, step, {
      now: why.now,
      reason: isLast ? why.reason : 'Seen on chain',
      subject: why.mined?.txHash ?? row.safeTxHash,
      change: isLast && why.isUsed ? { isNonceHeld: false } : {},
    })
    at = moved.row
    events.push(moved.event)
  }
  if (to === 'executed' && at !== row && why.mined !== null) events.push(await keepReceipt(tx, row.id, why.mined))
  return events
}

/**
 * Whether a look that would lead back to the executor is at a withdrawal that was rejected, expired or is being cancelled:
 * that is never taken back, whatever the chain did with it meanwhile. The log tells of one that was seen on chain since.
 */
export async function isGivenUp(tx: Tx, row: WithdrawalRow, to: WithdrawalState): Promise<boolean> {
  if (to !== 'executing' && to !== 'ready') return false
  if (row.state !== 'confirming') return row.state === 'cancel-pending-onchain'
  const [told] = await tx
    .select({ id: auditEvent.id })
    .from(auditEvent)
    .where(
      and(
        eq(auditEvent.objectType, 'withdrawal'),
        eq(auditEvent.objectId, row.id),
        eq(auditEvent.outcome, 'done'),
        like(auditEvent.action, '% → cancel-pending-onchain'),
      ),
    )
    .limit(1)
  return told !== undefined
}

// What is executed was handed over and seen before, also where one look finds all of it done.
function stepsTo(from: WithdrawalState, to: WithdrawalState): WithdrawalState[] {
  if (from === to) return []
  if (to === 'ready' || to === 'executing' || to === 'superseded' || to === 'cancel-pending-onchain') return [to]
  if (to !== 'confirming') return [...stepsTo(from, 'confirming'), to]
  if (from === 'executing' || from === 'cancel-pending-onchain') return [to]
  // Stopped by people or rules while public signatures were good: it does not become ready on the way.
  if (from === 'held' || from === 'blocked') return ['cancel-pending-onchain', to]
  return from === 'ready' ? ['executing', to] : ['ready', 'executing', to]
}
