import 'server-only'
import { z } from 'zod'
import { notifyAddress } from '@/db/schema/notice'
import { notifySubject } from '@/lib/approve/notify-subject'
import { named } from '@/lib/flows/content'
import { defineFlow } from '@/lib/flows/flow'
import { assertKept } from '@/lib/flows/kept-passkeys'
import { lockActor } from '@/lib/flows/lock-member'
import { write } from '@/lib/flows/write'

/**
 * A member says where their notices are mailed to, or nowhere. With a passkey: whoever stole a session could send alarms
 * elsewhere. The address is personal, so the log holds only that there is one, and its salted hash.
 */
export const notifyAt = defineFlow({
  verb: 'notify-at',
  entrance: 'door',
  input: z.strictObject({
    address: z
      .email('An address for mail looks like name@example.org.')
      .max(254, 'An address for mail has at most 254 characters.')
      .nullable(),
  }),
  gate: {
    actors: ['member'],
    roles: 'any',
    stepUp: {
      action: 'notify-at',
      subject: async (_ctx, { address }) => ({ digest: notifySubject(address), policyVersion: 0 }),
    },
  },
  run: async (ctx, { address }) =>
    write(ctx, async (tx) => {
      const { memberId } = await lockActor(tx, ctx)
      await assertKept(tx, ctx)
      await tx
        .insert(notifyAddress)
        .values({ memberId, address, at: ctx.now })
        .onConflictDoUpdate({ target: notifyAddress.memberId, set: { address, at: ctx.now } })
      const object = named('notify-address', memberId, 1, { memberId, isMailed: address !== null })
      // Without the subject of the step-up: it is a hash of the address without salt, and would tell it to who guesses.
      return [{ isMailed: address !== null }, [{ action: 'notify-at', object, personal: { address } }]]
    }),
})
