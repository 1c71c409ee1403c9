import 'server-only'
import { and, eq } from 'drizzle-orm'
import { toFunctionSelector } from 'viem/utils'
import { withdrawal } from '@/db/schema/withdrawal'
import { isSameAddress } from '@/lib/core/address'
import { AppError } from '@/lib/core/errors'
import { isRead } from '@/lib/decode/types'
import type { Ctx } from '@/lib/flows/flow'
import { gatherReview, type Reviewable, type Reviewed } from '@/lib/flows/gather-review'
import { readRegistry, type Registry } from '@/lib/flows/registry'
import { buildRequest, readBalances, readIntent, type StageInput } from '@/lib/flows/stage-input'
import { readTrustedState } from '@/lib/flows/trusted-state'
import { classOf } from '@/lib/stage/parse-request'
import type { Intent } from '@/lib/stage/types'

export type Plan = { readonly registry: Registry; readonly subject: Reviewable; readonly reviewed: Reviewed }

/**
 * Builds, hashes and reviews what a form asks for, at the lowest free nonce of its Safe. Writes nothing: previewing
 * shows the plan, staging makes it a withdrawal.
 * @throws AppError with a sentence per field, or that the Safe is not what it should be
 */
export async function planWithdrawal(ctx: Ctx, input: StageInput, initiatorId: string): Promise<Plan> {
  const registry = await readRegistry(ctx.db, input.safeId, ctx.now)
  const state = await readTrustedState(ctx, registry)
  const intent = readIntent(registry, input, { balances: await readBalances(ctx, registry), state })
  const nonce = await lowestFreeNonce(ctx, registry, state.nonce)
  const subject: Reviewable = {
    withdrawalId: null,
    class: classOf(intent),
    staged: buildRequest(registry, intent, { nonce, owners: state.owners }),
    intent,
    initiatorId,
    stagedAt: ctx.now,
    policy: { id: registry.policy.id, version: registry.policy.version },
  }
  const reviewed = await gatherReview(ctx, registry, subject)
  assertVouchedFor(registry, intent, reviewed)
  return { registry, subject, reviewed }
}

// What a signature says of a function that nobody vouches for at that contract is only a guess.
function assertVouchedFor({ contracts }: Registry, { call }: Intent, { assessment }: Reviewed): void {
  if (call === undefined || isRead(assessment.call)) return
  const known = contracts.find(({ address }) => isSameAddress(address, call.to))
  const isListed = known?.functions.some((one) => toFunctionSelector(one) === call.data.slice(0, 10))
  const message = isListed
    ? `${known?.name} runs other code now than when two people registered it, or the chain does not say which. Its calls stop until they look again.`
    : `Nothing here vouches for this function at ${call.to}: the contract is none that the desk knows, or the function is none of its.`
  throw new AppError('BAD_INPUT', message, [{ field: 'call.method', message }])
}

async function lowestFreeNonce(ctx: Ctx, registry: Registry, onchainNonce: bigint): Promise<bigint> {
  const rows = await ctx.db
    .select({ nonce: withdrawal.nonce })
    .from(withdrawal)
    .where(and(eq(withdrawal.safeId, registry.safe.id), eq(withdrawal.isNonceHeld, true)))
  const held = new Set(rows.map((row) => row.nonce))
  let nonce = onchainNonce
  while (held.has(nonce)) nonce += 1n
  return nonce
}
