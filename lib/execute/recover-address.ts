import { concatBytes } from '@noble/hashes/utils.js'
import type { Address, Hash, Hex } from 'viem'
import { getAddress, hexToBytes, keccak256, slice } from 'viem/utils'
import { secp256k1 } from '@/lib/core/curves'

/**
 * Who signed a hash, checksummed, as the precompile `ecrecover` says it. With the curve code that the passkeys use
 * already, so that a browser loads it once.
 * @param signature 65 bytes r, s, v with v = 27 or 28
 * @throws Error where r is on no point of the curve, or r or s is out of range
 */
export function recoverAddress(hash: Hash, signature: Hex): Address {
  const bytes = hexToBytes(signature)
  const recovery = Uint8Array.of((bytes[64] ?? 0) - 27)
  const signed = concatBytes(recovery, bytes.subarray(0, 64))
  const key = secp256k1.recoverPublicKey(signed, hexToBytes(hash), { prehash: false })
  const point = secp256k1.Point.fromBytes(key).toBytes(false)
  return getAddress(slice(keccak256(point.subarray(1)), 12))
}
