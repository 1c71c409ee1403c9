import type { Address, Hash, Hex } from 'viem'
import { concat, numberToHex, size, slice } from 'viem/utils'
import { recoverAddress } from '@/lib/execute/recover-address'

/** Half the order of secp256k1; a higher s is the same signature written another way (EIP-2). */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/**
 * The 65 bytes {r, s, v} of an owner's EIP-712 signature with v = 27 or 28, or null when they are anything else. Wallets
 * that write the recovery bit as 0 or 1 are understood. The Safe's other types are refused: v > 30 signs readable text
 * (eth_sign), v = 1 stands for an approval on chain and v = 0 for a contract (Safe.sol `checkNSignatures`).
 */
export function normalizeSignature(signature: Hex): Hex | null {
  if (size(signature) !== 65 || !/^0x[0-9a-fA-F]{130}$/.test(signature)) return null
  const [r, s, v] = [
    BigInt(slice(signature, 0, 32)),
    BigInt(slice(signature, 32, 64)),
    Number(slice(signature, 64, 65)),
  ]
  if (s === 0n || s > HALF_ORDER || r === 0n) return null
  // In a contract signature r is an owner's address and s an offset; no ECDSA signature looks like it.
  if (v < 2 && r < 1n << 160n) return null
  const recovery = v < 2 ? v + 27 : v
  if (recovery !== 27 && recovery !== 28) return null
  return concat([slice(signature, 0, 64), numberToHex(recovery, { size: 1 })])
}

/**
 * Who signed a safeTxHash, checksummed, or null when the bytes are no such signature. Any well-formed bytes recover to
 * somebody: only the comparison with the owner says that they are good.
 */
export async function recoverOwner(safeTxHash: Hash, signature: Hex): Promise<Address | null> {
  const normalized = normalizeSignature(signature)
  if (normalized === null) return null
  try {
    return recoverAddress(safeTxHash, normalized)
  } catch {
    return null // r is on no point of the curve
  }
}
