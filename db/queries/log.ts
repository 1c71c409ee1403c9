import 'server-only'
import { and, asc, desc, eq, gte, lt } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { auditCheckpoint, auditLeaf, auditPersonal } from '@/db/schema/audit'
import { installation } from '@/db/schema/installation'
import { readCheckpointNote } from '@/lib/audit/checkpoint-note'
import { buildLogExport } from '@/lib/audit/log-export'
import type { Checkpoint, LogExport } from '@/lib/audit/types'
import type { Digest } from '@/lib/core/digest'
import { AppError } from '@/lib/core/errors'

const PAGE = 5_000

export type StoredLeaf = { readonly seq: number; readonly json: string; readonly hash: Digest }

/** Leaves from `first` on in order of seq, a page at a time, so that a long log is never in memory twice. */
export async function* readLeaves(db: Reader, first = 0): AsyncGenerator<readonly StoredLeaf[]> {
  for (let next = first; ; next += PAGE) {
    const rows = await db
      .select({ seq: auditLeaf.seq, json: auditLeaf.json, hash: auditLeaf.hash })
      .from(auditLeaf)
      .where(and(gte(auditLeaf.seq, next), lt(auditLeaf.seq, next + PAGE)))
      .orderBy(asc(auditLeaf.seq))
    if (rows.length > 0) yield rows.map((row) => ({ ...row, hash: row.hash as Digest }))
    if (rows.length < PAGE) return
  }
}

/** The newest checkpoint, or null before the first. */
export async function readLatestCheckpoint(db: Reader): Promise<Checkpoint | null> {
  const [row] = await db
    .select({ note: auditCheckpoint.note })
    .from(auditCheckpoint)
    .orderBy(desc(auditCheckpoint.size))
    .limit(1)
  return row ? toCheckpoint(row.note) : null
}

/**
 * The whole log up to its last checkpoint, to be verified offline. Personal values that were not erased come along.
 * @throws AppError UNAVAILABLE before the desk is set up
 */
export async function readLogExport(db: Reader, _viewer: Viewer): Promise<LogExport> {
  const [installed] = await db.select().from(installation)
  if (!installed) throw new AppError('UNAVAILABLE', 'This desk is not set up yet.')
  const notes = await db.select({ note: auditCheckpoint.note }).from(auditCheckpoint).orderBy(asc(auditCheckpoint.size))
  const leaves: StoredLeaf[] = []
  for await (const page of readLeaves(db)) leaves.push(...page)
  const personal = await db
    .select({ seq: auditLeaf.seq, salt: auditPersonal.salt, json: auditPersonal.body })
    .from(auditPersonal)
    .innerJoin(auditLeaf, eq(auditLeaf.eventId, auditPersonal.eventId))
    .orderBy(asc(auditLeaf.seq))
  return buildLogExport({
    installation: installed.id,
    publicKey: installed.logPublicKey,
    leaves,
    checkpoints: notes.map(({ note }) => toCheckpoint(note)),
    personal: personal.map((value) => ({ ...value, salt: value.salt as Digest })),
  })
}

function toCheckpoint(note: string): Checkpoint {
  const checkpoint = readCheckpointNote(note)
  if (!checkpoint) throw new Error('a stored checkpoint is not a signed note')
  return checkpoint
}
