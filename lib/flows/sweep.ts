import 'server-only'
import { and, eq, or } from 'drizzle-orm'
import { z } from 'zod'
import { submission, withdrawal } from '@/db/schema/withdrawal'
import { enqueue } from '@/lib/flows/enqueue'
import { enqueueFollow } from '@/lib/flows/enqueue-follow'
import { defineFlow } from '@/lib/flows/flow'

/**
 * Asks again for everything that may be due: a worker that was killed holds its jobs, and one that failed for long
 * waits long. Asking twice is harmless, since every job looks at the rows and not at why it was asked.
 */
export const sweep = defineFlow({
  verb: 'sweep',
  entrance: 'job',
  input: z.strictObject({}),
  gate: {
    actors: ['system'],
    roles: [],
    stepUp: { none: 'only asks for jobs, each with a gate of its own' },
  },
  run: async (ctx) => {
    await enqueue(ctx.db, 'sequence-log')
    await enqueue(ctx.db, 'derive-notices')
    await enqueue(ctx.db, 'send-notices')
    await enqueue(ctx.db, 'cool-down')
    await enqueue(ctx.db, 'activate-policies')
    await enqueue(ctx.db, 'expire')
    await enqueue(ctx.db, 'watch-safes')
    await enqueue(ctx.db, 'follow-onward')
    await enqueue(ctx.db, 'refresh-lists')
    const open = await ctx.db
      .select({ id: submission.id })
      .from(submission)
      .innerJoin(withdrawal, eq(withdrawal.id, submission.withdrawalId))
      // A reverted attempt made its signatures public, so it is watched until the nonce is used.
      .where(or(eq(submission.isOpen, true), and(eq(submission.state, 'reverted'), eq(withdrawal.isNonceHeld, true))))
    for (const { id } of open) await enqueueFollow(ctx.db, id, ctx.now, 0)
    return { followed: open.length }
  },
})
