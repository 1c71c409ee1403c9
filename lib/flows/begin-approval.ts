import 'server-only'
import { z } from 'zod'
import { and, eq, ne, notExists, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { approval, signatureRequest, withdrawal } from '@/db/schema/withdrawal'
import { AppError } from '@/lib/core/errors'
import { assertMayApprove } from '@/lib/flows/may-approve'
import { addressInput, digestInput, withdrawalIdInput } from '@/lib/flows/inputs'
import { defineFlow } from '@/lib/flows/flow'
import { signatureRequestObject } from '@/lib/flows/content'
import { lockForMoney, lockWithdrawal } from '@/lib/flows/locks'
import { movesOfRow } from '@/lib/flows/moved'
import { recordReview } from '@/lib/flows/record-review'
import { reviewNow } from '@/lib/flows/review-now'
import { readStanding } from '@/lib/flows/standing'
import { write } from '@/lib/flows/write'
import { isReplacement } from '@/lib/policy/freeze'

/**
 * Withdrawals of which one member may have been asked for a signature without giving it. Each asks for an on-chain cancel
 * should it be given up, and asking takes no passkey: a stolen session spoils this many and no more.
 */
export const MAX_UNANSWERED = 10

/**
 * Logged before any wallet opens: from here on a signature may exist that nobody can take back (SPEC §3, §5). Records
 * the review that the approver is looking at, and refuses when it is no longer the current one.
 */
export const beginApproval = defineFlow({
  verb: 'begin-approval',
  entrance: 'door',
  input: z.strictObject({ withdrawalId: withdrawalIdInput, owner: addressInput, evidenceDigest: digestInput }),
  gate: {
    actors: ['member'],
    roles: ['signer'],
    stepUp: {
      none: 'Comes before the wallet and the passkey; it records that a signature is asked for and grants nothing.',
    },
  },
  run: async (ctx, input) => {
    const current = await reviewNow(ctx, input.withdrawalId)
    const { memberId } = assertMayApprove(ctx, current, input)
    return write(ctx, async (tx) => {
      await lockForMoney(tx, ctx, {
        safeId: current.row.safeId,
        role: 'signer',
        policyVersion: current.registry.policy.version,
        touched: { withdrawalId: current.row.id, people: [current.row.initiatorId], moves: movesOfRow(current.row) },
        passesFreeze: isReplacement(current.row),
      })
      const row = await lockWithdrawal(tx, input.withdrawalId, ['awaiting-approvals'])
      const { given } = await readStanding(tx, current)
      if (given.some((one) => one.memberId === memberId))
        throw new AppError('CONFLICT', 'Your approval is recorded already; one person counts once.')
      // Never of a cancel: it is what ends the others.
      if (row.class !== 'cancel') await assertAnswers(tx, memberId, row.id)
      const shown = await recordReview(tx, row.id, 'begin-approval', current.reviewed, ctx.now)
      const [request] = await tx
        .insert(signatureRequest)
        .values({ withdrawalId: row.id, memberId, owner: input.owner, reviewId: shown.id, at: ctx.now })
        .returning()
      if (!request) throw new Error('insert returned no row')
      if (!row.signatureRequestedAt)
        await tx.update(withdrawal).set({ signatureRequestedAt: ctx.now }).where(eq(withdrawal.id, row.id))
      return [
        { reviewId: shown.id },
        [
          shown.event,
          {
            action: 'begin-approval',
            subject: row.safeTxHash,
            object: signatureRequestObject(request),
            reason: `A signature was asked for from ${input.owner}.`,
          },
        ],
      ]
    })
  },
})

async function assertAnswers(tx: Tx, memberId: string, withdrawalId: string): Promise<void> {
  // One at a time of one member, or many at once would each see too few.
  await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext(${`begin-approval ${memberId}`}))`)
  const given = tx
    .select({ id: approval.id })
    .from(approval)
    .where(and(eq(approval.withdrawalId, withdrawal.id), eq(approval.memberId, memberId)))
  const unanswered = await tx
    .select({ id: withdrawal.id, state: withdrawal.state })
    .from(signatureRequest)
    .innerJoin(withdrawal, eq(withdrawal.id, signatureRequest.withdrawalId))
    .where(
      and(
        ...[eq(signatureRequest.memberId, memberId), eq(withdrawal.isNonceHeld, true)],
        ...[ne(withdrawal.id, withdrawalId), ne(withdrawal.class, 'cancel'), notExists(given)],
      ),
    )
    .groupBy(withdrawal.id, withdrawal.state)
    .orderBy(withdrawal.id)
  if (unanswered.length < MAX_UNANSWERED) return
  const open = unanswered.find(({ state }) => state === 'awaiting-approvals')
  const way = open ? `Approve one of them first, such as ${open.id}.` : 'Cancel them on chain first.'
  throw new AppError(
    'CONFLICT',
    `You were asked for signatures of ${unanswered.length} withdrawals and gave none; a wallet that was opened may have signed. ${way}`,
  )
}
