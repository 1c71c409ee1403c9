import 'server-only'
import { desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Address } from 'viem'
import type { Reader } from '@/db/client'
import { installation } from '@/db/schema/installation'
import { intelligenceList, listedAddress, listSnapshot } from '@/db/schema/lists'
import { subjectDigest } from '@/lib/approve/subjects'
import { EXPORT_FORMATS, type ListedEntry, writeList } from '@/lib/assess/lists/write-list'
import { contentDigest } from '@/lib/core/digest'
import { AppError } from '@/lib/core/errors'
import { named } from '@/lib/flows/content'
import { defineFlow } from '@/lib/flows/flow'
import { write } from '@/lib/flows/write'

/** Every address that one list names now, as a file that other desks and tools import. */
export const exportList = defineFlow({
  verb: 'export-list',
  entrance: 'door',
  input: z.strictObject({
    listId: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, 'There is no such list.'),
    format: z.enum(EXPORT_FORMATS),
  }),
  gate: {
    actors: ['member'],
    roles: ['compliance', 'admin'],
    stepUp: {
      action: 'export',
      subject: async (_ctx, posted) => ({ digest: subjectDigest('export', posted), policyVersion: 0 }),
    },
  },
  run: async (ctx, { listId, format }) => {
    const [list] = await ctx.db.select().from(intelligenceList).where(eq(intelligenceList.id, listId))
    const [installed] = await ctx.db.select({ id: installation.id }).from(installation)
    if (!list || !installed) throw new AppError('NOT_FOUND', 'There is no such list.')
    const entries = await readEntries(ctx.db, listId)
    const text = writeList(format, { installation: installed.id, listId, name: list.name }, entries)
    const object = named('export', `list/${listId}`, 1, { format, rows: entries.length, digest: contentDigest(text) })
    const filename = `countersign-list-${listId}-${ctx.now.toISOString().slice(0, 10)}.${format === 'csv' ? 'csv' : 'json'}`
    return write(ctx, async () => [
      { filename, text, rows: entries.length },
      [{ action: 'export-list', subject: ctx.proof?.preimage.subject ?? '', object }],
    ])
  },
})

async function readEntries(db: Reader, listId: string): Promise<ListedEntry[]> {
  const lines = await db
    .selectDistinctOn([listedAddress.address], { line: listedAddress, at: listSnapshot.at })
    .from(listedAddress)
    .innerJoin(listSnapshot, eq(listSnapshot.id, listedAddress.snapshotId))
    .where(eq(listedAddress.listId, listId))
    .orderBy(listedAddress.address, desc(listedAddress.number))
  return lines
    .filter(({ line }) => line.isListed)
    .map(({ line, at }) => ({
      ...{ address: line.address as Address, label: line.label, since: at.toISOString() },
      ...(line.validFrom === null ? {} : { validFrom: line.validFrom.toISOString() }),
    }))
}
