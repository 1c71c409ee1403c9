import 'server-only'
import { z } from 'zod'
import { readLogExport } from '@/db/queries/log'
import { subjectDigest } from '@/lib/approve/subjects'
import { auditFormats } from '@/lib/audit/formats/index'
import { contentDigest } from '@/lib/core/digest'
import { AppError } from '@/lib/core/errors'
import { named } from '@/lib/flows/content'
import { defineFlow } from '@/lib/flows/flow'
import { write } from '@/lib/flows/write'

/** The whole log up to its last checkpoint, as a file that verifies offline. */
export const exportLog = defineFlow({
  verb: 'export-log',
  entrance: 'door',
  input: z.strictObject({}),
  gate: {
    actors: ['member'],
    roles: ['compliance', 'admin'],
    stepUp: {
      action: 'export',
      subject: async () => ({ digest: subjectDigest('export', 'log'), policyVersion: 0 }),
    },
  },
  run: async (ctx) => {
    if (ctx.actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
    const log = await readLogExport(ctx.db, ctx.actor)
    const format = auditFormats.find(({ id }) => id === 'json')
    if (!format) throw new Error('the JSON format is registered')
    const text = format.render(log)
    const object = named('export', 'log', 1, { leaves: log.leaves.length, digest: contentDigest(text) })
    return write(ctx, async () => [
      { filename: `countersign-log-${log.leaves.length}.${format.extension}`, text },
      [{ action: 'export-log', subject: ctx.proof?.preimage.subject ?? '', object }],
    ])
  },
})
