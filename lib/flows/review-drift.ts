import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { review } from '@/db/schema/withdrawal'
import { evidenceDigest } from '@/lib/approve/evidence'
import { type EvidenceChange, evidenceChanges } from '@/lib/approve/evidence-changes'
import type { ApprovalRecord } from '@/lib/approve/types'
import type { Json } from '@/lib/core/canonical'
import type { Reviewed } from '@/lib/flows/gather-review'

/** The newest approval that was given for other evidence than there is now and not given again, and what changed since. */
export type Drift = {
  readonly memberId: string
  readonly approver: string
  /** Null where the review that was approved no longer stands in the database as it was. */
  readonly changes: readonly EvidenceChange[] | null
}

/**
 * Compares what is shown with what was approved last, where that is something else. Writes nothing.
 * @param isOver then also with what was approved before whoever gave it approved again
 */
export async function readDrift(
  db: Db,
  withdrawalId: string,
  approvals: readonly ApprovalRecord[],
  { digest, evidence }: Pick<Reviewed, 'digest' | 'evidence'>,
  isOver: boolean,
): Promise<Drift | null> {
  // Whoever approved again has read what is now. Once it is over nobody has to; what changed in between is what is asked.
  const again = isOver ? [] : approvals.filter((one) => isOf(one, digest))
  const current = new Set(again.map(({ memberId }) => memberId))
  const approved = approvals.findLast((one) => !isOf(one, digest) && !current.has(one.memberId))
  if (!approved) return null
  const then = approved.subject.evidenceDigest
  const [kept] = await db
    .select({ evidence: review.evidence })
    .from(review)
    .where(and(eq(review.withdrawalId, withdrawalId), eq(review.digest, then)))
    .limit(1)
  const { memberId, memberName: approver } = approved
  const before = kept === undefined ? null : (JSON.parse(kept.evidence) as Json)
  const isAsItWas = before !== null && evidenceDigest(before) === then
  return { memberId, approver, changes: isAsItWas ? evidenceChanges(before, JSON.parse(evidence) as Json) : null }
}

const isOf = ({ subject }: ApprovalRecord, digest: string): boolean => subject.evidenceDigest === digest
