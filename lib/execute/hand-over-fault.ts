import type { Hex } from 'viem'
import { size, slice } from 'viem/utils'
import { isSameAddress } from '@/lib/core/address'
import { normalizeSignature, recoverOwner } from '@/lib/execute/signatures'
import type { ExecCall } from '@/lib/execute/types'
import { executionSignatures } from '@/lib/simulate/exec-transaction-abi'
import type { SafeState } from '@/lib/simulate/types'
import { hashSafeTx } from '@/lib/stage/hash'
import type { StagedTx } from '@/lib/stage/types'

const SIGNATURE_BYTES = 65

/**
 * Why a call that was handed over is not the execution of this transaction with exactly `threshold` signatures of this
 * Safe's owners, ascending as `checkNSignatures` wants them (Safe.sol); null when it is. For the executor's own machine,
 * which pays for the call and signs it.
 * @param state owners and threshold as the executor sees them
 */
export async function handOverFault(
  call: ExecCall,
  { safe, tx }: StagedTx,
  state: Pick<SafeState, 'owners' | 'threshold'>,
): Promise<string | null> {
  if (!isSameAddress(call.to, safe.address)) return 'It calls another contract than this Safe.'
  if (call.value !== 0n) return 'It sends the executor’s own money along.'
  const packed = executionSignatures(call.data, tx)
  if (packed === null) return 'It does not execute the transaction that this page shows.'
  if (state.threshold < 1 || size(packed) !== state.threshold * SIGNATURE_BYTES)
    return `It does not hold exactly ${state.threshold} owner signatures.`
  const { safeTx } = hashSafeTx(safe, tx)
  let previous = 0n
  for (let at = 0; at < state.threshold; at += 1) {
    const signature: Hex = slice(packed, at * SIGNATURE_BYTES, (at + 1) * SIGNATURE_BYTES)
    // The Safe reads v as it stands there: one that would have to be rewritten means something else on chain.
    const isWritten = normalizeSignature(signature) === signature.toLowerCase()
    const signer = isWritten ? await recoverOwner(safeTx, signature) : null
    if (signer === null || !state.owners.some((owner) => isSameAddress(owner, signer)))
      return `Its signature ${at + 1} is by no owner of this Safe.`
    if (BigInt(signer) <= previous) return 'Its signatures are not one per owner in ascending order.'
    previous = BigInt(signer)
  }
  return null
}
