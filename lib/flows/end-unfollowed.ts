import 'server-only'
import { and, asc, eq, exists, lt, or } from 'drizzle-orm'
import { submission, withdrawal } from '@/db/schema/withdrawal'
import { chainOf } from '@/lib/chains/index'
import { deriveSubmission } from '@/lib/execute/submission'
import type { Observation } from '@/lib/execute/types'
import { freezeByDeskOnce } from '@/lib/flows/desk-freeze'
import { enqueue } from '@/lib/flows/enqueue'
import type { Ctx } from '@/lib/flows/flow'
import type { WithdrawalRow } from '@/lib/flows/locks'
import { endSiblings, endWithdrawal, findWinner, lockNonce } from '@/lib/flows/nonce-end'
import { moveWithdrawal } from '@/lib/flows/move'
import { OUTCOME, walk } from '@/lib/flows/submission-outcome'
import { readWithdrawal, toReviewable } from '@/lib/flows/withdrawal-row'
import { type AuditDraft, write } from '@/lib/flows/write'

const UNFINISHED: readonly string[] = ['blocked', 'held', 'awaiting-approvals', 'cooling']

/**
 * Ends what still holds a nonce that the chain used, where nothing was handed over and so nobody looks: superseded by
 * another transaction, or executed by signatures that did not come from this desk, which freezes the Safe. Only what is
 * final on chain ends anything (SPEC §3).
 * @param next the Safe's own nonce on chain
 */
export async function endUnfollowed(ctx: Ctx, safeId: string, next: bigint): Promise<void> {
  const rows = await ctx.db
    .select({ id: withdrawal.id })
    .from(withdrawal)
    .where(and(eq(withdrawal.safeId, safeId), eq(withdrawal.isNonceHeld, true), lt(withdrawal.nonce, next)))
    .orderBy(asc(withdrawal.nonce), asc(withdrawal.id))
  for (const { id } of rows) {
    // The end of one may have ended the next.
    const row = await readWithdrawal(ctx.db, id)
    if (row.isNonceHeld && !(await isFollowed(ctx, row))) await end(ctx, row)
  }
}

// A hand-over at this nonce is looked at by itself, and its end is the end of all that share the nonce.
async function isFollowed({ db }: Pick<Ctx, 'db'>, { safeId, nonce }: WithdrawalRow): Promise<boolean> {
  const handed = db
    .select({ id: submission.id })
    .from(submission)
    .where(
      and(
        eq(submission.withdrawalId, withdrawal.id),
        or(eq(submission.isOpen, true), eq(submission.state, 'reverted')),
      ),
    )
  const held = await db
    .select({ id: withdrawal.id })
    .from(withdrawal)
    .where(
      and(
        ...[eq(withdrawal.safeId, safeId), eq(withdrawal.nonce, nonce), eq(withdrawal.isNonceHeld, true)],
        exists(handed),
      ),
    )
    .limit(1)
  return held.length > 0
}

async function end(ctx: Ctx, row: WithdrawalRow): Promise<void> {
  const observation = await ctx.io.chain.observe(toReviewable(row).staged, {
    reportedTxHash: null,
    since: row.stagedAt,
  })
  const state = deriveSubmission(observation, { chain: chainOf(row.chainId), nonce: row.nonce })
  if (state === 'executed' || state === 'failed-onchain') return endUsed(ctx, row, state, observation)
  if (state !== 'superseded') return
  // Its own turn comes, and ends this one with it.
  if ((await findWinner(ctx, row)) !== null) return
  await write(ctx, async (tx) => {
    await lockNonce(tx, row)
    const ended = await endWithdrawal(tx, ctx.now, row, 'superseded', OUTCOME.superseded.reason)
    const events = [...ended, ...(await endSiblings(tx, ctx.now, row, null))]
    return [undefined, atLeastOne(events)]
  })
}

/**
 * Ends a withdrawal, and all that shared its nonce, as the chain says it ended. Where its signatures were never handed over
 * they came from elsewhere, which freezes the Safe.
 */
export async function endUsed(
  ctx: Ctx,
  row: WithdrawalRow,
  state: 'executed' | 'failed-onchain',
  { mined }: Pick<Observation, 'mined'>,
): Promise<void> {
  const [handed] = await ctx.db
    .select({ id: submission.id })
    .from(submission)
    .where(eq(submission.withdrawalId, row.id))
    .limit(1)
  const reason = `${OUTCOME[state].reason}${handed ? '' : ', by signatures that this desk did not hand over'}`
  await write(ctx, async (tx) => {
    await lockNonce(tx, row)
    const events: AuditDraft[] = []
    let at = row
    // It left the desk's own road, whose next steps ask for approvals. A cancel is never given up itself.
    if (row.class !== 'cancel' && UNFINISHED.includes(row.state)) {
      const why = { now: ctx.now, reason: 'Used outside this desk' }
      const given = await moveWithdrawal(tx, row, 'cancel-pending-onchain', why)
      at = given.row
      events.push(given.event)
    }
    events.push(...(await walk(tx, at, OUTCOME[state].to, { now: ctx.now, reason, mined, isUsed: true })))
    events.push(...(await endSiblings(tx, ctx.now, row, row)))
    if (!handed) {
      const what = `${row.id} ended on chain by signatures that this desk did not hand over.`
      events.push(...(await freezeByDeskOnce(tx, ctx.now, { kind: 'safe', id: row.safeId }, what)))
    }
    await enqueue(tx, 'sign-checkpoint')
    return [undefined, atLeastOne(events)]
  })
}

function atLeastOne(events: readonly AuditDraft[]): [AuditDraft, ...AuditDraft[]] {
  const [first, ...rest] = events
  if (!first) throw new Error('an end is an event')
  return [first, ...rest]
}
