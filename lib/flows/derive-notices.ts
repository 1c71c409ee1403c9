import 'server-only'
import { asc, gt } from 'drizzle-orm'
import { z } from 'zod'
import type { Reader } from '@/db/client'
import { auditLeaf } from '@/db/schema/audit'
import { noticeCursor } from '@/db/schema/notice'
import { readLeaf } from '@/lib/audit/leaf'
import type { Leaf } from '@/lib/audit/types'
import { burnNotices } from '@/lib/flows/burn-notices'
import { enqueue } from '@/lib/flows/enqueue'
import { defineFlow } from '@/lib/flows/flow'
import { readNoticeFacts, readTellable } from '@/lib/flows/notice-facts'
import type { NoticeDraft } from '@/lib/notices/kinds'
import { noticesOf } from '@/lib/notices/notices-of'
import { subjectsOf } from '@/lib/notices/subjects-of'

const BATCH = 200

/**
 * Makes notices of the log, leaf after leaf. Leaves have no gap and come in order, so a cursor forgets none; storing what a
 * stretch tells and moving the cursor over it are one statement, so none is told twice (docs/decisions/0012).
 */
export const deriveNotices = defineFlow({
  verb: 'derive-notices',
  entrance: 'job',
  input: z.strictObject({}),
  gate: {
    actors: ['system'],
    roles: [],
    stepUp: { none: 'only tells members what the log already says' },
  },
  run: async (ctx) => {
    let told = 0
    for (;;) {
      const from = await readCursor(ctx.db)
      const leaves = await readNext(ctx.db, from)
      const last = leaves.at(-1)
      if (!last) return { told }
      const drafts = await draftsOf(ctx.db, leaves)
      const { channels } = ctx.io.outbox
      const step = await burnNotices(ctx.db, { from, to: last.seq, drafts, channels, now: ctx.now })
      told += step.told
      if (step.toSend > 0) await enqueue(ctx.db, 'send-notices')
      // Somebody else took this stretch, and takes the next.
      if (!step.isMoved) return { told }
    }
  },
})

async function readCursor(db: Reader): Promise<number> {
  const [row] = await db.select({ seq: noticeCursor.seq }).from(noticeCursor)
  return row?.seq ?? -1
}

async function readNext(db: Reader, from: number): Promise<Leaf[]> {
  const rows = await db
    .select({ json: auditLeaf.json })
    .from(auditLeaf)
    .where(gt(auditLeaf.seq, from))
    .orderBy(asc(auditLeaf.seq))
    .limit(BATCH)
  return rows.map(({ json }) => {
    const read = readLeaf(json)
    if (!read) throw new Error('a stored leaf is not one')
    return read.leaf
  })
}

async function draftsOf(db: Reader, leaves: readonly Leaf[]): Promise<NoticeDraft[]> {
  const members = await readTellable(db)
  const drafts: NoticeDraft[] = []
  for (const leaf of leaves)
    drafts.push(...noticesOf(leaf, { members, ...(await readNoticeFacts(db, subjectsOf(leaf))) }))
  return drafts
}
