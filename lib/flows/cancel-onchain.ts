import 'server-only'
import { z } from 'zod'
import type { Tx } from '@/db/client'
import { stageSubject } from '@/lib/approve/subjects'
import { AppError } from '@/lib/core/errors'
import type { MemberActor } from '@/lib/flows/actor'
import { withdrawalObject } from '@/lib/flows/content'
import { enqueue } from '@/lib/flows/enqueue'
import { type Ctx, defineFlow } from '@/lib/flows/flow'
import { nonceInput, reasonInput, withdrawalIdInput } from '@/lib/flows/inputs'
import { insertWithdrawal } from '@/lib/flows/insert-withdrawal'
import { requireMember } from '@/lib/flows/lock-member'
import { lockForMoney, lockWithdrawal, type WithdrawalRow } from '@/lib/flows/locks'
import { movesOfPlan } from '@/lib/flows/moved'
import { moveWithdrawal } from '@/lib/flows/move'
import { assertReplaceable, type CancelOrder, planCancel, REPLACEABLE, whyNotGiveUp } from '@/lib/flows/plan-cancel'
import type { Plan } from '@/lib/flows/plan-withdrawal'
import { readRegistry } from '@/lib/flows/registry'
import { isUniqueViolation } from '@/lib/flows/unique-violation'
import { type AuditDraft, write } from '@/lib/flows/write'
import { cancelIntent } from '@/lib/stage/cancel-intent'

const input = z.strictObject({
  safeId: z.string().min(1).max(80),
  nonce: nonceInput,
  /** The withdrawal whose signatures it kills, null where it fills a gap. */
  replaces: withdrawalIdInput.nullable(),
  reason: reasonInput('Give a reason of at least eight characters; everyone on it reads it.'),
})

/**
 * Stages the empty self-call that uses up a nonce: in place of a withdrawal that may be signed, which is given up with it for
 * good, or where a gap keeps others waiting. It goes through review, approval and execution as any other (SPEC §3, §6).
 */
export const cancelOnchain = defineFlow({
  verb: 'cancel-onchain',
  entrance: 'door',
  input,
  gate: {
    actors: ['member'],
    roles: ['initiator', 'signer'],
    stepUp: {
      action: 'stage',
      subject: async (ctx, posted) => {
        const registry = await readRegistry(ctx.db, posted.safeId, ctx.now)
        const [safe, intent] = [registry.safeRef, cancelIntent(posted)]
        return {
          digest: stageSubject({ class: 'cancel', safe, intent, nonce: posted.nonce }),
          policyVersion: registry.policy.version,
        }
      },
    },
  },
  run: async (ctx, posted) => {
    const actor = requireMember(ctx)
    const plan = await planCancel(ctx, posted, actor.memberId)
    try {
      return await insert(ctx, actor, plan, posted)
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      throw new AppError('CONFLICT', `Somebody took nonce ${posted.nonce} a moment ago. Look again; nothing was done.`)
    }
  },
})

async function insert(ctx: Ctx, actor: MemberActor, plan: Plan, order: CancelOrder) {
  const { registry } = plan
  return write(ctx, async (tx) => {
    await lockForMoney(tx, ctx, {
      safeId: registry.safe.id,
      role: actor.roles.includes('initiator') ? 'initiator' : 'signer',
      policyVersion: registry.policy.version,
      touched: { withdrawalId: null, people: [], moves: movesOfPlan(plan) },
      passesFreeze: order.replaces !== null,
    })
    const given = order.replaces === null ? [] : await giveUp(tx, ctx, actor, order, order.replaces)
    const { row, events } = await insertWithdrawal(tx, ctx, plan, {
      replaces: order.replaces,
      reason: `Uses up nonce ${order.nonce}${order.replaces === null ? ', which nothing holds' : ` of ${order.replaces}`}.`,
    })
    await enqueue(tx, 'sign-checkpoint')
    return [{ id: row.id, state: row.state }, [...events, ...given.map((event) => event(row))]]
  })
}

// From here on the desk hands it over no more: of two that share a nonce one at a time may be ready (SPEC §3).
async function giveUp(
  tx: Tx,
  ctx: Ctx,
  actor: MemberActor,
  order: CancelOrder,
  id: string,
): Promise<((cancel: WithdrawalRow) => AuditDraft)[]> {
  const row = await lockWithdrawal(tx, id, REPLACEABLE)
  await assertReplaceable(tx, row, order)
  const whyNot = whyNotGiveUp(actor, row)
  if (whyNot !== '') throw new AppError('NOT_ALLOWED', whyNot)
  const told = (cancel: WithdrawalRow): AuditDraft => ({
    action: 'cancel-onchain',
    subject: cancel.safeTxHash,
    object: withdrawalObject(row),
    reason: `${cancel.id} is to use up nonce ${row.nonce} in its place.`,
  })
  if (row.state === 'cancel-pending-onchain') return [told]
  const reason = `Being cancelled on chain by ${actor.name}`
  const { event } = await moveWithdrawal(tx, row, 'cancel-pending-onchain', { now: ctx.now, reason })
  return [() => event, told]
}
