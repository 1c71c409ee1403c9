import 'server-only'
import { z } from 'zod'
import { defineFlow } from '@/lib/flows/flow'
import { findInvitation, limitStrangers } from '@/lib/flows/open-invitation'

/** What an invitation says, for who has its link. */
export const readInvitation = defineFlow({
  verb: 'read-invitation',
  entrance: 'door',
  input: z.strictObject({
    codeKey: z
      .string()
      .regex(/^[A-Za-z0-9_-]*$/)
      .max(200),
  }),
  gate: {
    actors: ['anonymous'],
    roles: 'any',
    stepUp: { none: 'shows an invitation to who has its code; writes nothing' },
  },
  run: async (ctx, { codeKey }) => {
    await limitStrangers(ctx)
    const { row, who, organisation, statement } = await findInvitation(ctx, codeKey)
    return { ...statement, organisation, name: who.name, roles: who.roles, expiresAt: row.expiresAt.toISOString() }
  },
})
