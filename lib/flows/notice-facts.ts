import 'server-only'
import { and, desc, eq, isNull } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import { member } from '@/db/schema/member'
import { policyActivation, policyVeto, proposal, proposalDecision } from '@/db/schema/proposal'
import { policy } from '@/db/schema/registry'
import { approval, review, withdrawal } from '@/db/schema/withdrawal'
import { changePolicy } from '@/lib/flows/proposals/change-policy'
import { decodeWire } from '@/lib/core/wire'
import type { NoticeFacts } from '@/lib/notices/notices-of'
import type { Subjects } from '@/lib/notices/subjects-of'
import type { Requirement } from '@/lib/policy/types'

/** Active members with their roles: whoever can be told anything. */
export const readTellable = (db: Reader): Promise<{ id: string; roles: string[] }[]> =>
  db.select({ id: member.id, roles: member.roles }).from(member).where(eq(member.isActive, true)).orderBy(member.id)

/** How the things that a leaf is about stand now. */
export async function readNoticeFacts(
  db: Reader,
  { withdrawalId, proposalId, approvalId }: Subjects,
): Promise<Omit<NoticeFacts, 'members'>> {
  return {
    withdrawal: withdrawalId === null ? null : await readStanding(db, withdrawalId),
    proposal: proposalId === null ? null : await readProposal(db, proposalId),
    staleApproverId: approvalId === null ? null : await readApprover(db, approvalId),
  }
}

/** Who has not approved a withdrawal of those whom its newest review names, and who has. Null where there is none. */
export async function readStanding(db: Reader, withdrawalId: string): Promise<NoticeFacts['withdrawal']> {
  const [row] = await db
    .select({ initiatorId: withdrawal.initiatorId, state: withdrawal.state })
    .from(withdrawal)
    .where(eq(withdrawal.id, withdrawalId))
  if (!row) return null
  const given = await db
    .select({ memberId: approval.memberId })
    .from(approval)
    .where(and(eq(approval.withdrawalId, withdrawalId), eq(approval.isStale, false)))
  const [newest] = await db
    .select({ shown: review.shown })
    .from(review)
    .where(eq(review.withdrawalId, withdrawalId))
    .orderBy(desc(review.at))
    .limit(1)
  const requirement = newest ? (decodeWire(newest.shown) as { requirement: Requirement }).requirement : null
  const approvers = given.map(({ memberId }) => memberId)
  const eligible = requirement?.groups.flatMap((group) => group.eligible.map(({ memberId }) => memberId)) ?? []
  const missing = [...new Set(eligible)].filter((id) => id !== row.initiatorId && !approvers.includes(id))
  return { ...row, missing, approvers }
}

async function readProposal(db: Reader, proposalId: string): Promise<NoticeFacts['proposal']> {
  const [row] = await db
    .select({ kind: proposal.kind, body: proposal.body, authorId: proposal.authorId, decision: proposalDecision.decision })
    .from(proposal)
    .leftJoin(proposalDecision, eq(proposalDecision.proposalId, proposal.id))
    .where(eq(proposal.id, proposalId))
  if (!row) return null
  const isCooling = row.decision === 'approved' && row.kind === changePolicy.id
  const { authorId, decision } = row
  return { authorId, isDecided: decision !== null, coolsUntil: isCooling ? await readCooling(db, row.body) : null }
}

/** When a version counts that does not yet, and that nobody vetoed. */
async function readCooling(db: Reader, body: string): Promise<string | null> {
  const { data } = changePolicy.body.safeParse(JSON.parse(body))
  if (!data) return null
  const { id, version } = data.policy
  const [row] = await db
    .select({ activeFrom: policy.activeFrom })
    .from(policy)
    .leftJoin(policyActivation, and(eq(policyActivation.policyId, policy.id), eq(policyActivation.version, policy.version)))
    .leftJoin(policyVeto, and(eq(policyVeto.policyId, policy.id), eq(policyVeto.version, policy.version)))
    .where(
      and(
        ...[eq(policy.id, id), eq(policy.version, version), eq(policy.isActive, false)],
        ...[isNull(policyActivation.policyId), isNull(policyVeto.policyId)],
      ),
    )
  return row?.activeFrom.toISOString() ?? null
}

async function readApprover(db: Reader, approvalId: string): Promise<string | null> {
  const [row] = await db.select({ memberId: approval.memberId }).from(approval).where(eq(approval.id, approvalId))
  return row?.memberId ?? null
}
