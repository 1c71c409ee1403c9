import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { canonicalize, type Json } from '@/lib/core/canonical'

/** 32 bytes as 0x and 64 lower-case hex digits. */
export type Digest = `0x${string}`

/** SHA-256 of bytes, or of a string's UTF-8. */
export function sha256Hex(input: Uint8Array | string): Digest {
  return `0x${bytesToHex(sha256(typeof input === 'string' ? utf8ToBytes(input) : input))}`
}

/** SHA-256 of what comes in pieces. */
export function sha256Pieces(): { readonly add: (bytes: Uint8Array) => void; readonly hex: () => Digest } {
  const hash = sha256.create()
  return { add: (bytes) => void hash.update(bytes), hex: () => `0x${bytesToHex(hash.digest())}` }
}

/** SHA-256 of the canonical JSON of a value: the one way this product names content by hash. */
export function contentDigest(value: Json): Digest {
  return sha256Hex(canonicalize(value))
}
