import 'server-only'
import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { auditEvent, auditPersonal } from '@/db/schema/audit'
import type { Tx } from '@/db/client'
import { personalDigest } from '@/lib/audit/leaf'
import { canonicalize, type Json } from '@/lib/core/canonical'
import type { Digest } from '@/lib/core/digest'
import type { Actor } from '@/lib/flows/actor'
import type { Ctx } from '@/lib/flows/flow'

/** One line of the log, written in the transaction that changes the state. */
export type AuditDraft = {
  readonly action: string
  readonly subject?: string
  readonly object: {
    readonly type: string
    readonly id: string
    readonly version: number
    readonly contentHash: Digest
  }
  readonly outcome?: 'done' | 'refused'
  readonly reason?: string
  /** Kept beside the log, named there by a salted hash, so that it can be erased. */
  readonly personal?: Json
}

/** What every transaction must return: a value and at least one audit event. Forgetting the audit row does not compile. */
export type Written<T> = readonly [value: T, events: readonly [AuditDraft, ...AuditDraft[]]]

/**
 * The only way to open a transaction. Events commit with the change or not at all; the sequencer is woken in the same
 * commit.
 */
export async function write<T>(
  ctx: Pick<Ctx, 'db' | 'actor' | 'now'>,
  body: (tx: Tx) => Promise<Written<T>>,
): Promise<T> {
  return ctx.db.transaction(async (tx) => {
    const [value, events] = await body(tx)
    for (const event of events) await insertEvent(tx, ctx.actor, ctx.now, event)
    await tx.execute(sql`SELECT graphile_worker.add_job('sequence-log', job_key => 'sequence-log', max_attempts => 25)`)
    return value
  })
}

async function insertEvent(tx: Tx, actor: Actor, now: Date, draft: AuditDraft): Promise<void> {
  const body = draft.personal === undefined ? null : canonicalize(draft.personal)
  const salt: Digest | null = body === null ? null : `0x${randomBytes(32).toString('hex')}`
  const [row] = await tx
    .insert(auditEvent)
    .values({
      at: now,
      actorKind: actor.kind,
      actorId: actor.kind === 'member' ? actor.memberId : null,
      action: draft.action,
      subject: draft.subject ?? '',
      objectType: draft.object.type,
      objectId: draft.object.id,
      objectVersion: draft.object.version,
      contentHash: draft.object.contentHash,
      outcome: draft.outcome ?? 'done',
      reason: draft.reason ?? '',
      personalHash: salt === null || body === null ? null : personalDigest(salt, body),
    })
    .returning({ id: auditEvent.id })
  if (row && salt !== null && body !== null) await tx.insert(auditPersonal).values({ eventId: row.id, salt, body })
}
