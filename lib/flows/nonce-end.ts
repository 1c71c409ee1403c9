import 'server-only'
import { and, asc, desc, eq, ne } from 'drizzle-orm'
import type { Hash } from 'viem'
import type { Reader, Tx } from '@/db/client'
import { submission, withdrawal } from '@/db/schema/withdrawal'
import { chainOf } from '@/lib/chains/index'
import { deriveSubmission } from '@/lib/execute/submission'
import type { Observation, SubmissionState } from '@/lib/execute/types'
import { receiptObject } from '@/lib/flows/content'
import type { Ctx } from '@/lib/flows/flow'
import type { WithdrawalRow } from '@/lib/flows/locks'
import { moveWithdrawal } from '@/lib/flows/move'
import { toReviewable } from '@/lib/flows/withdrawal-row'
import type { AuditDraft } from '@/lib/flows/write'
import type { WithdrawalState } from '@/lib/stage/lifecycle'

type SubmissionRow = typeof submission.$inferSelect

/** What used a nonce, where it is one of the desk's own, and whether somebody looks at it anyway. */
export type Winner = {
  readonly row: WithdrawalRow
  readonly state: SubmissionState
  readonly observation: Observation
  /** Its newest hand-over, null where its signatures were used without one. */
  readonly handed: SubmissionRow | null
}

/**
 * Which other withdrawal of the desk the chain executed at this one's nonce. Looked for before anything is said to be
 * superseded: what was mined in its place may be its own cancel (SPEC §3).
 */
export async function findWinner(ctx: Pick<Ctx, 'db' | 'io'>, row: WithdrawalRow): Promise<Winner | null> {
  for (const other of await siblingsOf(ctx.db, row)) {
    const [handed] = await ctx.db
      .select()
      .from(submission)
      .where(eq(submission.withdrawalId, other.id))
      .orderBy(desc(submission.attempt))
      .limit(1)
    const { staged } = toReviewable(other)
    const observation = await ctx.io.chain.observe(staged, {
      reportedTxHash: (handed?.reportedTxHash ?? null) as Hash | null,
      since: other.stagedAt,
    })
    const { mined } = observation
    if (mined === null || mined.result === 'outer-revert') continue
    const state = deriveSubmission(observation, { chain: chainOf(other.chainId), nonce: other.nonce })
    return { row: other, state, observation, handed: handed ?? null }
  }
  return null
}

/**
 * Ends everything else that held a nonce, once it is used for good: cancelled on chain where its own cancel used it,
 * superseded else. Their hand-overs are over and their nonce is free.
 * @param winner what used it, null where it is not of this desk
 */
export async function endSiblings(
  tx: Tx,
  now: Date,
  ended: WithdrawalRow,
  winner: WithdrawalRow | null,
): Promise<AuditDraft[]> {
  const events: AuditDraft[] = []
  for (const row of await siblingsOf(tx, ended)) {
    if (row.id === winner?.id) continue
    const to: WithdrawalState = winner !== null && winner.replaces === row.id ? 'cancelled-onchain' : 'superseded'
    const reason =
      winner === null
        ? 'Its nonce was used by another transaction'
        : to === 'superseded'
          ? `Its nonce was used by ${winner.id}`
          : `Cancelled on chain by ${winner.id}`
    events.push(...(await endWithdrawal(tx, now, row, to, reason)))
  }
  return events
}

/** Locks all that hold one nonce, always in the same order, so that two looks at two of them never wait for each other. */
export async function lockNonce(tx: Tx, { safeId, nonce }: Pick<WithdrawalRow, 'safeId' | 'nonce'>): Promise<void> {
  await tx
    .select({ id: withdrawal.id })
    .from(withdrawal)
    .where(and(eq(withdrawal.safeId, safeId), eq(withdrawal.nonce, nonce), eq(withdrawal.isNonceHeld, true)))
    .orderBy(asc(withdrawal.id))
    .for('update')
}

/** Ends one of them: its open hand-over is over and its nonce is free. Locked before, with all that share the nonce. */
export async function endWithdrawal(
  tx: Tx,
  now: Date,
  row: WithdrawalRow,
  to: WithdrawalState,
  reason: string,
): Promise<AuditDraft[]> {
  const closed = await tx
    .update(submission)
    .set({ isOpen: false, state: 'superseded', observedAt: now })
    .where(and(eq(submission.withdrawalId, row.id), eq(submission.isOpen, true)))
    .returning()
  const events: AuditDraft[] = closed.map((one) => ({
    ...{ action: 'follow-submission', subject: row.safeTxHash, object: receiptObject(one), reason: `${reason}.` },
  }))
  let at = row
  // Seen on chain and gone again: it goes back to where it waited before it ends there.
  const isSeen = row.state === 'confirming' && to === 'cancelled-onchain'
  for (const step of isSeen ? (['cancel-pending-onchain', to] as const) : [to]) {
    const change = step === to ? { isNonceHeld: false } : {}
    const moved = await moveWithdrawal(tx, at, step, { now, reason, change })
    at = moved.row
    events.push(moved.event)
  }
  return events
}

const siblingsOf = (db: Reader, { id, safeId, nonce }: WithdrawalRow): Promise<WithdrawalRow[]> =>
  db
    .select()
    .from(withdrawal)
    .where(
      and(
        eq(withdrawal.safeId, safeId),
        eq(withdrawal.nonce, nonce),
        eq(withdrawal.isNonceHeld, true),
        ne(withdrawal.id, id),
      ),
    )
    .orderBy(asc(withdrawal.id))
