import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js'
import type { Address, Hash, Hex } from 'viem'
import { hexBytes } from '@/lib/approve/hex-bytes'

/**
 * keccak256(owner ‖ signature): lets an approval bind its owner signature without showing it (SPEC §5).
 * @param signature as the wallet returned it, 65 bytes for an EOA
 */
export function signatureHash(owner: Address, signature: Hex): Hash {
  return `0x${bytesToHex(keccak_256(concatBytes(hexBytes(owner), hexBytes(signature))))}`
}
