import 'server-only'
import { z } from 'zod'
import { and, eq } from 'drizzle-orm'
import { submission } from '@/db/schema/withdrawal'
import { AppError } from '@/lib/core/errors'
import { submissionObject } from '@/lib/flows/content'
import { enqueueFollow } from '@/lib/flows/enqueue-follow'
import { defineFlow } from '@/lib/flows/flow'
import { hashInput, withdrawalIdInput } from '@/lib/flows/inputs'
import { write } from '@/lib/flows/write'

/** The executor's wallet says which transaction it sent: a hint for the worker, never a proof of anything. */
export const reportSubmission = defineFlow({
  verb: 'report-submission',
  entrance: 'door',
  input: z.strictObject({ withdrawalId: withdrawalIdInput, txHash: hashInput }),
  gate: {
    actors: ['member'],
    roles: ['executor'],
    stepUp: { none: 'Only tells the worker where to look; what the chain says decides.' },
  },
  run: async (ctx, input) =>
    write(ctx, async (tx) => {
      const { actor } = ctx
      if (actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
      const [row] = await tx
        .update(submission)
        .set({ reportedTxHash: input.txHash })
        .where(
          and(
            eq(submission.withdrawalId, input.withdrawalId),
            eq(submission.executorId, actor.memberId),
            eq(submission.isOpen, true),
          ),
        )
        .returning()
      if (!row) throw new AppError('CONFLICT', 'There is no open hand-over of yours for this withdrawal.')
      await enqueueFollow(tx, row.id, ctx.now, 0)
      return [
        { attempt: row.attempt },
        [{ action: 'report-submission', subject: input.txHash, object: submissionObject(row) }],
      ]
    }),
})
