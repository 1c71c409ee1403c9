import 'server-only'
import { z } from 'zod'
import { listExecutedPayments } from '@/db/queries/executed-payments'
import { subjectDigest } from '@/lib/approve/subjects'
import { accountingCsv } from '@/lib/audit/accounting'
import { contentDigest } from '@/lib/core/digest'
import { AppError } from '@/lib/core/errors'
import { readDay } from '@/lib/core/read-day'
import { named } from '@/lib/flows/content'
import { defineFlow } from '@/lib/flows/flow'
import { write } from '@/lib/flows/write'

/** More than a year of a busy desk, and less than what a browser takes at once. */
const MOST_WITHDRAWALS = 20_000

const dayInput = z.string().refine((text) => readDay(text) !== null, 'Write the day as 2026-03-31.')

/** Every payment that was executed in a period of whole days in UTC, as a file for accountants. */
export const exportAccounting = defineFlow({
  verb: 'export-accounting',
  entrance: 'door',
  input: z
    .strictObject({ from: dayInput, until: dayInput })
    .refine(({ from, until }) => from <= until, { path: ['until'], message: 'It ends before it begins.' }),
  gate: {
    actors: ['member'],
    roles: ['compliance', 'admin'],
    stepUp: {
      action: 'export',
      subject: async (_ctx, posted) => ({ digest: subjectDigest('export', posted), policyVersion: 0 }),
    },
  },
  run: async (ctx, { from, until }) => {
    if (ctx.actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
    const [first, last] = [readDay(from), readDay(until)]
    if (!first || !last) throw new Error('the input was read as days')
    const rows = await listExecutedPayments(ctx.db, ctx.actor, { from: first.start, until: last.end }, MOST_WITHDRAWALS)
    if (rows === null)
      throw new AppError(
        'BAD_INPUT',
        `More than ${MOST_WITHDRAWALS} withdrawals were executed then. Take a shorter period.`,
      )
    const text = accountingCsv(rows)
    const object = named('export', 'accounting', 1, { from, until, rows: rows.length, digest: contentDigest(text) })
    return write(ctx, async () => [
      { filename: `countersign-accounting-${from}-${until}.csv`, text, rows: rows.length },
      [{ action: 'export-accounting', subject: ctx.proof?.preimage.subject ?? '', object }],
    ])
  },
})
