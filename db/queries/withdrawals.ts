import 'server-only'
import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { hasOpenHold } from '@/db/queries/waits-for-viewer'
import { member } from '@/db/schema/member'
import { safe } from '@/db/schema/registry'
import { approval, numberOf, review, submission, withdrawal } from '@/db/schema/withdrawal'
import { decodeWire } from '@/lib/core/wire'
import type { CallNode } from '@/lib/decode/types'
import type { Requirement } from '@/lib/policy/types'
import { STATES, type WithdrawalState } from '@/lib/stage/lifecycle'
import type { Intent, WithdrawalClass } from '@/lib/stage/types'

/** What the viewer would do with it. */
export type WaitReason = 'approve' | 'execute' | 'release'

/** One line of the desk. */
export type WithdrawalLine = {
  readonly id: string
  readonly class: WithdrawalClass
  /** Of a cancel, the withdrawal whose nonce it uses up. */
  readonly replaces: string | null
  readonly safeId: string
  readonly safeName: string
  readonly nonce: bigint
  readonly intent: Intent
  readonly state: WithdrawalState
  readonly stateReason: string
  readonly stateSince: Date
  readonly expiresAt: Date
  readonly readyFrom: Date | null
  readonly initiator: string
  readonly stagedAt: Date
  readonly verdict: string
  readonly approvals: number
  readonly needed: number
  /** Why it waits for the viewer, or null. */
  readonly waitsForViewer: WaitReason | null
  /** The withdrawal of the same Safe that must execute before this one, the lowest nonce of its queue; null for that one. */
  readonly behind: string | null
  /** Name of the function that the Safe calls, as its newest review read it; null where nobody vouches for one. */
  readonly calledFunction: string | null
  readonly txHash: string | null
}

/** States that have left the desk: nothing here moves them on any more. */
export const ENDED: readonly WithdrawalState[] = [
  'executed',
  'failed-onchain',
  'rejected',
  'cancelled',
  'cancelled-onchain',
  'expired',
  'superseded',
]

export const isEnded = (state: WithdrawalState): boolean => ENDED.includes(state)

/** The order of every list of withdrawals; what was staged at one instant goes by number. */
export const NEWEST_FIRST: readonly SQL[] = [desc(withdrawal.stagedAt), desc(numberOf(withdrawal.id))]

/** Every withdrawal that is not over and the newest that are, newest first, as the viewer sees them. */
export async function listWithdrawals(db: Db, viewer: Viewer, endedLimit = 200): Promise<WithdrawalLine[]> {
  const open = STATES.filter((state) => !isEnded(state))
  const [going, over] = await Promise.all([
    readLines(db, viewer, { where: inArray(withdrawal.state, open), order: NEWEST_FIRST }),
    readLines(db, viewer, { where: inArray(withdrawal.state, [...ENDED]), order: NEWEST_FIRST, limit: endedLimit }),
  ])
  return [...going, ...over].sort((a, b) => b.stagedAt.getTime() - a.stagedAt.getTime())
}

export type LineSelection = {
  readonly where?: SQL | undefined
  readonly order: readonly SQL[]
  readonly limit?: number
}

/** Lines of the chosen withdrawals in the given order. Never the owner signatures, sealed or not. */
export async function readLines(
  db: Db,
  viewer: Viewer,
  { where, order, limit = 1000 }: LineSelection,
): Promise<WithdrawalLine[]> {
  const rows = await db
    .select({
      row: withdrawal,
      safeName: safe.name,
      initiator: member.name,
      isHeld: sql<boolean>`${withdrawal.state} = 'held' AND ${hasOpenHold}`,
    })
    .from(withdrawal)
    .innerJoin(safe, eq(safe.id, withdrawal.safeId))
    .innerJoin(member, eq(member.id, withdrawal.initiatorId))
    .where(where)
    .orderBy(...order)
    .limit(limit)
  const ids = rows.map(({ row }) => row.id)
  if (ids.length === 0) return []
  const safeIds = [...new Set(rows.map(({ row }) => row.safeId))]
  const [approvals, reviews, submissions, heads] = await Promise.all([
    db
      .select({ withdrawalId: approval.withdrawalId, memberId: approval.memberId })
      .from(approval)
      .where(and(inArray(approval.withdrawalId, ids), eq(approval.isStale, false))),
    db
      .selectDistinctOn([review.withdrawalId], {
        withdrawalId: review.withdrawalId,
        verdict: review.verdict,
        shown: review.shown,
      })
      .from(review)
      .where(inArray(review.withdrawalId, ids))
      .orderBy(review.withdrawalId, desc(review.at)),
    db
      .selectDistinctOn([submission.withdrawalId], {
        withdrawalId: submission.withdrawalId,
        txHash: submission.minedTxHash,
      })
      .from(submission)
      .where(inArray(submission.withdrawalId, ids))
      .orderBy(submission.withdrawalId, desc(submission.attempt)),
    db
      .selectDistinctOn([withdrawal.safeId], { id: withdrawal.id, safeId: withdrawal.safeId, nonce: withdrawal.nonce })
      .from(withdrawal)
      .where(and(inArray(withdrawal.safeId, safeIds), eq(withdrawal.isNonceHeld, true)))
      .orderBy(withdrawal.safeId, withdrawal.nonce),
  ])
  return rows.map(({ row, safeName, initiator, isHeld }) => {
    const given = approvals.filter((one) => one.withdrawalId === row.id)
    const latest = reviews.find((one) => one.withdrawalId === row.id)
    const shown = latest ? (decodeWire(latest.shown) as Shown) : null
    const requirement = shown?.requirement ?? null
    const head = heads.find(({ safeId }) => safeId === row.safeId)
    const behind = row.isNonceHeld && head && head.nonce < row.nonce ? head.id : null
    return {
      id: row.id,
      class: row.class as WithdrawalClass,
      replaces: row.replaces,
      safeId: row.safeId,
      safeName,
      nonce: row.nonce,
      intent: decodeWire(row.intent) as Intent,
      state: row.state as WithdrawalState,
      stateReason: row.stateReason,
      stateSince: row.stateSince,
      expiresAt: row.expiresAt,
      readyFrom: row.readyFrom,
      initiator,
      stagedAt: row.stagedAt,
      verdict: latest?.verdict ?? 'block',
      approvals: given.length,
      needed: requirement?.approvals ?? 0,
      waitsForViewer: waitsFor(viewer, { row, given, requirement, behind, isHeld }),
      behind,
      calledFunction: shown?.assessment.call?.signature.split('(')[0] || null,
      txHash: submissions.find((one) => one.withdrawalId === row.id)?.txHash ?? null,
    }
  })
}

/** What lines need of a stored review. */
type Shown = { readonly requirement: Requirement; readonly assessment: { readonly call?: CallNode } }

type Standing = {
  readonly row: typeof withdrawal.$inferSelect
  readonly given: readonly { memberId: string }[]
  readonly requirement: Requirement | null
  readonly behind: string | null
  /** Compliance holds it. */
  readonly isHeld: boolean
}

function waitsFor(viewer: Viewer, { row, given, requirement, behind, isHeld }: Standing): WaitReason | null {
  if (row.state === 'ready' && viewer.roles.includes('executor')) return behind === null ? 'execute' : null
  if (row.initiatorId === viewer.memberId || given.some((one) => one.memberId === viewer.memberId)) return null
  if (isHeld) return viewer.roles.includes('compliance') ? 'release' : null
  if (row.state !== 'awaiting-approvals') return null
  const isEligible = requirement?.groups.some((group) => group.eligible.some((one) => one.memberId === viewer.memberId))
  return isEligible ? 'approve' : null
}
