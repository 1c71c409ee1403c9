import 'server-only'
import { z } from 'zod'
import type { Address } from 'viem'
import { chainOf } from '@/lib/chains/index'
import { AppError } from '@/lib/core/errors'
import type { Ctx } from '@/lib/flows/flow'
import type { Registry } from '@/lib/flows/registry'
import { parseIntent } from '@/lib/stage/intent'
import { MAX_LEGS } from '@/lib/stage/limits'
import type { AssetAddress, Intent } from '@/lib/stage/types'

const text = (cap: number) => z.string().max(cap)

/** What the form holds, as typed: previewing and staging take the same, so that what was previewed is what is staged. */
export const stageInput = z.strictObject({
  safeId: text(80).min(1),
  legs: z
    .array(z.strictObject({ asset: text(60), recipient: text(80), amount: text(120) }))
    .min(1, 'Add at least one payment.')
    .max(MAX_LEGS, `A withdrawal holds at most ${MAX_LEGS} payments.`),
  purpose: text(500),
  reference: text(120),
})

export type StageInput = z.output<typeof stageInput>

/**
 * The intent a filled-in form means, checked against registry and balances.
 * @throws AppError BAD_INPUT with one sentence per field
 */
export function readIntent(registry: Registry, input: StageInput, balances: ReadonlyMap<AssetAddress, bigint>): Intent {
  const parsed = parseIntent(input, {
    chain: chainOf(registry.safe.chainId),
    assets: registry.assets,
    balances,
    safe: { name: registry.safe.name, address: registry.safe.address as Address },
  })
  if (parsed.ok) return parsed.intent
  throw new AppError('BAD_INPUT', parsed.problems[0]?.message ?? 'The form is not complete.', parsed.problems)
}

/** Balances of every registered asset. @throws AppError UNAVAILABLE when the chain does not answer */
export async function readBalances(
  ctx: Pick<Ctx, 'io'>,
  registry: Registry,
): Promise<ReadonlyMap<AssetAddress, bigint>> {
  return ctx.io.chain.readBalances(
    registry.safe.chainId,
    registry.safe.address as Address,
    registry.assets.map(({ address }) => address),
  )
}
