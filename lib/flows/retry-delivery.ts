import 'server-only'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { noticeDelivery } from '@/db/schema/notice'
import { AppError } from '@/lib/core/errors'
import { named } from '@/lib/flows/content'
import { enqueue } from '@/lib/flows/enqueue'
import { defineFlow } from '@/lib/flows/flow'
import { write } from '@/lib/flows/write'

/** Tries a delivery that was given up once more, from its first try on and under its own id. */
export const retryDelivery = defineFlow({
  verb: 'retry-delivery',
  entrance: 'door',
  input: z.strictObject({ deliveryId: z.uuid('There is no such delivery.') }),
  gate: {
    actors: ['member'],
    roles: ['admin'],
    stepUp: { none: 'sends only what was to be sent already, to where its member and the environment say' },
  },
  run: async (ctx, { deliveryId }) =>
    write(ctx, async (tx) => {
      const [row] = await tx
        .update(noticeDelivery)
        .set({ state: 'waiting', attempts: 0, nextAt: ctx.now, doneAt: null })
        .where(and(eq(noticeDelivery.id, deliveryId), eq(noticeDelivery.state, 'dead')))
        .returning()
      if (!row) throw new AppError('CONFLICT', 'No such delivery was given up; nothing was done.')
      await enqueue(tx, 'send-notices')
      const object = named('notice-delivery', row.id, 1, { seq: row.seq, channel: row.channel, memberId: row.memberId })
      return [{ isWaiting: true }, [{ action: 'retry-delivery', object }]]
    }),
})
