import 'server-only'
import { and, inArray, lte, not, sql } from 'drizzle-orm'
import { z } from 'zod'
import { withdrawal } from '@/db/schema/withdrawal'
import { AppError } from '@/lib/core/errors'
import { type Ctx, defineFlow } from '@/lib/flows/flow'
import { lockWithdrawal } from '@/lib/flows/locks'
import { moveWithdrawal } from '@/lib/flows/move'
import { assertStoppable } from '@/lib/flows/signed-cancel'
import { write } from '@/lib/flows/write'
import { endingOf } from '@/lib/stage/lifecycle'

const OPEN = ['blocked', 'held', 'awaiting-approvals', 'cooling', 'ready']

// As lib/flows/signed-cancel.ts says it: it never runs out of time.
const IS_SIGNED_CANCEL = sql`(${withdrawal.class} = 'cancel' AND ${withdrawal.signatureRequestedAt} IS NOT NULL)`

/** Ends what policy gave no more time. A signature does not expire with it: then it waits for its on-chain cancel. */
export const expire = defineFlow({
  verb: 'expire',
  entrance: 'job',
  input: z.strictObject({}),
  gate: {
    actors: ['system'],
    roles: [],
    stepUp: { none: 'only stops what ran out of time; hands nothing over' },
  },
  run: async (ctx) => {
    const due = await ctx.db
      .select({ id: withdrawal.id })
      .from(withdrawal)
      .where(and(inArray(withdrawal.state, OPEN), lte(withdrawal.expiresAt, ctx.now), not(IS_SIGNED_CANCEL)))
    const expired: string[] = []
    for (const { id } of due) if (await end(ctx, id)) expired.push(id)
    return { expired }
  },
})

async function end(ctx: Ctx, id: string): Promise<boolean> {
  try {
    await write(ctx, async (tx) => {
      const row = await lockWithdrawal(tx, id, OPEN)
      assertStoppable(row)
      const to = endingOf('expired', row.signatureRequestedAt !== null)
      const moved = await moveWithdrawal(tx, row, to, {
        now: ctx.now,
        reason: `Expired at ${row.expiresAt.toISOString()}`,
        change: to === 'expired' ? { isNonceHeld: false } : {},
      })
      return [undefined, [moved.event]]
    })
    return true
  } catch (error) {
    // Somebody moved it in between, or another worker ended it: their move stands.
    if (error instanceof AppError && error.code === 'CONFLICT') return false
    throw error
  }
}
