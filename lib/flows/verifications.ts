import 'server-only'
import { z } from 'zod'
import type { Reader } from '@/db/client'
import { proposal, proposalDecision } from '@/db/schema/proposal'
import { and, eq, inArray } from 'drizzle-orm'
import type { Verification } from '@/lib/assess/types'
import { verificationSchema } from '@/lib/flows/proposals/verification'
import type { RegisteredRows } from '@/lib/flows/registered-rows'

const KINDS = ['add-contacts', 'verify-contact'] as const

const bodies = z.union([
  z.object({ contacts: z.array(z.object({ id: z.string(), verification: verificationSchema.optional() })) }),
  z
    .object({ entryId: z.string(), verification: verificationSchema })
    .transform(({ entryId, verification }) => ({ contacts: [{ id: entryId, verification }] })),
])

type Agreed = { readonly body: string; readonly decidedAt: Date }

/**
 * How each entry of the book was verified, by its id: what the newest proposal says that two people agreed to, word for
 * word. A hand-over holds those proposals against the log like everything registered.
 */
export function verificationsIn({
  proposals,
  proposalDecisions,
}: Pick<RegisteredRows, 'proposals' | 'proposalDecisions'>): ReadonlyMap<string, Verification> {
  const approvedAt = new Map(
    proposalDecisions.flatMap((one) => (one.decision === 'approved' ? [[one.proposalId, one.at] as const] : [])),
  )
  return verificationsOf(
    proposals.flatMap(({ id, kind, body }) => {
      const decidedAt = approvedAt.get(id)
      return decidedAt === undefined || !KINDS.some((one) => one === kind) ? [] : [{ body, decidedAt }]
    }),
  )
}

/** The same for a page that reads nothing else of what is registered. */
export async function readVerifications(db: Reader): Promise<ReadonlyMap<string, Verification>> {
  return verificationsOf(
    await db
      .select({ body: proposal.body, decidedAt: proposalDecision.at })
      .from(proposal)
      .innerJoin(proposalDecision, eq(proposalDecision.proposalId, proposal.id))
      .where(and(eq(proposalDecision.decision, 'approved'), inArray(proposal.kind, [...KINDS]))),
  )
}

function verificationsOf(agreed: readonly Agreed[]): ReadonlyMap<string, Verification> {
  const inOrder = agreed.toSorted((a, b) => a.decidedAt.getTime() - b.decidedAt.getTime())
  return new Map(
    inOrder.flatMap(({ body }) => {
      const read = bodies.safeParse(JSON.parse(body))
      if (!read.success) return []
      return read.data.contacts.flatMap(({ id, verification }) =>
        verification === undefined ? [] : [[id, toldOf(verification)] as const],
      )
    }),
  )
}

// The signature itself proved what it could when it was agreed to, and is nobody's to read on a page.
const toldOf = (given: z.output<typeof verificationSchema>): Verification =>
  given.how === 'signed-message' ? { how: given.how } : given
