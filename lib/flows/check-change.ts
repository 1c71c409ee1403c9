import 'server-only'
import { z } from 'zod'
import { defineFlow } from '@/lib/flows/flow'
import { jsonInput } from '@/lib/flows/inputs'
import { assertFits, kindNamed, parseBody } from '@/lib/flows/proposal-body'

/** Whether a change could be proposed as it stands: its mistakes are told before a passkey is asked. */
export const checkChange = defineFlow({
  verb: 'check-change',
  entrance: 'door',
  input: z.strictObject({ kind: z.string().max(40), body: jsonInput }),
  gate: {
    actors: ['member'],
    roles: ['admin'],
    stepUp: { none: 'Writes nothing; it only says what is wrong with a change before it is proposed.' },
  },
  run: async (ctx, posted) => {
    const kind = kindNamed(posted.kind)
    const body = parseBody(kind, posted.body)
    await assertFits(ctx, kind, body)
    return { isSound: true }
  },
})
