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
import { enqueue } from '@/lib/flows/enqueue'
import { enqueueFollow } from '@/lib/flows/enqueue-follow'
import { type Ctx, defineFlow } from '@/lib/flows/flow'
import { lockWithdrawal } from '@/lib/flows/locks'
import { moveWithdrawal } from '@/lib/flows/move'
import { readWithdrawal, toReviewable } from '@/lib/flows/withdrawal-row'
import { type AuditDraft, write } from '@/lib/flows/write'
import type { WithdrawalState } from '@/lib/stage/lifecycle'

/** How each observed state moves the withdrawal; `reverted` keeps the nonce and the signatures (SPEC §3). */
const OUTCOME: Record<SubmissionState, { to: WithdrawalState; isFinal: boolean; reason: string }> = {
  'handed-over': { to: 'executing', isFinal: false, reason: 'Not seen on chain' },
  confirming: { to: 'confirming', isFinal: false, reason: 'Seen on chain, not final yet' },
  executed: { to: 'executed', isFinal: true, reason: 'Final on chain' },
  'failed-onchain': { to: 'failed-onchain', isFinal: true, reason: 'The inner call failed; the nonce is used' },
  reverted: { to: 'ready', isFinal: true, reason: 'Reverted; the nonce is not used and the signatures are still live' },
  superseded: { to: 'superseded', isFinal: true, reason: 'Its nonce was used by another transaction' },
}

/** Where a withdrawal may stand while the public signatures of a reverted attempt are still good. */
const WAITING: readonly string[] = ['ready', 'cooling', 'awaiting-approvals', 'cancel-pending-onchain']

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
    return record(ctx, seen, state, observation)
  },
})

const outcomeIsNew = (state: SubmissionState) => state !== 'handed-over' && state !== 'reverted'

async function record(
  ctx: Ctx,
  seen: typeof submission.$inferSelect,
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
    let at = row
    for (const step of stepsTo(row.state as WithdrawalState, outcome.to)) {
      const isLast = step === outcome.to
      const frees = isLast && outcome.isFinal && step !== 'ready'
      const moved = await moveWithdrawal(tx, at, step, {
        now: ctx.now,
        reason: isLast ? outcome.reason : 'Seen on chain',
        subject: mined?.txHash ?? row.safeTxHash,
        change: frees ? { isNonceHeld: false } : {},
      })
      at = moved.row
      events.push(moved.event)
    }
    if (!outcome.isFinal) await enqueueFollow(tx, seen.id, ctx.now, 1)
    // A checkpoint follows each execution (SPEC §8).
    else await enqueue(tx, 'sign-checkpoint')
    return [{ state }, events]
  })
}

// What is executed was handed over and seen before, also where one look finds all of it done.
function stepsTo(from: WithdrawalState, to: WithdrawalState): WithdrawalState[] {
  if (from === to) return []
  if (to === 'ready' || to === 'executing' || to === 'superseded') return [to]
  if (to !== 'confirming') return [...stepsTo(from, 'confirming'), to]
  if (from === 'executing' || from === 'cancel-pending-onchain') return [to]
  return from === 'ready' ? ['executing', to] : ['ready', 'executing', to]
}

// Nothing new: look again soon. Not a change, so no transaction and no event.
async function again(ctx: Ctx, submissionId: string): Promise<void> {
  await enqueueFollow(ctx.db, submissionId, ctx.now, 1)
}
