import 'server-only'
import { z } from 'zod'
import { and, eq } from 'drizzle-orm'
import type { Hash } from 'viem'
import { submission } from '@/db/schema/withdrawal'
import { chainOf } from '@/lib/chains/index'
import { AppError } from '@/lib/core/errors'
import { deriveSubmission } from '@/lib/execute/submission'
import type { Observation, SubmissionState } from '@/lib/execute/types'
import { receiptObject } from '@/lib/flows/content'
import { endUsed } from '@/lib/flows/end-unfollowed'
import { enqueue } from '@/lib/flows/enqueue'
import { enqueueFollow } from '@/lib/flows/enqueue-follow'
import { type Ctx, defineFlow } from '@/lib/flows/flow'
import { lockWithdrawal, type WithdrawalRow } from '@/lib/flows/locks'
import { endSiblings, findWinner, lockNonce, type Winner } from '@/lib/flows/nonce-end'
import { isGivenUp, OUTCOME, walk } from '@/lib/flows/submission-outcome'
import { readWithdrawal, toReviewable } from '@/lib/flows/withdrawal-row'
import { type AuditDraft, write } from '@/lib/flows/write'

/** Where a withdrawal may stand while the public signatures of a reverted attempt are still good. */
const WAITING: readonly string[] = [
  'ready',
  'cooling',
  'awaiting-approvals',
  'held',
  'blocked',
  'cancel-pending-onchain',
]

/** The worker's look at one hand-over: what the chain says decides, nothing else does. */
export const followSubmission = defineFlow({
  verb: 'follow-submission',
  entrance: 'job',
  input: z.strictObject({ submissionId: z.uuid() }),
  gate: {
    actors: ['system'],
    roles: [],
    stepUp: { none: 'Reads the chain and records what it says; moves no money.' },
  },
  run: async (ctx, { submissionId }) => {
    const [seen] = await ctx.db.select().from(submission).where(eq(submission.id, submissionId))
    if (!seen) return { state: 'unknown' }
    const row = await readWithdrawal(ctx.db, seen.withdrawalId)
    // The signatures of a reverted attempt are public: whoever sends them again executes the withdrawal.
    const isWaiting = !seen.isOpen && seen.state === 'reverted' && WAITING.includes(row.state)
    if (!seen.isOpen && !isWaiting) return { state: seen.state }
    const { staged } = toReviewable(row)
    const observation = await ctx.io.chain.observe(staged, {
      reportedTxHash: seen.reportedTxHash as Hash | null,
      since: seen.handedOverAt,
    })
    const state = deriveSubmission(observation, { chain: chainOf(row.chainId), nonce: staged.tx.nonce })
    if (isWaiting && !outcomeIsNew(state)) return { state: seen.state }
    const winner = state === 'superseded' ? await findWinner(ctx, row) : null
    if (winner !== null) return yieldTo(ctx, seen, winner)
    return record(ctx, row, seen, state, observation)
  },
})

type SubmissionRow = typeof submission.$inferSelect

const outcomeIsNew = (state: SubmissionState) => state !== 'handed-over' && state !== 'reverted'

async function record(
  ctx: Ctx,
  before: WithdrawalRow,
  seen: SubmissionRow,
  state: SubmissionState,
  { mined }: Observation,
): Promise<{ state: string }> {
  const outcome = OUTCOME[state]
  const isNews = seen.state !== state || seen.minedTxHash !== (mined?.txHash ?? null)
  if (!isNews) {
    await again(ctx, seen.id)
    return { state }
  }
  return write(ctx, async (tx) => {
    await lockNonce(tx, before)
    const row = await lockWithdrawal(tx, seen.withdrawalId, ['executing', 'confirming', ...WAITING])
    const [updated] = await tx
      .update(submission)
      .set({
        state,
        isOpen: !outcome.isFinal,
        minedTxHash: mined?.txHash ?? null,
        blockNumber: mined?.blockNumber ?? null,
        blockHash: mined?.blockHash ?? null,
        observedAt: ctx.now,
      })
      .where(and(eq(submission.id, seen.id), eq(submission.isOpen, seen.isOpen), eq(submission.state, seen.state)))
      .returning()
    if (!updated) throw new AppError('CONFLICT', 'Another look came first.')
    const events: [AuditDraft, ...AuditDraft[]] = [
      {
        action: 'follow-submission',
        subject: mined?.txHash ?? row.safeTxHash,
        object: receiptObject(updated),
        reason: `${outcome.reason}${mined ? `, block ${mined.blockNumber}` : ''}.`,
      },
    ]
    const to = (await isGivenUp(tx, row, outcome.to)) ? 'cancel-pending-onchain' : outcome.to
    const isUsed = outcome.isFinal && state !== 'reverted'
    events.push(...(await walk(tx, row, to, { now: ctx.now, reason: outcome.reason, mined, isUsed })))
    if (isUsed) events.push(...(await endSiblings(tx, ctx.now, row, state === 'superseded' ? null : row)))
    if (!outcome.isFinal) await enqueueFollow(tx, seen.id, ctx.now, 1)
    // A checkpoint follows each execution (SPEC §8).
    else await enqueue(tx, 'sign-checkpoint')
    return [{ state }, events]
  })
}

// The nonce was used by another withdrawal of the desk. Where that one was handed over too, its own look ends both.
async function yieldTo(ctx: Ctx, seen: SubmissionRow, { row, state, observation, handed }: Winner) {
  const isFollowed = handed !== null && (handed.isOpen || handed.state === 'reverted')
  if (isFollowed) await enqueueFollow(ctx.db, handed.id, ctx.now, 0)
  const isOver = state === 'executed' || state === 'failed-onchain'
  if (isFollowed || !isOver) {
    await again(ctx, seen.id)
    return { state: seen.state }
  }
  await endUsed(ctx, row, state, observation)
  return { state: 'superseded' }
}

// Nothing new: look again soon. Not a change, so no transaction and no event.
async function again(ctx: Ctx, submissionId: string): Promise<void> {
  await enqueueFollow(ctx.db, submissionId, ctx.now, 1)
}
