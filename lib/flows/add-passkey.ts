import 'server-only'
import { z } from 'zod'
import { enrolSubject } from '@/lib/approve/passkey-subjects'
import { AppError } from '@/lib/core/errors'
import { defineFlow } from '@/lib/flows/flow'
import { insertPasskey, writePasskey } from '@/lib/flows/insert-passkey'
import { assertKept, keptPasskeys, rpIdOf } from '@/lib/flows/kept-passkeys'
import { lockActor, lockMember } from '@/lib/flows/lock-member'
import { proofColumns } from '@/lib/flows/proof-columns'
import { labelInput, namedPasskey, proveRegistration, registrationInput } from '@/lib/flows/registration'

const MAX_PASSKEYS = 10

/** A further passkey, confirmed with one that counts already: a stolen session adds none (SPEC §5). */
export const addPasskey = defineFlow({
  verb: 'add-passkey',
  entrance: 'door',
  input: z.strictObject({ registration: registrationInput, label: labelInput }),
  gate: {
    actors: ['member'],
    roles: 'any',
    stepUp: {
      action: 'enrol-passkey',
      subject: async (ctx, { registration }) => ({
        digest: enrolSubject(namedPasskey(ctx, registration)),
        policyVersion: 0,
      }),
    },
  },
  run: async (ctx, { registration, label }) => {
    const made = await proveRegistration(ctx, registration)
    return writePasskey(ctx, async (tx) => {
      const { memberId } = await lockActor(tx, ctx)
      await lockMember(tx, memberId)
      await assertKept(tx, ctx)
      if ((await keptPasskeys(tx, memberId, rpIdOf(ctx))).length >= MAX_PASSKEYS)
        throw new AppError('CONFLICT', `You have ${MAX_PASSKEYS} passkeys. Retire one that you no longer use.`)
      return insertPasskey(tx, ctx, {
        ...{ action: 'add-passkey', memberId, label, passkey: made },
        grounds: proofColumns(ctx),
      })
    })
  },
})
