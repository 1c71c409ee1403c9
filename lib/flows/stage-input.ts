import 'server-only'
import { z } from 'zod'
import type { Address } from 'viem'
import { chainOf } from '@/lib/chains/index'
import { AppError } from '@/lib/core/errors'
import type { Ctx } from '@/lib/flows/flow'
import type { Registry } from '@/lib/flows/registry'
import type { SafeState } from '@/lib/simulate/types'
import { buildCall, buildOwnersChange, buildTransfer } from '@/lib/stage/build'
import { MAX_LEGS } from '@/lib/stage/limits'
import { OWNERS_CHANGES } from '@/lib/stage/parse-owners-change'
import { parseRequest } from '@/lib/stage/parse-request'
import type { AssetAddress, Intent, StagedTx } from '@/lib/stage/types'

const text = (cap: number) => z.string().max(cap)
const MAX_VALUES = 40
const MAX_GIVEN = 10

const ownersChange = z.strictObject({
  kind: z.enum(OWNERS_CHANGES),
  ...{ owner: text(80), newOwner: text(80), threshold: text(20) },
})

const call = z.strictObject({
  ...{ to: text(80), method: text(1000) },
  values: z.array(text(20_000)).max(MAX_VALUES, `A function takes at most ${MAX_VALUES} values here.`),
  gives: z.array(z.strictObject({ asset: text(60), amount: text(120) })).max(MAX_GIVEN),
})

/**
 * What the form holds, as typed: previewing and staging take the same, so that what was previewed is what is staged. It
 * asks for payments, or for a change of the owners, or for a call.
 */
export const stageInput = z.strictObject({
  safeId: text(80).min(1),
  legs: z
    .array(z.strictObject({ asset: text(60), recipient: text(80), amount: text(120) }))
    .max(MAX_LEGS, `A withdrawal holds at most ${MAX_LEGS} payments.`),
  change: ownersChange.optional(),
  call: call.optional(),
  purpose: text(500),
  reference: text(120),
})

export type StageInput = z.output<typeof stageInput>

/**
 * The intent a filled-in form means, checked against registry, balances and the Safe's owners.
 * @throws AppError BAD_INPUT with one sentence per field
 */
export function readIntent(
  registry: Registry,
  input: StageInput,
  { balances, state }: { balances: ReadonlyMap<AssetAddress, bigint>; state: Pick<SafeState, 'owners' | 'threshold'> },
): Intent {
  const parsed = parseRequest(input, {
    chain: chainOf(registry.safe.chainId),
    assets: registry.assets,
    balances,
    safe: { name: registry.safe.name, address: registry.safe.address as Address },
    control: state,
  })
  if (parsed.ok) return parsed.intent
  throw new AppError('BAD_INPUT', parsed.problems[0]?.message ?? 'The form is not complete.', parsed.problems)
}

/** The one SafeTx of an intent at a nonce. */
export function buildRequest(
  { safeRef: safe }: Registry,
  intent: Intent,
  { nonce, owners }: { nonce: bigint; owners: readonly Address[] },
): StagedTx {
  if (intent.change) return buildOwnersChange({ safe, change: intent.change, nonce, owners })
  if (intent.call) return buildCall({ safe, call: intent.call, nonce })
  return buildTransfer({ safe, intent, nonce })
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
