import { concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { canonicalize } from '@/lib/core/canonical'
import { sha256Hex, type Digest } from '@/lib/core/digest'
import { hashLeaf } from '@/lib/audit/merkle'
import { leafShape } from '@/lib/audit/shape'
import type { AuditEvent, Leaf } from '@/lib/audit/types'

/** The text of a leaf, to be stored and exported exactly as it is, and its leaf hash. */
export type BuiltLeaf = { json: string; hash: Digest }

/**
 * An event at its place in the log (SPEC §8): canonical JSON (RFC 8785) and RFC 6962 leaf hash.
 * @throws ZodError for an event that does not have the shape of SPEC §8, since it could never be verified again
 */
export function buildLeaf(event: AuditEvent, seq: number): BuiltLeaf {
  const json = canonicalize(leafShape.parse({ ...event, v: 1, seq }))
  return { json, hash: hashLeaf(utf8ToBytes(json)) }
}

/** Reads the text of a leaf back; null unless it is exactly the canonical JSON of one, byte for byte. */
export function readLeaf(json: string): { leaf: Leaf; hash: Digest } | null {
  const parsed = leafShape.safeParse(parseOrNull(json))
  if (!parsed.success || canonicalize(parsed.data) !== json) return null
  return { leaf: parsed.data, hash: hashLeaf(utf8ToBytes(json)) }
}

/**
 * Commitment to personal values: SHA-256(salt ‖ canonical JSON), so that erasing both leaves only a hash (SPEC §8).
 * @param salt 32 random bytes, fresh for each event
 * @param personalJson canonical JSON of the values
 */
export function personalDigest(salt: Digest, personalJson: string): Digest {
  return sha256Hex(concatBytes(hexToBytes(salt.slice(2)), utf8ToBytes(personalJson)))
}

function parseOrNull(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
