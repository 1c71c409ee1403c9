import 'server-only'
import { asc, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { auditEvent, auditLeaf, auditPersonal } from '@/db/schema/audit'
import { member } from '@/db/schema/member'
import { approval, rejection, review, signatureRequest, submission } from '@/db/schema/withdrawal'
import type { ApprovalRecord, ApprovalSubject, FactorProof } from '@/lib/approve/types'
import type { Address } from 'viem'

/** One event of a withdrawal's story. `seq` is its leaf, null until sequenced. */
export type StoryEvent = {
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly reason: string
  readonly outcome: string
  readonly seq: number | null
  /** Canonical JSON, null when there was none or it was erased. */
  readonly personal: string | null
}

const UNNAMED = 'Somebody'

/**
 * Everything the log says about a withdrawal and what hangs on it, oldest first. Who had it held is for compliance and
 * admins: a signer who asks for it under pressure must not be told from one of compliance by who stands beside them.
 */
export async function readStory(db: Db, viewer: Viewer, withdrawalId: string): Promise<StoryEvent[]> {
  const ids = await relatedIds(db, withdrawalId)
  const rows = await db
    .select({ event: auditEvent, seq: auditLeaf.seq, name: member.name, personal: auditPersonal.body })
    .from(auditEvent)
    .leftJoin(auditLeaf, eq(auditLeaf.eventId, auditEvent.id))
    .leftJoin(auditPersonal, eq(auditPersonal.eventId, auditEvent.id))
    .leftJoin(member, eq(member.id, auditEvent.actorId))
    .where(inArray(sql`split_part(${auditEvent.objectId}, '/', 1)`, ids))
    .orderBy(asc(auditEvent.id))
  const namesHolders = viewer.roles.some((role) => role === 'compliance' || role === 'admin')
  return rows.map(({ event, seq, name, personal }) => ({
    at: event.at,
    actor:
      !namesHolders && isHold(event.action)
        ? UNNAMED
        : (name ?? (event.actorKind === 'system' ? 'The desk' : event.actorKind)),
    action: event.action,
    reason: event.reason,
    outcome: event.outcome,
    seq,
    personal,
  }))
}

// What policy holds is held as it is staged.
const isHold = (action: string): boolean => action === 'hold' || /^withdrawal (?!screening )\S+ → held$/.test(action)

/** Recorded approvals with their factor proofs. Never the owner signatures. */
export async function readApprovals(db: Db, _viewer: Viewer, withdrawalId: string): Promise<ApprovalRecord[]> {
  const rows = await db
    .select({
      memberId: approval.memberId,
      memberName: member.name,
      owner: approval.owner,
      at: approval.at,
      subject: approval.subject,
      proof: approval.proof,
      isStale: approval.isStale,
    })
    .from(approval)
    .innerJoin(member, eq(member.id, approval.memberId))
    .where(eq(approval.withdrawalId, withdrawalId))
    .orderBy(asc(approval.at))
  return rows.map((row) => ({
    ...row,
    owner: row.owner as Address,
    at: row.at.toISOString(),
    subject: row.subject as ApprovalSubject,
    proof: row.proof as FactorProof,
  }))
}

/** Ids of the rows whose events belong to a withdrawal. */
export async function relatedIds(db: Db, withdrawalId: string): Promise<string[]> {
  const tables = [approval, rejection, review, signatureRequest, submission] as const
  const found = await Promise.all(
    tables.map((table) => db.select({ id: table.id }).from(table).where(eq(table.withdrawalId, withdrawalId))),
  )
  return [withdrawalId, ...found.flat().map(({ id }) => id)]
}
