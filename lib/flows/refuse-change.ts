import 'server-only'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { proposal, proposalDecision } from '@/db/schema/proposal'
import { AppError } from '@/lib/core/errors'
import { proposalDecisionObject } from '@/lib/flows/content'
import { defineFlow } from '@/lib/flows/flow'
import { proposalIdInput, reasonInput } from '@/lib/flows/inputs'
import { lockActor } from '@/lib/flows/lock-member'
import { isUniqueViolation } from '@/lib/flows/unique-violation'
import { write } from '@/lib/flows/write'

/** Ends a proposal without doing it: any admin, its author too, who then takes it back. */
export const refuseChange = defineFlow({
  verb: 'refuse-change',
  entrance: 'door',
  input: z.strictObject({
    proposalId: proposalIdInput,
    reason: reasonInput('Say in at least eight characters why; it stays beside the proposal.'),
  }),
  gate: {
    actors: ['member'],
    roles: ['admin'],
    stepUp: { none: 'Stopping is never harder than acting: a live session is enough, and nothing changes by it.' },
  },
  run: async (ctx, { proposalId, reason }) => {
    try {
      return await write(ctx, async (tx) => {
        const actor = await lockActor(tx, ctx)
        if (!actor.roles.includes('admin'))
          throw new AppError('NOT_ALLOWED', 'You are no longer admin; nothing was done.')
        const [asked] = await tx.select().from(proposal).where(eq(proposal.id, proposalId))
        if (!asked) throw new AppError('NOT_FOUND', `There is no proposal ${proposalId}.`)
        const decision = asked.authorId === actor.memberId ? 'withdrawn' : 'refused'
        const [row] = await tx
          .insert(proposalDecision)
          .values({ proposalId, memberId: actor.memberId, decision, reason, at: ctx.now })
          .returning()
        if (!row) throw new Error('insert returned no row')
        return [{ proposalId, decision }, [{ action: 'refuse-change', object: proposalDecisionObject(row), reason }]]
      })
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      throw new AppError('CONFLICT', `${proposalId} was decided already; nothing was done.`)
    }
  },
})
