import 'server-only'
import { inArray } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { approval } from '@/db/schema/withdrawal'
import { named } from '@/lib/flows/content'
import type { AuditDraft } from '@/lib/flows/write'

/** Takes approvals out of the count for good, each with its event: what was approved is no longer what is there. */
export async function markStale(tx: Tx, ids: readonly string[]): Promise<AuditDraft[]> {
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
    reason: `The review is no longer ${evidenceDigest}.`,
  }))
}
