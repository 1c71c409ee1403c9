import type { Chain } from '@/lib/chains/types'
import type { Observation, SubmissionState } from '@/lib/execute/types'

/**
 * Where a hand-over stands, from one look at the chain. Nothing is remembered, so that a reorganised block simply leads
 * back. Final states need depth and age, the Safe's event for this hash, and its nonce (SPEC §3).
 * @param nonce of the SafeTx
 */
export function deriveSubmission(
  observation: Observation,
  { chain, nonce }: { readonly chain: Pick<Chain, 'finalityDepth' | 'finalitySeconds'>; readonly nonce: bigint },
): SubmissionState {
  const { mined, safeNonce, finalNonce } = observation
  const isNonceUsed = safeNonce > nonce
  const isUsedByOther = isNonceUsed && (mined === null || mined.result === 'outer-revert')
  if (isUsedByOther) return finalNonce !== null && finalNonce > nonce ? 'superseded' : 'handed-over'
  if (mined === null) return 'handed-over'
  if (!isFinal(observation, mined, chain)) return 'confirming'
  if (mined.result === 'outer-revert') return 'reverted'
  // The event without the used nonce: the two answers come from different blocks, so neither is final.
  if (!isNonceUsed) return 'confirming'
  return mined.result === 'success' ? 'executed' : 'failed-onchain'
}

function isFinal(
  { head, at }: Observation,
  mined: NonNullable<Observation['mined']>,
  { finalityDepth, finalitySeconds }: Pick<Chain, 'finalityDepth' | 'finalitySeconds'>,
): boolean {
  const isDeep = head.number - mined.blockNumber >= BigInt(finalityDepth)
  return isDeep && at - mined.blockTimestamp >= BigInt(finalitySeconds)
}
