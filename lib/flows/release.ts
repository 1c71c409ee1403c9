import 'server-only'
import { z } from 'zod'
import { desc, eq } from 'drizzle-orm'
import type { Hash } from 'viem'
import type { Tx } from '@/db/client'
import { withdrawalHold, withdrawalRelease } from '@/db/schema/hold'
import { releaseSubject } from '@/lib/approve/subjects'
import { AppError } from '@/lib/core/errors'
import { releaseObject } from '@/lib/flows/content'
import { type Ctx, defineFlow } from '@/lib/flows/flow'
import { digestInput, reasonInput, withdrawalIdInput } from '@/lib/flows/inputs'
import { lockForMoney, lockWithdrawal, type WithdrawalRow } from '@/lib/flows/locks'
import { movesOfRow } from '@/lib/flows/moved'
import { moveWithdrawal } from '@/lib/flows/move'
import { proofColumns } from '@/lib/flows/proof-columns'
import { recordReview } from '@/lib/flows/record-review'
import { type CurrentReview, reviewNow } from '@/lib/flows/review-now'
import { readStanding } from '@/lib/flows/standing'
import { isUniqueViolation } from '@/lib/flows/unique-violation'
import { readWithdrawal } from '@/lib/flows/withdrawal-row'
import { write } from '@/lib/flows/write'
import { isReplacement } from '@/lib/policy/freeze'
import type { WithdrawalState } from '@/lib/stage/lifecycle'

const input = z.strictObject({
  withdrawalId: withdrawalIdInput,
  evidenceDigest: digestInput,
  note: reasonInput('Give a note of at least eight characters; everyone on it reads it.'),
})

/**
 * Compliance lets a withdrawal that compliance held go on from where it stood, by a passkey bound to what the review says
 * now. What policy itself holds stays held until policy says otherwise.
 */
export const release = defineFlow({
  verb: 'release',
  entrance: 'door',
  input,
  gate: {
    actors: ['member'],
    roles: ['compliance'],
    stepUp: {
      action: 'release',
      subject: async (ctx, { withdrawalId, evidenceDigest, note }) => {
        const row = await readWithdrawal(ctx.db, withdrawalId)
        const safeTxHash = row.safeTxHash as Hash
        return { digest: releaseSubject({ safeTxHash, evidenceDigest, note }), policyVersion: row.policyVersion }
      },
    },
  },
  run: async (ctx, posted) => {
    const current = await reviewNow(ctx, posted.withdrawalId)
    const { reviewed } = current
    if (reviewed.digest !== posted.evidenceDigest)
      throw new AppError('STALE', 'The review changed since this page was loaded. Read it again; nothing was released.')
    if (reviewed.assessment.verdict === 'block') throw new AppError('BLOCKED', 'A critical finding blocks it.')
    if (reviewed.requirement.decision !== 'allow')
      throw new AppError('BLOCKED', `Policy itself stops it: ${reviewed.requirement.reasons.join(' ')}`)
    try {
      return await record(ctx, current, posted)
    } catch (error) {
      if (isUniqueViolation(error)) throw new AppError('CONFLICT', 'Somebody released it a moment ago.')
      throw error
    }
  },
})

async function record(ctx: Ctx, current: CurrentReview, posted: z.output<typeof input>): Promise<{ state: string }> {
  const { actor } = ctx
  if (actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
  return write(ctx, async (tx) => {
    const { row: seen, registry, reviewed } = current
    await lockForMoney(tx, ctx, {
      safeId: seen.safeId,
      role: 'compliance',
      policyVersion: registry.policy.version,
      touched: { withdrawalId: seen.id, people: [seen.initiatorId], moves: movesOfRow(seen) },
      passesFreeze: isReplacement(seen),
    })
    const row = await lockWithdrawal(tx, seen.id, ['held'])
    const { given, quorum } = await readStanding(tx, current)
    // Nobody reviews what they asked for or approved (SPEC §2).
    if ([row.initiatorId, ...given.map((one) => one.memberId)].includes(actor.memberId))
      throw new AppError('NOT_ALLOWED', `You staged or approved ${row.id}, so somebody else of compliance releases it.`)
    const { evidenceDigest, note } = posted
    const values = { holdId: await lastHold(tx, row.id), memberId: actor.memberId, note, evidenceDigest, at: ctx.now }
    const [released] = await tx
      .insert(withdrawalRelease)
      .values({ ...values, ...proofColumns(ctx) })
      .returning()
    if (!released) throw new Error('insert returned no row')
    const recorded = await recordReview(tx, row.id, 'release', reviewed, ctx.now)
    const moved = await moveWithdrawal(tx, row, afterRelease(row, quorum.isMet, ctx.now), {
      now: ctx.now,
      reason: `Released by ${actor.name}`,
    })
    const event = {
      action: 'release',
      subject: ctx.proof?.preimage.subject ?? '',
      object: releaseObject(released, row.id),
      personal: { reason: note },
    }
    return [{ state: moved.row.state }, [recorded.event, event, moved.event]]
  })
}

async function lastHold(tx: Tx, withdrawalId: string): Promise<string> {
  const [held] = await tx
    .select({ id: withdrawalHold.id })
    .from(withdrawalHold)
    .where(eq(withdrawalHold.withdrawalId, withdrawalId))
    .orderBy(desc(withdrawalHold.at))
    .limit(1)
  if (!held) throw new AppError('BLOCKED', 'Policy held it, not compliance; only policy lets it go on.')
  return held.id
}

function afterRelease(row: WithdrawalRow, isMet: boolean, now: Date): WithdrawalState {
  if (!isMet || row.readyFrom === null) return 'awaiting-approvals'
  return row.readyFrom > now ? 'cooling' : 'ready'
}
