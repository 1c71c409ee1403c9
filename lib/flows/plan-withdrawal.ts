import 'server-only'
import { and, eq } from 'drizzle-orm'
import { withdrawal } from '@/db/schema/withdrawal'
import type { Ctx } from '@/lib/flows/flow'
import { gatherReview, type Reviewable, type Reviewed } from '@/lib/flows/gather-review'
import { readRegistry, type Registry } from '@/lib/flows/registry'
import { readBalances, readIntent, type StageInput } from '@/lib/flows/stage-input'
import { readTrustedState } from '@/lib/flows/trusted-state'
import { buildTransfer } from '@/lib/stage/build'

export type Plan = { readonly registry: Registry; readonly subject: Reviewable; readonly reviewed: Reviewed }

/**
 * Builds, hashes and reviews what a form asks for, at the lowest free nonce of its Safe. Writes nothing: previewing
 * shows the plan, staging makes it a withdrawal.
 * @throws AppError with a sentence per field, or that the Safe is not what it should be
 */
export async function planWithdrawal(ctx: Ctx, input: StageInput, initiatorId: string): Promise<Plan> {
  const registry = await readRegistry(ctx.db, input.safeId, ctx.now)
  const { safeRef } = registry
  const state = await readTrustedState(ctx, registry)
  const intent = readIntent(registry, input, await readBalances(ctx, registry))
  const subject: Reviewable = {
    withdrawalId: null,
    class: 'transfer',
    staged: buildTransfer({ safe: safeRef, intent, nonce: await lowestFreeNonce(ctx, registry, state.nonce) }),
    intent,
    initiatorId,
    stagedAt: ctx.now,
    policy: { id: registry.policy.id, version: registry.policy.version },
  }
  return { registry, subject, reviewed: await gatherReview(ctx, registry, subject) }
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
