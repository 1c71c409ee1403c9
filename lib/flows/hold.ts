import 'server-only'
import { z } from 'zod'
import { withdrawalHold } from '@/db/schema/hold'
import { AppError } from '@/lib/core/errors'
import { holdObject } from '@/lib/flows/content'
import { enqueue } from '@/lib/flows/enqueue'
import { defineFlow } from '@/lib/flows/flow'
import { reasonInput, withdrawalIdInput } from '@/lib/flows/inputs'
import { lockWithdrawal } from '@/lib/flows/locks'
import { moveWithdrawal } from '@/lib/flows/move'
import { assertStoppable } from '@/lib/flows/signed-cancel'
import { write } from '@/lib/flows/write'

/** Before the signatures are handed over; afterwards only the chain stops it. */
export const HOLDABLE: readonly string[] = ['awaiting-approvals', 'cooling', 'ready']

/** What pages say of a held withdrawal: the same words whoever had it held. */
export const heldReason = (note: string): string => `Waiting for compliance: ${note}`

/** Compliance stops a withdrawal with a note, until compliance releases it (SPEC §1). No approval is lost. */
export const hold = defineFlow({
  verb: 'hold',
  entrance: 'door',
  input: z.strictObject({
    withdrawalId: withdrawalIdInput,
    note: reasonInput('Give a note of at least eight characters; everyone on it reads it.'),
  }),
  gate: {
    actors: ['member'],
    roles: ['compliance'],
    stepUp: { none: 'Stopping is never harder than acting: a live session is enough (SPEC §5).' },
  },
  run: async (ctx, { withdrawalId, note }) =>
    write(ctx, async (tx) => {
      const { actor } = ctx
      if (actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
      const row = await lockWithdrawal(tx, withdrawalId, HOLDABLE)
      assertStoppable(row)
      const values = { withdrawalId, memberId: actor.memberId, note, at: ctx.now }
      const [held] = await tx.insert(withdrawalHold).values(values).returning()
      if (!held) throw new Error('insert returned no row')
      const moved = await moveWithdrawal(tx, row, 'held', { now: ctx.now, reason: heldReason(note) })
      await enqueue(tx, 'sign-checkpoint')
      const event = { action: 'hold', subject: row.safeTxHash, object: holdObject(held), personal: { reason: note } }
      return [{ state: moved.row.state }, [event, moved.event]]
    }),
})
