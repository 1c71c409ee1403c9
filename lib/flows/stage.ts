import 'server-only'
import { stageSubject } from '@/lib/approve/subjects'
import type { Tx } from '@/db/client'
import { AppError } from '@/lib/core/errors'
import { type Ctx, defineFlow } from '@/lib/flows/flow'
import { withOutflows } from '@/lib/flows/gather-review'
import { inTurn } from '@/lib/flows/in-turn'
import { insertWithdrawal } from '@/lib/flows/insert-withdrawal'
import { lockForMoney } from '@/lib/flows/locks'
import { movesOfPlan } from '@/lib/flows/moved'
import { lockOutflows, readOutflows } from '@/lib/flows/outflows'
import { type Plan, planWithdrawal } from '@/lib/flows/plan-withdrawal'
import { readRegistry } from '@/lib/flows/registry'
import { readBalances, readIntent, type StageInput, stageInput } from '@/lib/flows/stage-input'
import { readTrustedState } from '@/lib/flows/trusted-state'
import { isUniqueViolation } from '@/lib/flows/unique-violation'
import { write } from '@/lib/flows/write'
import { rollingWindows } from '@/lib/policy/rolling'
import { classOf } from '@/lib/stage/parse-request'

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
        const [balances, state] = await Promise.all([readBalances(ctx, registry), readTrustedState(ctx, registry)])
        const intent = readIntent(registry, input, { balances, state })
        return {
          digest: stageSubject({ class: classOf(intent), safe: registry.safeRef, intent, nonce: null }),
          policyVersion: registry.policy.version,
        }
      },
    },
  },
  run: async (ctx, input) => {
    if (ctx.actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
    const { memberId } = ctx.actor
    return inTurn(`stage ${input.safeId}`, () => stageAtFreeNonce(ctx, input, memberId, MAX_TRIES))
  },
})

// Two processes may pick the same nonce; the unique index lets one pass and the other plans again.
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
    return await insert(ctx, plan)
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    if (triesLeft <= 1)
      throw new AppError('CONFLICT', 'Many withdrawals of this Safe are being staged at once. Stage this one again.')
    return stageAtFreeNonce(ctx, input, memberId, triesLeft - 1)
  }
}

async function insert(ctx: Ctx, plan: Plan): Promise<{ id: string; state: string }> {
  const { registry } = plan
  return write(ctx, async (tx) => {
    await lockForMoney(tx, ctx, {
      safeId: registry.safe.id,
      role: 'initiator',
      policyVersion: registry.policy.version,
      touched: { withdrawalId: null, people: [], moves: movesOfPlan(plan) },
      passesFreeze: false,
    })
    const { row, events } = await insertWithdrawal(tx, ctx, await inWindow(tx, ctx, plan), {
      replaces: null,
      reason: `Nonce ${plan.subject.staged.tx.nonce} reserved.`,
    })
    return [{ id: row.id, state: row.state }, events]
  })
}

// Counted again in its turn: between the review and here others may have reserved what is left of a window.
async function inWindow(tx: Tx, ctx: Ctx, plan: Plan): Promise<Plan> {
  const { registry, subject, reviewed } = plan
  const policies = [registry.policy]
  if (rollingWindows(policies).length === 0) return plan
  await lockOutflows(tx, registry.safe)
  const outflows = await readOutflows(tx, registry.safe, subject, policies, ctx.io.clock.now())
  return { ...plan, reviewed: withOutflows(registry, subject, reviewed, outflows) }
}
