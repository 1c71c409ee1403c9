import { keccak_256 as keccak } from '@noble/hashes/sha3.js'
import type { Hash, Hex } from 'viem'
import { bytesToHex } from 'viem/utils'
import { hashDomain, signedBytes } from '@/lib/stage/hash'
import type { SafeRef, SafeTxHashes } from '@/lib/stage/types'
import { isAtLeast } from '@/lib/stage/versions'
import { bytesOf, putHash, WORD_BYTES } from '@/lib/stage/words'

/** keccak256("SafeMessage(bytes message)"), the same in every version. */
const SAFE_MESSAGE_TYPE = bytesOf('0x60b3cbf8b4a223d68d641b3b6ddf9a298e7f33710cf3d3a9d1146b5a6150fbca')

export type SafeMessageHashes = { readonly domain: Hash; readonly message: Hash; readonly safeMessage: Hash }

/**
 * What the owners of a Safe sign so that the Safe signs a message (`getMessageHash`). Domain and message are what a
 * hardware wallet shows.
 * @param message the bytes as the contract gets them: for a text its EIP-191 hash, 32 bytes
 */
export function hashSafeMessage(safe: SafeRef, message: Hex): SafeMessageHashes {
  const struct = new Uint8Array(2 * WORD_BYTES)
  putHash(struct, 0, SAFE_MESSAGE_TYPE)
  putHash(struct, 1, keccak(bytesOf(message)))
  const [domain, inner] = [hashDomain(safe), keccak(struct)]
  return {
    domain: bytesToHex(domain),
    message: bytesToHex(inner),
    safeMessage: bytesToHex(keccak(signedBytes(domain, inner))),
  }
}

/** The 66 bytes that a safeTxHash is the hash of (`encodeTransactionData`). */
export function preimageOf({ domain, message }: SafeTxHashes): Hex {
  return bytesToHex(signedBytes(bytesOf(domain), bytesOf(message)))
}

/**
 * The bytes that a Safe shows to an owner that is a contract (EIP-1271): up to 1.4.1 the preimage, from 1.5.0 on the
 * safeTxHash itself (Safe.sol `checkContractSignature`). An owner that is a Safe hashes them as its message.
 */
export function contractSignatureData(safe: SafeRef, hashes: SafeTxHashes): Hex {
  return isAtLeast(safe.version, '1.5.0') ? hashes.safeTx : preimageOf(hashes)
}

/** What the owners of a Safe sign so that it signs, as an owner, a transaction of another Safe. */
export function hashForSafeOwner(owner: SafeRef, safe: SafeRef, hashes: SafeTxHashes): SafeMessageHashes {
  return hashSafeMessage(owner, contractSignatureData(safe, hashes))
}

const APPROVE_HASH_SELECTOR = 'd4d9bdcd'

/** Calldata by which a Safe, as an owner of another, approves one of its transactions on chain. */
export function approveHashData(safeTxHash: Hash): Hex {
  return `0x${APPROVE_HASH_SELECTOR}${safeTxHash.slice(2)}`
}
