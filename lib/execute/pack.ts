import type { Hex } from 'viem'
import { concat } from 'viem/utils'
import { normalizeSignature } from '@/lib/execute/signatures'
import type { OwnerSignature } from '@/lib/execute/types'

/**
 * Exactly `threshold` signatures, ascending by owner, as `execTransaction` takes them. The Safe reads no more than that,
 * so a surplus one would only be made public.
 * @param signatures verified, one per owner
 * @throws RangeError when there are too few, two of one owner, or one that is no EIP-712 signature
 */
export function packSignatures(signatures: readonly OwnerSignature[], threshold: number): Hex {
  const owners = new Set(signatures.map(({ owner }) => owner.toLowerCase()))
  if (owners.size !== signatures.length) throw new RangeError('one signature per owner')
  if (!Number.isInteger(threshold) || threshold < 1) throw new RangeError('a threshold is at least one')
  if (signatures.length < threshold) throw new RangeError(`${signatures.length} signatures of ${threshold}`)
  const ordered = [...signatures].sort((a, b) => (BigInt(a.owner) < BigInt(b.owner) ? -1 : 1))
  return concat(
    ordered.slice(0, threshold).map(({ owner, signature }) => {
      const bytes = normalizeSignature(signature)
      if (bytes === null) throw new RangeError(`the signature of ${owner} is no EIP-712 signature`)
      return bytes
    }),
  )
}
