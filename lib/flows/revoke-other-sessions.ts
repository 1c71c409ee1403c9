import 'server-only'
import { and, eq, gt, isNull, ne } from 'drizzle-orm'
import { z } from 'zod'
import { session } from '@/db/schema/session'
import { AppError } from '@/lib/core/errors'
import { named } from '@/lib/flows/content'
import { defineFlow } from '@/lib/flows/flow'
import { requireMember } from '@/lib/flows/lock-member'
import { type AuditDraft, write } from '@/lib/flows/write'

/** Ends every session of the member but the one it is called from. */
export const revokeOtherSessions = defineFlow({
  verb: 'revoke-other-sessions',
  entrance: 'door',
  input: z.strictObject({}),
  gate: {
    actors: ['member'],
    roles: 'any',
    stepUp: { none: 'Ends own sessions and gives nobody anything; always easy, also with a lost passkey.' },
  },
  run: async (ctx) => {
    const { memberId, sessionHash } = requireMember(ctx)
    return write(ctx, async (tx) => {
      const ended = await tx
        .update(session)
        .set({ revokedAt: ctx.now })
        .where(
          and(
            eq(session.memberId, memberId),
            ne(session.idHash, sessionHash),
            isNull(session.revokedAt),
            gt(session.expiresAt, ctx.now),
          ),
        )
        .returning({ idHash: session.idHash })
      const events = ended.map(({ idHash }): AuditDraft => {
        const content = { memberId, revokedAt: ctx.now.toISOString() }
        return { action: 'revoke-other-sessions', object: named('session', idHash, 2, content) }
      })
      const [first, ...rest] = events
      if (!first) throw new AppError('NOT_FOUND', 'You have no other session.')
      return [{ ended: events.length }, [first, ...rest]]
    })
  },
})
