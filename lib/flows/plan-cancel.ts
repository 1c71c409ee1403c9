import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import { withdrawal } from '@/db/schema/withdrawal'
import { AppError } from '@/lib/core/errors'
import type { Ctx } from '@/lib/flows/flow'
import type { MemberActor } from '@/lib/flows/actor'
import { gatherReview, type Reviewable } from '@/lib/flows/gather-review'
import { screened } from '@/lib/flows/insert-withdrawal'
import type { WithdrawalRow } from '@/lib/flows/locks'
import type { Plan } from '@/lib/flows/plan-withdrawal'
import { readRegistry } from '@/lib/flows/registry'
import { readTrustedState } from '@/lib/flows/trusted-state'
import { readWithdrawal } from '@/lib/flows/withdrawal-row'
import { buildCancel } from '@/lib/stage/build'
import { cancelIntent } from '@/lib/stage/cancel-intent'
import type { WithdrawalState } from '@/lib/stage/lifecycle'

/** Where a withdrawal can be whose nonce is still to be used: also with the executor, and mined but not final. */
export const REPLACEABLE: readonly WithdrawalState[] = [
  'blocked',
  'held',
  'awaiting-approvals',
  'cooling',
  'ready',
  'executing',
  'confirming',
  'cancel-pending-onchain',
]

export type CancelOrder = {
  readonly safeId: string
  readonly nonce: bigint
  readonly replaces: string | null
  readonly reason: string
}

/**
 * Builds, hashes and reviews the cancel of a nonce. Writes nothing.
 * @throws AppError that there is nothing to cancel there, or that nobody could approve it
 */
export async function planCancel(ctx: Ctx, order: CancelOrder, initiatorId: string): Promise<Plan> {
  const registry = await readRegistry(ctx.db, order.safeId, ctx.now)
  const state = await readTrustedState(ctx, registry)
  if (order.nonce < state.nonce)
    throw new AppError(
      'CONFLICT',
      `The chain has used nonce ${order.nonce} already, so nothing is left to cancel there.`,
    )
  if (order.replaces === null) await assertGap(ctx.db, order)
  else await assertReplaceable(ctx.db, await readWithdrawal(ctx.db, order.replaces), order)
  const subject: Reviewable = {
    withdrawalId: null,
    class: 'cancel',
    staged: buildCancel({ safe: registry.safeRef, nonce: order.nonce }),
    intent: cancelIntent(order),
    initiatorId,
    stagedAt: ctx.now,
    policy: { id: registry.policy.id, version: registry.policy.version },
  }
  const reviewed = await gatherReview(ctx, registry, subject)
  const { effects } = reviewed.assessment
  if (effects.kind === 'unavailable')
    throw new AppError('UNAVAILABLE', `Effects unknown: ${effects.reason} Nothing was staged and nothing is lost.`)
  const judged = screened(reviewed)
  // What it replaces is given up for good in the same step, so a cancel that nobody could approve is not begun.
  if (judged.state !== 'awaiting-approvals')
    throw new AppError('BLOCKED', `Nobody could approve this cancel: ${judged.reason} Nothing was staged.`)
  return { registry, subject, reviewed }
}

/**
 * Whether an on-chain cancel of this withdrawal is due: its nonce is not used, a signature may exist, and nothing cancels
 * it already (SPEC §3). Asked again under the lock.
 * @throws AppError with what to do instead
 */
export async function assertReplaceable(db: Reader, row: WithdrawalRow, order: CancelOrder): Promise<void> {
  if (row.safeId !== order.safeId || row.nonce !== order.nonce)
    throw new AppError('CONFLICT', `${row.id} is not at nonce ${order.nonce} of that Safe; nothing was done.`)
  if (row.class === 'cancel')
    throw new AppError('CONFLICT', `${row.id} is itself a cancel: it moves nothing, so there is nothing to cancel.`)
  if (!row.isNonceHeld || !REPLACEABLE.some((state) => state === row.state))
    throw new AppError('CONFLICT', `${row.id} is ${row.state.replaceAll('-', ' ')} now; nothing was done.`)
  if (row.signatureRequestedAt === null)
    throw new AppError(
      'CONFLICT',
      `No signature of ${row.id} was ever asked for. Cancel or reject it here: its nonce is free again at once.`,
    )
  const [other] = await db
    .select({ id: withdrawal.id })
    .from(withdrawal)
    .where(and(eq(withdrawal.replaces, row.id), eq(withdrawal.isNonceHeld, true)))
  if (other) throw new AppError('CONFLICT', `${other.id} cancels ${row.id} already. Approve and execute that one.`)
}

/**
 * Why somebody may not give a withdrawal up for good, '' where they may: who may also reject it, or cancel it as their own.
 * What is given up already, any initiator cancels.
 */
export function whyNotGiveUp(
  { memberId, roles }: Pick<MemberActor, 'memberId' | 'roles'>,
  row: Pick<WithdrawalRow, 'id' | 'state' | 'initiatorId'>,
): string {
  if (roles.includes('signer')) return ''
  if (!roles.includes('initiator')) return 'Initiators and signers cancel on chain.'
  const isTheirs = row.initiatorId === memberId || row.state === 'cancel-pending-onchain'
  return isTheirs ? '' : `Who staged ${row.id}, or a signer, gives it up; then any initiator cancels it on chain.`
}

async function assertGap(db: Reader, { safeId, nonce }: CancelOrder): Promise<void> {
  const held = await db
    .select({ id: withdrawal.id, nonce: withdrawal.nonce })
    .from(withdrawal)
    .where(and(eq(withdrawal.safeId, safeId), eq(withdrawal.isNonceHeld, true)))
  const here = held.find((one) => one.nonce === nonce)
  if (here) throw new AppError('CONFLICT', `Nonce ${nonce} is no gap: ${here.id} holds it.`)
  if (!held.some((one) => one.nonce > nonce))
    throw new AppError('CONFLICT', `Nonce ${nonce} is no gap: nothing waits behind it.`)
}
