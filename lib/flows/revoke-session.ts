import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { session } from '@/db/schema/session'
import { AppError } from '@/lib/core/errors'
import { named } from '@/lib/flows/content'
import { defineFlow } from '@/lib/flows/flow'
import { digestInput } from '@/lib/flows/inputs'
import { requireMember } from '@/lib/flows/lock-member'
import { write } from '@/lib/flows/write'

/** Ends one of the member's own sessions, at once: its next request is signed out. */
export const revokeSession = defineFlow({
  verb: 'revoke-session',
  entrance: 'door',
  /** SHA-256 of the session id, as the list of sessions names it. */
  input: z.strictObject({ sessionHash: digestInput }),
  gate: {
    actors: ['member'],
    roles: 'any',
    stepUp: { none: 'Ends an own session and gives nobody anything; always easy, also with a lost passkey.' },
  },
  run: async (ctx, { sessionHash }) => {
    const { memberId } = requireMember(ctx)
    return write(ctx, async (tx) => {
      const [ended] = await tx
        .update(session)
        .set({ revokedAt: ctx.now })
        .where(and(eq(session.idHash, sessionHash), eq(session.memberId, memberId), isNull(session.revokedAt)))
        .returning({ idHash: session.idHash })
      if (!ended) throw new AppError('NOT_FOUND', 'You have no such session; it may be over already.')
      const content = { memberId, revokedAt: ctx.now.toISOString() }
      return [{ ended: 1 }, [{ action: 'revoke-session', object: named('session', sessionHash, 2, content) }]]
    })
  },
})
