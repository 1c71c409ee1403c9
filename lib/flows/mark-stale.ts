import 'server-only'
import { inArray } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { approval } from '@/db/schema/withdrawal'
import { named } from '@/lib/flows/content'
import type { WithdrawalRow } from '@/lib/flows/locks'
import { moveWithdrawal } from '@/lib/flows/move'
import type { AuditDraft } from '@/lib/flows/write'
import type { WithdrawalState } from '@/lib/stage/lifecycle'

/**
 * Back to its approvers. A cancel goes back from its executor too: its signatures may be out, but it moves nothing, and nothing
 * else would ever ask for new ones. What moves money stays with its executor until the chain or a cancel ends it.
 */
export async function backToApprovers(
  tx: Tx,
  row: WithdrawalRow,
  why: { now: Date; reason: string },
): Promise<AuditDraft[]> {
  const steps: readonly WithdrawalState[] =
    row.state === 'ready'
      ? ['awaiting-approvals']
      : row.state === 'executing' && row.class === 'cancel'
        ? ['ready', 'awaiting-approvals']
        : []
  const events: AuditDraft[] = []
  let at = row
  for (const step of steps) {
    const moved = await moveWithdrawal(tx, at, step, { ...why, change: { readyFrom: null } })
    at = moved.row
    events.push(moved.event)
  }
  return events
}

/**
 * Takes approvals out of the count for good, each with its event.
 * @param why what is wrong with them; that the review is another one where it is left out
 */
export async function markStale(tx: Tx, ids: readonly string[], why?: string): Promise<AuditDraft[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .update(approval)
    .set({ isStale: true })
    .where(inArray(approval.id, [...ids]))
    .returning()
  return rows.map(({ id, withdrawalId, memberId, evidenceDigest }) => ({
    action: 'approval-stale',
    subject: withdrawalId,
    // A type of its own: an event about an `approval` is its member's, with the proof that verifiers check.
    object: named('stale-approval', id, 1, { withdrawalId, memberId, evidenceDigest }),
    reason: why ?? `The review is no longer ${evidenceDigest}.`,
  }))
}
