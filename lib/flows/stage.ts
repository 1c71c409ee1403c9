import 'server-only'
import { withdrawal } from '@/db/schema/withdrawal'
import { stageSubject } from '@/lib/approve/subjects'
import { AppError } from '@/lib/core/errors'
import { withdrawalObject } from '@/lib/flows/content'
import { type Ctx, defineFlow } from '@/lib/flows/flow'
import type { Reviewed } from '@/lib/flows/gather-review'
import { lockForMoney } from '@/lib/flows/locks'
import { moveWithdrawal } from '@/lib/flows/move'
import { type Plan, planWithdrawal } from '@/lib/flows/plan-withdrawal'
import { proofColumns } from '@/lib/flows/proof-columns'
import { recordReview } from '@/lib/flows/record-review'
import { readRegistry } from '@/lib/flows/registry'
import { readBalances, readIntent, type StageInput, stageInput } from '@/lib/flows/stage-input'
import { isUniqueViolation } from '@/lib/flows/unique-violation'
import { stagedColumns } from '@/lib/flows/withdrawal-row'
import { write } from '@/lib/flows/write'
import type { WithdrawalState } from '@/lib/stage/lifecycle'

const MAX_TRIES = 40

/** Makes a form a withdrawal: the server builds and hashes, the nonce is reserved, every field is fixed from here on. */
export const stage = defineFlow({
  verb: 'stage',
  entrance: 'door',
  input: stageInput,
  gate: {
    actors: ['member'],
    roles: ['initiator'],
    stepUp: {
      action: 'stage',
      // The nonce is the server's to give, so the initiator binds the intent, not the hash.
      subject: async (ctx, input) => {
        const registry = await readRegistry(ctx.db, input.safeId, ctx.now)
        const intent = readIntent(registry, input, await readBalances(ctx, registry))
        return {
          digest: stageSubject({ class: 'transfer', safe: registry.safeRef, intent, nonce: null }),
          policyVersion: registry.policy.version,
        }
      },
    },
  },
  run: async (ctx, input) => {
    if (ctx.actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
    return stageAtFreeNonce(ctx, input, ctx.actor.memberId, MAX_TRIES)
  },
})

// Two stagings may pick the same nonce; the unique index lets one pass and the other plans again.
async function stageAtFreeNonce(
  ctx: Ctx,
  input: StageInput,
  memberId: string,
  triesLeft: number,
): Promise<{ id: string; state: string }> {
  const plan = await planWithdrawal(ctx, input, memberId)
  const { effects } = plan.reviewed.assessment
  if (effects.kind === 'unavailable')
    throw new AppError('UNAVAILABLE', `Effects unknown: ${effects.reason} Nothing was staged and nothing is lost.`)
  try {
    return await insert(ctx, plan, memberId)
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    if (triesLeft <= 1)
      throw new AppError('CONFLICT', 'Many withdrawals of this Safe are being staged at once. Stage this one again.')
    return stageAtFreeNonce(ctx, input, memberId, triesLeft - 1)
  }
}

async function insert(ctx: Ctx, plan: Plan, memberId: string): Promise<{ id: string; state: string }> {
  const { registry, subject, reviewed } = plan
  const { requirement, assessment } = reviewed
  return write(ctx, async (tx) => {
    await lockForMoney(tx, ctx, {
      safeId: registry.safe.id,
      role: 'initiator',
      policyVersion: registry.policy.version,
      touched: { withdrawalId: null, people: [] },
    })
    const { proof: stageProof, challenge: stageChallenge } = proofColumns(ctx)
    const [row] = await tx
      .insert(withdrawal)
      .values({
        class: subject.class,
        safeId: registry.safe.id,
        initiatorId: memberId,
        ...stagedColumns(subject.staged, subject.intent),
        policyId: subject.policy.id,
        policyVersion: subject.policy.version,
        stageProof,
        stageChallenge,
        stagedAt: ctx.now,
        expiresAt: new Date(ctx.now.getTime() + requirement.expirySeconds * 1000),
        state: 'staged',
        stateSince: ctx.now,
      })
      .returning()
    if (!row) throw new Error('insert returned no row')
    const recorded = await recordReview(tx, row.id, 'stage', reviewed, ctx.now)
    const screening = await moveWithdrawal(tx, row, 'screening', { now: ctx.now, reason: 'Screening' })
    const { state, reason } = screened(reviewed)
    const judged = await moveWithdrawal(tx, screening.row, state, { now: ctx.now, reason, subject: reviewed.digest })
    const staged = {
      action: 'stage',
      subject: ctx.proof?.preimage.subject ?? '',
      object: withdrawalObject(row),
      reason: `Nonce ${row.nonce} reserved. ${assessment.findings.length} findings, verdict ${assessment.verdict}.`,
      personal: { purpose: subject.intent.purpose, reference: subject.intent.reference },
    }
    return [{ id: row.id, state }, [staged, recorded.event, screening.event, judged.event]]
  })
}

/** Where screening leads: a block by rules or policy, a hold by policy, or the approvers. */
export function screened({ assessment, requirement }: Reviewed): { state: WithdrawalState; reason: string } {
  if (assessment.verdict === 'block') {
    const critical = assessment.findings.find((f) => f.severity === 'critical' && f.outcome !== 'pass')
    return { state: 'blocked', reason: critical?.sentence ?? 'A critical rule blocks it.' }
  }
  if (requirement.decision === 'block') return { state: 'blocked', reason: requirement.reasons.join(' ') }
  if (requirement.decision === 'hold') return { state: 'held', reason: requirement.reasons.join(' ') }
  return { state: 'awaiting-approvals', reason: '' }
}
