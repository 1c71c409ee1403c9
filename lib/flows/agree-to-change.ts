import 'server-only'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Reader } from '@/db/client'
import { installation } from '@/db/schema/installation'
import { proposal, proposalDecision } from '@/db/schema/proposal'
import { agreeSubject } from '@/lib/approve/proposal-subjects'
import type { Json } from '@/lib/core/canonical'
import { AppError } from '@/lib/core/errors'
import { proposalDecisionObject } from '@/lib/flows/content'
import { enqueue } from '@/lib/flows/enqueue'
import { defineFlow } from '@/lib/flows/flow'
import { proposalIdInput } from '@/lib/flows/inputs'
import { assertKept } from '@/lib/flows/kept-passkeys'
import { lockActor, requireMember } from '@/lib/flows/lock-member'
import { proofColumns } from '@/lib/flows/proof-columns'
import { assertFits, kindNamed, parseBody } from '@/lib/flows/proposal-body'
import { readRegisteredRowsOn } from '@/lib/flows/registered-rows'
import { assertActing } from '@/lib/flows/acting'
import { isUniqueViolation } from '@/lib/flows/unique-violation'
import { write } from '@/lib/flows/write'

/** A second admin agrees, with a passkey bound to every word of the proposal; in the same transaction it is done. */
export const agreeToChange = defineFlow({
  verb: 'agree-to-change',
  entrance: 'door',
  input: z.strictObject({ proposalId: proposalIdInput }),
  gate: {
    actors: ['member'],
    roles: ['admin'],
    stepUp: {
      action: 'agree-to-change',
      subject: async (ctx, { proposalId }) => ({
        digest: subjectOf(await readProposal(ctx.db, proposalId)),
        policyVersion: 0,
      }),
    },
  },
  run: async (ctx, { proposalId }) => {
    const asked = await readProposal(ctx.db, proposalId)
    if (asked.authorId === requireMember(ctx).memberId)
      throw new AppError('NOT_ALLOWED', `You proposed ${proposalId} yourself; another admin has to agree.`)
    const kind = kindNamed(asked.kind)
    const body = parseBody(kind, bodyOf(asked))
    if (kind.concerns?.(body) === requireMember(ctx).memberId)
      throw new AppError('NOT_ALLOWED', `${proposalId} is about you; another admin has to agree.`)
    await assertFits(ctx, kind, body)
    return once(proposalId, () =>
      write(ctx, async (tx) => {
        // One change after another, so that two that fit the desk alone cannot both be done where they do not fit together.
        const [installed] = await tx.select().from(installation).for('update')
        if (!installed) throw new AppError('UNAVAILABLE', 'This desk is not set up yet.')
        const second = await lockActor(tx, ctx)
        if (!second.roles.includes('admin'))
          throw new AppError('NOT_ALLOWED', 'You are no longer admin; nothing was done.')
        await assertKept(tx, ctx)
        await assertActing(tx, [second.memberId, asked.authorId])
        const rows = await readRegisteredRowsOn(tx)
        kind.check(body, rows, ctx.now)
        const [decision] = await tx
          .insert(proposalDecision)
          .values({
            ...{ proposalId, memberId: second.memberId, decision: 'approved', reason: '', at: ctx.now },
            ...proofColumns(ctx),
          })
          .returning()
        if (!decision) throw new Error('insert returned no row')
        const objects = await kind.apply(tx, body, { proposalId, at: ctx.now, installed, rows })
        await enqueue(tx, 'sign-checkpoint')
        const event = { action: 'agree-to-change', subject: ctx.proof?.preimage.subject ?? '' }
        return [
          { proposalId, objects: objects.length },
          [{ ...event, object: proposalDecisionObject(decision) }, ...objects.map((object) => ({ ...event, object }))],
        ]
      }),
    )
  },
})

type ProposalRow = typeof proposal.$inferSelect

/** @throws AppError NOT_FOUND, CONFLICT when it was decided */
async function readProposal(db: Reader, proposalId: string): Promise<ProposalRow> {
  const [row] = await db
    .select({ proposal, decision: proposalDecision.decision })
    .from(proposal)
    .leftJoin(proposalDecision, eq(proposalDecision.proposalId, proposal.id))
    .where(eq(proposal.id, proposalId))
  if (!row) throw new AppError('NOT_FOUND', `There is no proposal ${proposalId}.`)
  if (row.decision !== null) throw decided(proposalId, row.decision)
  return row.proposal
}

async function once<T>(proposalId: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    // Somebody decided meanwhile, or two changes want the same name or address.
    if (!isUniqueViolation(error)) throw error
    throw new AppError('CONFLICT', `${proposalId} no longer fits: something else changed a moment ago. Read it again.`)
  }
}

const bodyOf = ({ body }: ProposalRow): Json => JSON.parse(body) as Json

const subjectOf = (row: ProposalRow) =>
  agreeSubject({ id: row.id, authorId: row.authorId, kind: row.kind, body: bodyOf(row), reason: row.reason })

const decided = (id: string, decision: string) =>
  new AppError('CONFLICT', `${id} was ${decision === 'approved' ? 'agreed to' : decision} already; nothing was done.`)
