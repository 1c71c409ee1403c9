import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import { proposal, proposalDecision } from '@/db/schema/proposal'
import type { policy } from '@/db/schema/registry'
import { changePolicy } from '@/lib/flows/proposals/change-policy'
import type { RegisteredRows } from '@/lib/flows/registered-rows'

type PolicyRow = Pick<typeof policy.$inferSelect, 'id' | 'version'>
type ProposalRow = Pick<typeof proposal.$inferSelect, 'id' | 'kind' | 'body'>

/** The proposal that two people agreed on and that made this policy version; null for one that was there from the start. */
export async function proposalOf(db: Reader, row: PolicyRow): Promise<string | null> {
  const agreed = await db
    .select({ id: proposal.id, kind: proposal.kind, body: proposal.body })
    .from(proposal)
    .innerJoin(proposalDecision, eq(proposalDecision.proposalId, proposal.id))
    .where(and(eq(proposal.kind, changePolicy.id), eq(proposalDecision.decision, 'approved')))
  return agreed.find((one) => isAbout(one, row))?.id ?? null
}

/** Whether a proposal is of this policy version. */
export function isAbout(one: ProposalRow, { id, version }: PolicyRow): boolean {
  if (one.kind !== changePolicy.id) return false
  const { data } = changePolicy.body.safeParse(JSON.parse(one.body))
  return data?.policy.id === id && data.policy.version === version
}

/** The agreed proposal of a policy version, among rows that were read. */
export const agreedProposalOf = ({ proposals, proposalDecisions }: RegisteredRows, row: PolicyRow) =>
  proposals.find(
    (one) =>
      isAbout(one, row) &&
      proposalDecisions.some(({ proposalId, decision }) => proposalId === one.id && decision === 'approved'),
  )
