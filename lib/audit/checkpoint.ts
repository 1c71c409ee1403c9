import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Digest } from '@/lib/core/digest'
import { fromBase64, toBase64 } from '@/lib/audit/base64'
import type { Checkpoint } from '@/lib/audit/types'

export type UnsignedCheckpoint = { origin: string; size: number; root: Digest; at: string }

// C2SP signed-note signature type of Ed25519.
const ED25519_TYPE = Uint8Array.of(1)

/**
 * Name of an installation's log. It is signed with every checkpoint, so that one log cannot pass as another.
 * @throws RangeError for an installation id with a space or plus sign, which no C2SP name may hold
 */
export function logOrigin(installation: string): string {
  if (!/^[^\s+]+$/.test(installation)) throw new RangeError('an installation id has no spaces or plus signs')
  return `countersign/${installation}`
}

/** The text that is signed: origin, size, base64 root and the time as an extension line (C2SP tlog-checkpoint). */
export function checkpointText({ origin, size, root, at }: UnsignedCheckpoint): string {
  return `${origin}\n${size}\n${toBase64(hexToBytes(root.slice(2)))}\nat ${at}\n`
}

/** The whole signed note, for publishing outside the desk (C2SP signed-note). */
export function checkpointNote(checkpoint: Checkpoint): string {
  const signature = concatBytes(hexToBytes(checkpoint.keyId), fromBase64(checkpoint.signature) ?? new Uint8Array())
  return `${checkpointText(checkpoint)}\n— ${checkpoint.origin} ${toBase64(signature)}\n`
}

/** Signs a checkpoint. `secretKey` is the 32-byte Ed25519 seed (RFC 8032), which only the worker may read. */
export function signCheckpoint({ origin, size, root, at }: UnsignedCheckpoint, secretKey: Uint8Array): Checkpoint {
  const unsigned = { origin, size, root, at }
  return {
    ...unsigned,
    signature: toBase64(ed25519.sign(utf8ToBytes(checkpointText(unsigned)), secretKey)),
    keyId: logKeyId(origin, ed25519.getPublicKey(secretKey)),
  }
}

/** Whether the checkpoint was signed by this key (base64 of 32 bytes); false for a key or signature that is none. */
export function isSignedBy(checkpoint: Checkpoint, publicKey: string): boolean {
  const key = fromBase64(publicKey)
  const signature = fromBase64(checkpoint.signature)
  if (key?.length !== 32 || signature?.length !== 64) return false
  if (checkpoint.keyId !== logKeyId(checkpoint.origin, key)) return false
  return ed25519.verify(signature, utf8ToBytes(checkpointText(checkpoint)), key, { zip215: false })
}

/** Base64 of the public key that belongs to a 32-byte secret key. */
export function logPublicKey(secretKey: Uint8Array): string {
  return toBase64(ed25519.getPublicKey(secretKey))
}

/** First 4 bytes of SHA-256(name ‖ '\n' ‖ 0x01 ‖ public key) as 8 hex digits (C2SP signed-note). */
export function logKeyId(origin: string, publicKey: Uint8Array): string {
  return bytesToHex(sha256(concatBytes(utf8ToBytes(`${origin}\n`), ED25519_TYPE, publicKey)).slice(0, 4))
}
