import 'server-only'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { installation } from '@/db/schema/installation'
import { policyVeto } from '@/db/schema/proposal'
import { policy } from '@/db/schema/registry'
import { AppError } from '@/lib/core/errors'
import { policyVetoObject } from '@/lib/flows/content'
import { defineFlow } from '@/lib/flows/flow'
import { reasonInput } from '@/lib/flows/inputs'
import { lockActor } from '@/lib/flows/lock-member'
import { isUniqueViolation } from '@/lib/flows/unique-violation'
import { write } from '@/lib/flows/write'

const ROLES = ['admin', 'signer', 'compliance'] as const

/** Stops a policy version while it cools: it never begins to count. The same can be proposed again. */
export const vetoPolicy = defineFlow({
  verb: 'veto-policy',
  entrance: 'door',
  input: z.strictObject({
    policyId: z.string().min(1).max(120),
    version: z.int().min(1),
    reason: reasonInput('Say in at least eight characters why; it stays beside the policy.'),
  }),
  gate: {
    actors: ['member'],
    roles: ROLES,
    stepUp: {
      none: 'Stopping is never harder than acting: a live session is enough, and what counts now goes on counting.',
    },
  },
  run: async (ctx, { policyId, version, reason }) => {
    try {
      return await write(ctx, async (tx) => {
        // Before a version begins to count, or after: both take this row.
        await tx.select({ id: installation.id }).from(installation).for('update')
        const actor = await lockActor(tx, ctx)
        if (!ROLES.some((role) => actor.roles.includes(role)))
          throw new AppError('NOT_ALLOWED', 'You may no longer veto; nothing was done.')
        const [row] = await tx
          .select()
          .from(policy)
          .where(and(eq(policy.id, policyId), eq(policy.version, version)))
          .for('share')
        if (!row) throw new AppError('NOT_FOUND', `There is no version ${version} of ${policyId}.`)
        if (row.isActive) throw new AppError('CONFLICT', `Version ${version} counts already; propose another one.`)
        const [veto] = await tx
          .insert(policyVeto)
          .values({ policyId, version, memberId: actor.memberId, reason, at: ctx.now })
          .returning()
        if (!veto) throw new Error('insert returned no row')
        return [{ policyId, version }, [{ action: 'veto-policy', object: policyVetoObject(veto), reason }]]
      })
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      throw new AppError('CONFLICT', `Version ${version} was vetoed already.`)
    }
  },
})
