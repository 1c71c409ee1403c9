import 'server-only'
import { z } from 'zod'
import { AppError } from '@/lib/core/errors'
import { named } from '@/lib/flows/content'
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
 * Its initiator takes a withdrawal back. Where a signature was requested it stays alive until its nonce is used up on
 * chain, and the state says so (SPEC §3).
 */
export const cancel = defineFlow({
  verb: 'cancel',
  entrance: 'door',
  input: z.strictObject({
    withdrawalId: withdrawalIdInput,
    reason: reasonInput('Give a reason of at least eight characters; everyone on it reads it.'),
  }),
  gate: {
    actors: ['member'],
    roles: ['initiator'],
    stepUp: { none: 'Stopping is never harder than acting: a live session is enough (SPEC §5).' },
  },
  run: async (ctx, { withdrawalId, reason }) =>
    write(ctx, async (tx) => {
      const { actor } = ctx
      if (actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
      const row = await lockWithdrawal(tx, withdrawalId, OPEN)
      assertStoppable(row)
      if (row.initiatorId !== actor.memberId)
        throw new AppError(
          'NOT_ALLOWED',
          `Somebody else staged ${row.id}; its initiator cancels it, signers reject it.`,
        )
      const to = endingOf('cancelled', row.signatureRequestedAt !== null)
      const moved = await moveWithdrawal(tx, row, to, {
        now: ctx.now,
        reason: `Cancelled by ${actor.name}`,
        change: to === 'cancelled' ? { isNonceHeld: false } : {},
      })
      await enqueue(tx, 'sign-checkpoint')
      const object = named('cancellation', row.id, 1, { withdrawalId: row.id, memberId: actor.memberId })
      return [
        { state: moved.row.state },
        [{ action: 'cancel', subject: row.safeTxHash, object, personal: { reason } }, moved.event],
      ]
    }),
})
