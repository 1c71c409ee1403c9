import 'server-only'
import { and, asc, eq, gte, inArray, lte, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { readStoryGrounds, type ShownTo, type UsedFactor } from '@/db/queries/story-grounds'
import type { Viewer } from '@/db/queries/viewer'
import { auditEvent, auditLeaf, auditPersonal } from '@/db/schema/audit'
import { installation } from '@/db/schema/installation'
import { member } from '@/db/schema/member'
import { approval, rejection, review, signatureRequest, submission, withdrawal } from '@/db/schema/withdrawal'
import type { ApprovalRecord, ApprovalSubject, FactorProof } from '@/lib/approve/types'
import type { FreezeKind } from '@/lib/policy/freeze'
import { TERMINAL } from '@/lib/stage/lifecycle'
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
  /** What a freeze or its lift is about; null of every other event. */
  readonly frozen: FreezeKind | null
  /** The review that was shown to its actor, of a step that names one. */
  readonly shown: ShownTo | null
  /** The passkey that proved it, of a step that one proved. */
  readonly factor: UsedFactor | null
  /** Whose approval it is about. */
  readonly approver: string | null
}

const UNNAMED = 'Somebody'

/**
 * Everything the log says about a withdrawal, what hangs on it and what stopped it, oldest first. Who had it held is for compliance and
 * admins: a signer who asks for it under pressure must not be told from one of compliance by who stands beside them.
 */
export async function readStory(db: Db, viewer: Viewer, withdrawalId: string): Promise<StoryEvent[]> {
  const [ids, { shown, factors, approvers }, around] = await Promise.all([
    relatedIds(db, withdrawalId),
    readStoryGrounds(db, withdrawalId),
    freezesAround(db, withdrawalId),
  ])
  const rows = await db
    .select({ event: auditEvent, seq: auditLeaf.seq, name: member.name, personal: auditPersonal.body })
    .from(auditEvent)
    .leftJoin(auditLeaf, eq(auditLeaf.eventId, auditEvent.id))
    .leftJoin(auditPersonal, eq(auditPersonal.eventId, auditEvent.id))
    .leftJoin(member, eq(member.id, auditEvent.actorId))
    .where(or(inArray(HEAD, ids), around))
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
    frozen: FREEZES.includes(event.objectType) ? (event.objectId.split('/')[0] as FreezeKind) : null,
    shown: shown.get(event.objectId) ?? null,
    // A withdrawal's own id stands in many events; its passkey proved that it was staged.
    factor: (event.objectId === withdrawalId && event.action !== 'stage' ? null : factors.get(event.objectId)) ?? null,
    approver: approvers.get(event.objectId) ?? null,
  }))
}

const FREEZES: readonly string[] = ['freeze', 'freeze-lift']
// As the index has it.
const HEAD = sql`split_part(${auditEvent.objectId}, '/', 1)`

/** Freezes of the withdrawal, and those of its Safe, chain and organisation while it was not at its end. */
async function freezesAround(db: Db, withdrawalId: string): Promise<SQL | undefined> {
  const [[row], [organisation]] = await Promise.all([
    db.select().from(withdrawal).where(eq(withdrawal.id, withdrawalId)),
    db.select({ id: installation.id }).from(installation),
  ])
  if (!row) return undefined
  const wide = [
    `safe/${row.safeId}`,
    `chain/${row.chainId}`,
    ...(organisation ? [`organisation/${organisation.id}`] : []),
  ]
  const isOver = TERMINAL.some((ending) => ending === row.state)
  const during = and(gte(auditEvent.at, row.stagedAt), isOver ? lte(auditEvent.at, row.stateSince) : undefined)
  const scope = sql`${HEAD} || '/' || split_part(${auditEvent.objectId}, '/', 2)`
  return and(
    inArray(HEAD, ['withdrawal', 'safe', 'chain', 'organisation']),
    inArray(auditEvent.objectType, [...FREEZES]),
    or(eq(scope, `withdrawal/${withdrawalId}`), and(inArray(scope, wide), during)),
  )
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
