import 'server-only'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Reader } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { member } from '@/db/schema/member'
import { proposal, proposalDecision } from '@/db/schema/proposal'
import type { Json } from '@/lib/core/canonical'

/** A proposal that a second admin agreed to: who changed what. */
export type AgreedChange = {
  readonly proposalId: string
  readonly kind: string
  readonly body: Json
  readonly authorName: string
  readonly deciderName: string
  readonly agreedAt: Date
}

/** What was agreed to, of some kinds of lib/flows/proposals, the oldest first. */
export async function listAgreed(db: Reader, _viewer: Viewer, kinds: readonly string[]): Promise<AgreedChange[]> {
  const [author, decider] = [alias(member, 'author'), alias(member, 'decider')]
  const rows = await db
    .select({ row: proposal, agreedAt: proposalDecision.at, authorName: author.name, deciderName: decider.name })
    .from(proposal)
    .innerJoin(proposalDecision, eq(proposalDecision.proposalId, proposal.id))
    .innerJoin(author, eq(author.id, proposal.authorId))
    .innerJoin(decider, eq(decider.id, proposalDecision.memberId))
    .where(and(inArray(proposal.kind, [...kinds]), eq(proposalDecision.decision, 'approved')))
    .orderBy(asc(proposalDecision.at), asc(proposal.id))
  return rows.map(({ row, ...people }) => ({
    ...{ proposalId: row.id, kind: row.kind, body: JSON.parse(row.body) as Json },
    ...people,
  }))
}
