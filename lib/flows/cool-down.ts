import 'server-only'
import { and, eq, lte } from 'drizzle-orm'
import { z } from 'zod'
import { withdrawal } from '@/db/schema/withdrawal'
import { AppError } from '@/lib/core/errors'
import { type Ctx, defineFlow } from '@/lib/flows/flow'
import { lockWithdrawal } from '@/lib/flows/locks'
import { moveWithdrawal } from '@/lib/flows/move'
import { write } from '@/lib/flows/write'

/**
 * Ends the delay that policy asked for. Readies only what the database says is due; preflight judges everything again
 * before any signature leaves (SPEC §3, §4).
 */
export const coolDown = defineFlow({
  verb: 'cool-down',
  entrance: 'job',
  input: z.strictObject({}),
  gate: {
    actors: ['system'],
    roles: [],
    stepUp: { none: 'only lets time pass that a quorum started; hands nothing over' },
  },
  run: async (ctx) => {
    const due = await ctx.db
      .select({ id: withdrawal.id })
      .from(withdrawal)
      .where(and(eq(withdrawal.state, 'cooling'), lte(withdrawal.readyFrom, ctx.now)))
    const readied: string[] = []
    for (const { id } of due) if (await makeReady(ctx, id)) readied.push(id)
    return { readied }
  },
})

async function makeReady(ctx: Ctx, id: string): Promise<boolean> {
  try {
    await write(ctx, async (tx) => {
      const row = await lockWithdrawal(tx, id, ['cooling'])
      if (row.readyFrom === null || row.readyFrom > ctx.now) throw new AppError('CONFLICT', `${id} is not due.`)
      const moved = await moveWithdrawal(tx, row, 'ready', { now: ctx.now, reason: 'The delay is over.' })
      return [undefined, [moved.event]]
    })
    return true
  } catch (error) {
    // Someone rejected it, or another worker readied it, in between: their move stands.
    if (error instanceof AppError && error.code === 'CONFLICT') return false
    throw error
  }
}
