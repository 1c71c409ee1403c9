import 'server-only'
import { z } from 'zod'
import { appendLeaves, isFullBatch } from '@/lib/flows/append-leaves'
import { enqueue } from '@/lib/flows/enqueue'
import { defineFlow } from '@/lib/flows/flow'

/** Turns committed events into leaves (SPEC §8). Woken by every `write` in its own commit. */
export const sequenceLog = defineFlow({
  verb: 'sequence-log',
  entrance: 'job',
  input: z.strictObject({}),
  gate: {
    actors: ['system'],
    roles: [],
    stepUp: { none: 'appends to the log what is already committed; decides nothing' },
  },
  run: async (ctx) => {
    const appended = await appendLeaves(ctx.db)
    if (isFullBatch(appended)) await enqueue(ctx.db, 'sequence-log')
    // Also when somebody else appended: what is in the log and not told of yet is looked up, not passed on.
    await enqueue(ctx.db, 'derive-notices')
    return { appended }
  },
})
