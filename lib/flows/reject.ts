import 'server-only'
import { z } from 'zod'
import { rejection } from '@/db/schema/withdrawal'
import { AppError } from '@/lib/core/errors'
import { rejectionObject } from '@/lib/flows/content'
import { enqueue } from '@/lib/flows/enqueue'
import { defineFlow } from '@/lib/flows/flow'
import { reasonInput, withdrawalIdInput } from '@/lib/flows/inputs'
import { lockWithdrawal } from '@/lib/flows/locks'
import { moveWithdrawal } from '@/lib/flows/move'
import { assertStoppable } from '@/lib/flows/signed-cancel'
import { write } from '@/lib/flows/write'
import { endingOf } from '@/lib/stage/lifecycle'

const OPEN = ['blocked', 'held', 'awaiting-approvals', 'cooling', 'ready']

/**
 * One rejection stops a withdrawal. Where a signature was requested it stays alive until its nonce is used up on chain,
 * and the state says so (SPEC §3). Needs no factor and no chain: stopping is never harder than approving.
 */
export const reject = defineFlow({
  verb: 'reject',
  entrance: 'door',
  input: z.strictObject({
    withdrawalId: withdrawalIdInput,
    reason: reasonInput('Give a reason of at least eight characters; everyone on it reads it.'),
  }),
  gate: {
    actors: ['member'],
    roles: ['signer'],
    stepUp: { none: 'Stopping is never harder than approving: a live session is enough (SPEC §5).' },
  },
  run: async (ctx, input) =>
    write(ctx, async (tx) => {
      const { actor } = ctx
      if (actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
      const row = await lockWithdrawal(tx, input.withdrawalId, OPEN)
      assertStoppable(row)
      const [given] = await tx
        .insert(rejection)
        .values({ withdrawalId: row.id, memberId: actor.memberId, reason: input.reason, at: ctx.now })
        .returning()
      if (!given) throw new Error('insert returned no row')
      const to = endingOf('rejected', row.signatureRequestedAt !== null)
      const moved = await moveWithdrawal(tx, row, to, {
        now: ctx.now,
        reason: `Rejected by ${actor.name}`,
        change: to === 'rejected' ? { isNonceHeld: false } : {},
      })
      // Signed at once: nobody can take a rejection out of the log again without it being seen.
      await enqueue(tx, 'sign-checkpoint')
      return [
        { state: moved.row.state },
        [
          {
            action: 'reject',
            subject: row.safeTxHash,
            object: rejectionObject(given),
            personal: { reason: input.reason },
          },
          moved.event,
        ],
      ]
    }),
})
