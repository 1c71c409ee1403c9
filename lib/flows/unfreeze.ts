import 'server-only'
import { z } from 'zod'
import { eq } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import { type KnownFreeze, readFreezes } from '@/db/queries/freezes'
import { freezeLift, freezeOrder } from '@/db/schema/freeze'
import { installation } from '@/db/schema/installation'
import { unfreezeSubject } from '@/lib/approve/subjects'
import { AppError } from '@/lib/core/errors'
import { freezeLiftObject } from '@/lib/flows/content'
import { defineFlow } from '@/lib/flows/flow'
import { reasonInput } from '@/lib/flows/inputs'
import { proofColumns } from '@/lib/flows/proof-columns'
import { isUniqueViolation } from '@/lib/flows/unique-violation'
import { write } from '@/lib/flows/write'
import { isLifted, LIFT_PEOPLE, LIFTED, mayLift } from '@/lib/policy/freeze'

const input = z.strictObject({
  freezeId: z.uuid(),
  reason: reasonInput('Give a reason of at least eight characters; it stays beside the freeze.'),
})

/**
 * One person's consent to end a freeze, bound to it by a passkey; the second such consent ends it. Never by who set it,
 * nor by whom it stops (SPEC §6).
 */
export const unfreeze = defineFlow({
  verb: 'unfreeze',
  entrance: 'door',
  input,
  gate: {
    actors: ['member'],
    roles: ['admin', 'compliance'],
    stepUp: {
      action: 'unfreeze',
      subject: async (ctx, { freezeId, reason }) => {
        const { scope } = await readFreeze(ctx.db, freezeId)
        return { digest: unfreezeSubject({ freezeId, scope, reason }), policyVersion: 0 }
      },
    },
  },
  run: async (ctx, { freezeId, reason }) => {
    const { actor } = ctx
    if (actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
    try {
      return await write(ctx, async (tx) => {
        await tx.select({ id: installation.id }).from(installation).for('update')
        const before = await readFreeze(tx, freezeId)
        if (isLifted(before)) throw new AppError('CONFLICT', 'This freeze is lifted already.')
        if (before.causedBy.includes(actor.memberId))
          throw new AppError('NOT_ALLOWED', 'Your signature brought this freeze about, so others lift it.')
        if (!mayLift(actor.memberId, before))
          throw new AppError('NOT_ALLOWED', 'Who set a freeze, or is stopped by it, does not lift it. Others do.')
        const { proof, challenge } = proofColumns(ctx)
        const values = { freezeId, memberId: actor.memberId, reason, proof, challenge, at: ctx.now }
        const [lift] = await tx.insert(freezeLift).values(values).returning()
        const [row] = await tx.select().from(freezeOrder).where(eq(freezeOrder.id, freezeId))
        if (!lift || !row) throw new Error('a lift belongs to its freeze')
        const isOver = isLifted({ ...before, liftedBy: [...before.liftedBy, actor.memberId] })
        const missing = isOver ? 0 : LIFT_PEOPLE - before.liftedBy.length - 1
        return [
          { isOver, missing },
          [
            {
              action: 'unfreeze',
              subject: ctx.proof?.preimage.subject ?? '',
              object: freezeLiftObject(lift, row),
              reason: isOver ? LIFTED : `${missing} more must consent.`,
            },
          ],
        ]
      })
    } catch (error) {
      if (isUniqueViolation(error)) throw new AppError('CONFLICT', 'You consented already; somebody else must too.')
      throw error
    }
  },
})

async function readFreeze(db: Reader, freezeId: string): Promise<KnownFreeze> {
  const found = (await readFreezes(db, null)).find(({ id }) => id === freezeId)
  if (!found) throw new AppError('NOT_FOUND', 'There is no such freeze.')
  return found
}
