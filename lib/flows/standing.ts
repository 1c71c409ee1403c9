import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Reader } from '@/db/client'
import { approval } from '@/db/schema/withdrawal'
import { standingOf } from '@/lib/approve/standing'
import type { ApprovalSubject } from '@/lib/approve/types'
import type { Digest } from '@/lib/core/digest'
import { DRIFTING_RULES } from '@/lib/flows/gather-review'
import type { CurrentReview } from '@/lib/flows/review-now'
import { assignQuorum } from '@/lib/policy/quorum'

export type ApprovalRow = typeof approval.$inferSelect

/** Which approvals count against the current review, which went stale, and what is still missing, by name. */
export async function readStanding(
  db: Reader,
  current: Omit<CurrentReview, 'row'> & { row: { id: string; initiatorId: string } },
) {
  const { reviewed, registry, row } = current
  const rows = await db
    .select()
    .from(approval)
    .where(and(eq(approval.withdrawalId, row.id), eq(approval.isStale, false)))
  const judged = rows.map((given) => ({
    given,
    standing: standingOf(
      {
        evidenceDigest: given.evidenceDigest as Digest,
        acknowledged: (given.subject as ApprovalSubject).acknowledged,
      },
      { evidenceDigest: reviewed.digest, assessment: reviewed.assessment },
      DRIFTING_RULES,
    ),
  }))
  const given = judged.filter(({ standing }) => standing === 'current').map((one) => one.given)
  const quorum = assignQuorum({
    requirement: reviewed.requirement,
    people: registry.people,
    initiatorId: row.initiatorId,
    approvals: given.map(({ memberId, owner }) => ({ memberId, owner: owner as Address })),
  })
  return {
    given,
    stale: judged.filter(({ standing }) => standing === 'stale').map((one) => one.given.id),
    isSuspended: judged.some(({ standing }) => standing === 'suspended'),
    quorum,
  }
}
