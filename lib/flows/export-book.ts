import 'server-only'
import { z } from 'zod'
import { listContacts } from '@/db/queries/safes'
import { subjectDigest } from '@/lib/approve/subjects'
import { bookCsv } from '@/lib/assess/book-csv'
import { contentDigest } from '@/lib/core/digest'
import { named } from '@/lib/flows/content'
import { defineFlow } from '@/lib/flows/flow'
import { requireMember } from '@/lib/flows/lock-member'
import { readVerifications } from '@/lib/flows/verifications'
import { write } from '@/lib/flows/write'

/** Every entry of the address book that has not ended, as CSV. Taking it along is an event (SPEC §8). */
export const exportBook = defineFlow({
  verb: 'export-book',
  entrance: 'door',
  input: z.strictObject({}),
  gate: {
    actors: ['member'],
    // Whoever may read the book may take it along; who did is in the log.
    roles: 'any',
    stepUp: {
      action: 'export',
      subject: async (_ctx, posted) => ({ digest: subjectDigest('export', { book: posted }), policyVersion: 0 }),
    },
  },
  run: async (ctx) => {
    const [entries, verifications] = await Promise.all([
      listContacts(ctx.db, requireMember(ctx), ctx.now),
      readVerifications(ctx.db),
    ])
    const lines = entries
      .filter(({ hasEnded }) => !hasEnded)
      .map((one) => {
        const verification = verifications.get(one.entryId)
        return { ...one, ...(verification && { verification }) }
      })
    const text = bookCsv(lines)
    const object = named('export', 'book', 1, { rows: lines.length, digest: contentDigest(text) })
    const filename = `countersign-book-${ctx.now.toISOString().slice(0, 10)}.csv`
    return write(ctx, async () => [
      { filename, text, rows: lines.length },
      [{ action: 'export-book', subject: ctx.proof?.preimage.subject ?? '', object }],
    ])
  },
})
