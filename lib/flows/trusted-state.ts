import 'server-only'
import type { Address } from 'viem'
import { AppError } from '@/lib/core/errors'
import type { Ctx } from '@/lib/flows/flow'
import type { Registry } from '@/lib/flows/registry'
import type { SafeState } from '@/lib/simulate/types'

/**
 * The Safe's state on chain, once its contracts are what they should be and its version is the one registered.
 * @throws AppError BLOCKED that they are not, UNAVAILABLE when the chain does not answer
 */
export async function readTrustedState(ctx: Pick<Ctx, 'io'>, { safe, safeRef }: Registry): Promise<SafeState> {
  const trusted = await ctx.io.chain.checkSafe(safeRef.chainId, safeRef.address as Address)
  if (!trusted.ok) throw new AppError('BLOCKED', trusted.sentence, [{ field: 'safeId', message: trusted.sentence }])
  if (trusted.state.version !== safeRef.version)
    throw new AppError(
      'BLOCKED',
      `${safe.name} says it is version ${trusted.state.version}; it was registered as ${safeRef.version}.`,
    )
  return trusted.state
}
