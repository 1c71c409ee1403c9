import 'server-only'
import { z } from 'zod'
import { and, eq, max } from 'drizzle-orm'
import type { Hash } from 'viem'
import type { Reader } from '@/db/client'
import { submission } from '@/db/schema/withdrawal'
import { executeSubject } from '@/lib/approve/subjects'
import { AppError } from '@/lib/core/errors'
import { encodeExecTransaction } from '@/lib/execute/exec-transaction'
import { packSignatures } from '@/lib/execute/pack'
import { assertNoneStale, assertState } from '@/lib/flows/assert-history'
import { assertNoFreeze } from '@/lib/flows/assert-freezes'
import { assertNoHold } from '@/lib/flows/assert-holds'
import { assertLeaves } from '@/lib/flows/assert-leaves'
import { assertLists } from '@/lib/flows/assert-lists'
import { submissionObject } from '@/lib/flows/content'
import { type Ctx, defineFlow } from '@/lib/flows/flow'
import { addressInput, digestInput, withdrawalIdInput } from '@/lib/flows/inputs'
import { enqueueFollow } from '@/lib/flows/enqueue-follow'
import { lockForMoney, lockWithdrawal } from '@/lib/flows/locks'
import { backToApprovers, markStale } from '@/lib/flows/mark-stale'
import { movesOfRow } from '@/lib/flows/moved'
import { moveWithdrawal } from '@/lib/flows/move'
import { preflight } from '@/lib/flows/preflight'
import { proofColumns } from '@/lib/flows/proof-columns'
import { proveLog } from '@/lib/flows/prove-log'
import { recordReview } from '@/lib/flows/record-review'
import { reviewNow } from '@/lib/flows/review-now'
import { readStanding } from '@/lib/flows/standing'
import { readWithdrawal, toReviewable } from '@/lib/flows/withdrawal-row'
import { type AuditDraft, write } from '@/lib/flows/write'
import { isReplacement } from '@/lib/policy/freeze'

const input = z.strictObject({
  withdrawalId: withdrawalIdInput,
  evidenceDigest: digestInput,
  /** The wallet that will submit. */
  executor: addressInput,
})

/**
 * Preflight against fresh state, then the hand-over: exactly `threshold` signatures, to one executor, one attempt at a
 * time, logged before it leaves (SPEC §3). The only verb whose answer carries owner signatures.
 */
export const execute = defineFlow({
  verb: 'execute',
  entrance: 'door',
  input,
  gate: {
    actors: ['member'],
    roles: ['executor'],
    stepUp: {
      action: 'execute',
      subject: async (ctx, posted) => {
        const row = await readWithdrawal(ctx.db, posted.withdrawalId)
        const digest = executeSubject({
          safeTxHash: row.safeTxHash as Hash,
          evidenceDigest: posted.evidenceDigest,
          executor: posted.executor,
        })
        return { digest, policyVersion: row.policyVersion }
      },
    },
  },
  run: async (ctx, posted) => {
    const attempts = await countAttempts(ctx.db, posted.withdrawalId)
    const current = await reviewNow(ctx, posted.withdrawalId, posted.executor)
    const standing = await readStanding(ctx.db, current)
    const log = await proveLog(ctx)
    const proven = await assertLeaves(log, current, standing.given)
    await assertState(log, current.row)
    await assertNoneStale(log, standing.given)
    const stops = { ctx, log, rows: proven, installation: current.registry.installation.id }
    await assertNoFreeze(ctx, stops, current, standing.given)
    await assertNoHold(ctx, stops, current.row, standing.given)
    await assertLists(ctx, stops, current)
    // A cancel can be led back to ready by what became of an older hand-over, after its approvals were taken out.
    const isBare = current.row.class === 'cancel' && !standing.quorum.isMet && !standing.isSuspended
    if (standing.stale.length > 0 || isBare) return sendBack(ctx, posted.withdrawalId, standing.stale)
    const signatures = await preflight(ctx, { log, rows: proven }, current, standing, posted)
    const threshold = thresholdOf(current)
    const call = encodeExecTransaction(toReviewable(current.row).staged, packSignatures(signatures, threshold))
    const approvers = standing.given.map(({ memberId }) => memberId)
    const attempt = await handOver(ctx, current, posted, { signatureCount: threshold, approvers, attempts })
    return { call, chainId: current.row.chainId, attempt }
  },
})

type Current = Awaited<ReturnType<typeof reviewNow>>

function thresholdOf({ reviewed }: Current): number {
  const { safe } = reviewed.assessment
  if (safe === null) throw new AppError('UNAVAILABLE', 'The chain does not answer, so nothing is executed.')
  return safe.threshold
}

async function handOver(
  ctx: Ctx,
  current: Current,
  posted: z.output<typeof input>,
  {
    signatureCount,
    approvers,
    attempts,
  }: {
    signatureCount: number
    approvers: readonly string[]
    /** How many there were when it was asked for. */
    attempts: number
  },
): Promise<number> {
  const { actor } = ctx
  if (actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
  return write(ctx, async (tx) => {
    await lockForMoney(tx, ctx, {
      safeId: current.row.safeId,
      role: 'executor',
      policyVersion: current.registry.policy.version,
      touched: {
        withdrawalId: current.row.id,
        people: [current.row.initiatorId, ...approvers],
        moves: movesOfRow(current.row),
      },
      passesFreeze: isReplacement(current.row),
    })
    const row = await lockWithdrawal(tx, current.row.id, ['ready', 'executing'])
    const [open] = await tx
      .select()
      .from(submission)
      .where(and(eq(submission.withdrawalId, row.id), eq(submission.isOpen, true)))
      .for('update')
    // A cancel moves nothing and nothing else ends it, so whoever executes may take it from one who does not send it.
    if (open && open.executorId !== actor.memberId && row.class !== 'cancel')
      throw new AppError('CONFLICT', 'Another executor has it; one attempt at a time.')
    // Taking it again is a decision of its own, and not the same one posted twice.
    if ((await countAttempts(tx, row.id)) !== attempts)
      throw new AppError('CONFLICT', 'It was handed over a moment ago. See what became of that before taking it again.')
    if (open)
      await tx.update(submission).set({ isOpen: false, state: 'handed-over-again' }).where(eq(submission.id, open.id))
    const [handed] = await tx
      .insert(submission)
      .values({
        withdrawalId: row.id,
        attempt: attempts + 1,
        executorId: actor.memberId,
        executorAddress: posted.executor,
        evidenceDigest: posted.evidenceDigest,
        ...proofColumns(ctx),
        handedOverAt: ctx.now,
        state: 'handed-over',
      })
      .returning()
    if (!handed) throw new Error('insert returned no row')
    const recorded = await recordReview(tx, row.id, 'preflight', current.reviewed, ctx.now)
    await enqueueFollow(tx, handed.id, ctx.now, 1)
    const events: [AuditDraft, ...AuditDraft[]] = [
      recorded.event,
      {
        action: 'hand-over',
        subject: ctx.proof?.preimage.subject ?? '',
        object: submissionObject(handed),
        reason: `${signatureCount} signatures to ${posted.executor}, attempt ${handed.attempt}.`,
      },
    ]
    if (row.state === 'ready') {
      const moved = await moveWithdrawal(tx, row, 'executing', { now: ctx.now, reason: `Handed to ${actor.name}` })
      events.push(moved.event)
    }
    return [handed.attempt, events]
  })
}

async function countAttempts(db: Reader, withdrawalId: string): Promise<number> {
  const [last] = await db
    .select({ attempt: max(submission.attempt) })
    .from(submission)
    .where(eq(submission.withdrawalId, withdrawalId))
  return last?.attempt ?? 0
}

// Approvals that no longer fit the review go stale in the log before anyone is told.
async function sendBack(ctx: Ctx, withdrawalId: string, stale: readonly string[]): Promise<never> {
  await write(ctx, async (tx) => {
    const row = await lockWithdrawal(tx, withdrawalId, ['ready', 'executing'])
    const reason = 'The review changed after approval; stale approvals no longer count.'
    const [moved, ...more] = await backToApprovers(tx, row, { now: ctx.now, reason })
    if (!moved)
      throw new AppError(
        'STALE',
        'The review changed after the signatures were handed over. They are not handed over again; cancel it on chain.',
      )
    return [undefined, [moved, ...more, ...(await markStale(tx, stale))]]
  })
  throw new AppError(
    'STALE',
    'The review changed after it was approved. Nothing was handed over; it needs approval again.',
  )
}
