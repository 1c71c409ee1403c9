import 'server-only'
import { z } from 'zod'
import { withdrawalHold } from '@/db/schema/hold'
import { holdObject } from '@/lib/flows/content'
import { enqueue } from '@/lib/flows/enqueue'
import { defineFlow } from '@/lib/flows/flow'
import { heldReason, HOLDABLE } from '@/lib/flows/hold'
import { withdrawalIdInput } from '@/lib/flows/inputs'
import { requireMember } from '@/lib/flows/lock-member'
import { lockWithdrawal } from '@/lib/flows/locks'
import { moveWithdrawal } from '@/lib/flows/move'
import { assertStoppable } from '@/lib/flows/signed-cancel'
import { write } from '@/lib/flows/write'

/** Says nothing of why: whoever looks over a signer's shoulder reads it. */
const NOTE = 'A second look before it goes on.'

/**
 * A signer who is under pressure has a withdrawal held until compliance releases it. To everybody but compliance it is a
 * hold like any other; compliance is told that a signer asked for it (lib/notices). It asks for no words and no passkey:
 * there may be no time for either.
 */
export const callCompliance = defineFlow({
  verb: 'call-compliance',
  entrance: 'door',
  input: z.strictObject({ withdrawalId: withdrawalIdInput }),
  gate: {
    actors: ['member'],
    roles: ['signer'],
    stepUp: { none: 'Stopping is never harder than approving, least of all under pressure (SPEC §5).' },
  },
  run: async (ctx, { withdrawalId }) =>
    write(ctx, async (tx) => {
      const { memberId } = requireMember(ctx)
      const row = await lockWithdrawal(tx, withdrawalId, HOLDABLE)
      assertStoppable(row)
      const values = { withdrawalId, memberId, note: NOTE, at: ctx.now }
      const [held] = await tx.insert(withdrawalHold).values(values).returning()
      if (!held) throw new Error('insert returned no row')
      const moved = await moveWithdrawal(tx, row, 'held', { now: ctx.now, reason: heldReason(NOTE) })
      await enqueue(tx, 'sign-checkpoint')
      const event = { action: 'hold', subject: row.safeTxHash, object: holdObject(held), personal: { reason: NOTE } }
      return [{ state: moved.row.state }, [event, moved.event]]
    }),
})
