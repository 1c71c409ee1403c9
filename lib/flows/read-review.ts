import 'server-only'
import { z } from 'zod'
import { AppError } from '@/lib/core/errors'
import { defineFlow } from '@/lib/flows/flow'
import { withdrawalIdInput } from '@/lib/flows/inputs'
import { loadReviewPage } from '@/lib/flows/review-page'

/** What the review page shows, for clients without a page. Computed fresh; writes nothing. */
export const readReview = defineFlow({
  verb: 'read-review',
  entrance: 'door',
  input: z.strictObject({ withdrawalId: withdrawalIdInput }),
  gate: {
    actors: ['member'],
    roles: 'any',
    stepUp: { none: 'Reading: a session is enough and nothing is written.' },
  },
  run: async (ctx, { withdrawalId }) => {
    if (ctx.actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
    return loadReviewPage(ctx, ctx.actor, withdrawalId)
  },
})
