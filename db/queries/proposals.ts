import 'server-only'
import { desc, eq } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Reader } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { member } from '@/db/schema/member'
import { proposal, proposalDecision } from '@/db/schema/proposal'
import type { Json } from '@/lib/core/canonical'

/** A proposal and what became of it. */
export type ProposalLine = {
  readonly id: string
  readonly kind: string
  readonly body: Json
  readonly reason: string
  readonly authorId: string
  readonly authorName: string
  readonly at: Date
  /** Null while it waits for a second person. */
  readonly decided: {
    readonly decision: string
    readonly memberName: string
    readonly reason: string
    readonly at: Date
  } | null
}

const MOST = 200

/** Proposals, the newest first; everybody here may read who changed what. */
export async function listProposals(db: Reader, _viewer: Viewer): Promise<ProposalLine[]> {
  const rows = await selectLines(db).orderBy(desc(proposal.at), desc(proposal.id)).limit(MOST)
  return rows.map(toLine)
}

/** One proposal, or null. */
export async function readProposalLine(db: Reader, _viewer: Viewer, id: string): Promise<ProposalLine | null> {
  const [row] = await selectLines(db).where(eq(proposal.id, id))
  return row ? toLine(row) : null
}

const author = alias(member, 'author')
const decider = alias(member, 'decider')

const selectLines = (db: Reader) =>
  db
    .select({ row: proposal, author: author.name, decision: proposalDecision, decider: decider.name })
    .from(proposal)
    .innerJoin(author, eq(author.id, proposal.authorId))
    .leftJoin(proposalDecision, eq(proposalDecision.proposalId, proposal.id))
    .leftJoin(decider, eq(decider.id, proposalDecision.memberId))
    .$dynamic()

type Row = Awaited<ReturnType<typeof selectLines>>[number]

function toLine({ row, author: authorName, decision, decider: memberName }: Row): ProposalLine {
  return {
    ...{ id: row.id, kind: row.kind, reason: row.reason, authorId: row.authorId, authorName, at: row.at },
    body: JSON.parse(row.body) as Json,
    decided: decision && {
      ...{ decision: decision.decision, memberName: memberName ?? decision.memberId },
      ...{ reason: decision.reason, at: decision.at },
    },
  }
}
