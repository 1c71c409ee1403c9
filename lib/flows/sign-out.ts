import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { session } from '@/db/schema/session'
import { AppError } from '@/lib/core/errors'
import { named } from '@/lib/flows/content'
import { defineFlow } from '@/lib/flows/flow'
import { write } from '@/lib/flows/write'

/** Ends the session it is called from, for good and at once. */
export const signOut = defineFlow({
  verb: 'sign-out',
  entrance: 'session',
  input: z.strictObject({}),
  gate: { actors: ['member'], roles: 'any', stepUp: { none: 'ends the own session; gives nobody anything' } },
  run: async (ctx) => {
    const { actor } = ctx
    if (actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'You are signed out already.')
    return write(ctx, async (tx) => {
      const [ended] = await tx
        .update(session)
        .set({ revokedAt: ctx.now })
        .where(and(eq(session.idHash, actor.sessionHash), isNull(session.revokedAt)))
        .returning({ memberId: session.memberId })
      if (!ended) throw new AppError('NOT_SIGNED_IN', 'You are signed out already.')
      const content = { memberId: ended.memberId, revokedAt: ctx.now.toISOString() }
      return [undefined, [{ action: 'sign-out', object: named('session', actor.sessionHash, 2, content) }]]
    })
  },
})
