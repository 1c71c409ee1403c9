import 'server-only'
import { asc, eq, max, sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { auditEvent, auditLeaf, auditPending } from '@/db/schema/audit'
import { buildLeaf } from '@/lib/audit/leaf'
import type { AuditEvent } from '@/lib/audit/types'
import type { Digest } from '@/lib/core/digest'

const SEQUENCER_LOCK = 727_002
const BATCH = 500

/**
 * Gives events their place in the log: one sequencer at a time, oldest event first, no gap (SPEC §8). Opens a
 * transaction beside `write` on purpose: a leaf is made of events, so an event of its own would never end.
 * @returns how many leaves were appended; a full batch means that there may be more
 */
export async function appendLeaves(db: Db, limit = BATCH): Promise<number> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(${SEQUENCER_LOCK})`)
    const pending = await readPending(tx, limit)
    if (pending.length === 0) return 0
    const [last] = await tx.select({ seq: max(auditLeaf.seq) }).from(auditLeaf)
    const first = (last?.seq ?? -1) + 1
    await tx.insert(auditLeaf).values(pending.map((event, place) => toLeaf(event, first + place)))
    return pending.length
  })
}

/**
 * Sequences everything committed up to now, for a caller that must see it in the log (preflight trusts no row without
 * its leaf, SPEC §8). Never inside an open transaction.
 */
export async function sequencePending(db: Db): Promise<void> {
  while ((await appendLeaves(db)) === BATCH);
}

/** True when the last append filled its batch, so that another run is due. */
export const isFullBatch = (appended: number): boolean => appended === BATCH

type EventRow = typeof auditEvent.$inferSelect

// Ids are given at insert and seen at commit, so a lower id may appear later: what counts is still waiting for a leaf.
async function readPending(tx: Tx, limit: number): Promise<EventRow[]> {
  const rows = await tx
    .select({ event: auditEvent })
    .from(auditPending)
    .innerJoin(auditEvent, eq(auditEvent.id, auditPending.eventId))
    .orderBy(asc(auditPending.eventId))
    .limit(limit)
  return rows.map(({ event }) => event)
}

function toLeaf(row: EventRow, seq: number): typeof auditLeaf.$inferInsert {
  const { json, hash } = buildLeaf(toAuditEvent(row), seq)
  return { seq, eventId: row.id, json, hash, objectType: row.objectType, objectId: row.objectId }
}

// The schema's text columns hold what `write` put there; buildLeaf parses the whole before it is hashed.
function toAuditEvent(row: EventRow): AuditEvent {
  return {
    at: row.at.toISOString(),
    actor: {
      kind: row.actorKind as AuditEvent['actor']['kind'],
      ...(row.actorId === null ? {} : { id: row.actorId }),
    },
    action: row.action,
    subject: row.subject,
    object: {
      type: row.objectType,
      id: row.objectId,
      version: row.objectVersion,
      contentHash: row.contentHash as Digest,
    },
    outcome: row.outcome as AuditEvent['outcome'],
    reason: row.reason,
    personal: row.personalHash as Digest | null,
  }
}
