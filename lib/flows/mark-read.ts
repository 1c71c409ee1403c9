import 'server-only'
import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { notice, noticeRead } from '@/db/schema/notice'
import { AppError } from '@/lib/core/errors'
import { named } from '@/lib/flows/content'
import { defineFlow } from '@/lib/flows/flow'
import { requireMember } from '@/lib/flows/lock-member'
import { write } from '@/lib/flows/write'

const MOST = 200

/** A member read some of their own notices. Once more is no change. */
export const markRead = defineFlow({
  verb: 'mark-read',
  entrance: 'door',
  input: z.strictObject({ noticeIds: z.array(z.int().min(1)).min(1).max(MOST) }),
  gate: {
    actors: ['member'],
    roles: 'any',
    stepUp: { none: 'Says only that its own reader read it; decides nothing.' },
  },
  run: async (ctx, { noticeIds }) => {
    const { memberId } = requireMember(ctx)
    const own = await ctx.db
      .select({ id: notice.id, readAt: noticeRead.at })
      .from(notice)
      .leftJoin(noticeRead, eq(noticeRead.noticeId, notice.id))
      .where(and(eq(notice.memberId, memberId), inArray(notice.id, noticeIds)))
    if (own.length === 0) throw new AppError('NOT_FOUND', 'You have no such notice.')
    const unread = own.filter(({ readAt }) => readAt === null).map(({ id }) => id)
    if (unread.length === 0) return { read: 0 }
    return write(ctx, async (tx) => {
      const rows = await tx
        .insert(noticeRead)
        .values(unread.map((noticeId) => ({ noticeId, at: ctx.now })))
        .onConflictDoNothing()
        .returning({ noticeId: noticeRead.noticeId })
      const object = named('notice-read', memberId, 1, { noticeIds: unread.toSorted((a, b) => a - b) })
      return [{ read: rows.length }, [{ action: 'mark-read', object }]]
    })
  },
})
