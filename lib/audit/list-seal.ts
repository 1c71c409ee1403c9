import { ed25519 } from '@noble/curves/ed25519.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { fromBase64, toBase64 } from '@/lib/audit/base64'
import { canonicalize } from '@/lib/core/canonical'
import type { Digest } from '@/lib/core/digest'

/** What the worker found at a list's URL, as it signs it. */
export type FoundList = {
  readonly installation: string
  readonly listId: string
  /** Of the look, counting from 1 in each list. */
  readonly number: number
  /** Which change of the list bound the URL. */
  readonly changeNumber: number
  readonly url: string
  readonly snapshotNumber: number
  /** Of the text that was there. */
  readonly sha256: Digest
  /** Of every address in it. */
  readonly addresses: Digest
  /** ISO time. */
  readonly at: string
}

/**
 * Signs what was found with the key of the log, which only the worker reads (SPEC §8): nobody's passkey confirms a list
 * that the desk fetches by itself, and whoever owns the database could otherwise make one up. The first line keeps it apart
 * from checkpoints, whose second line is a number.
 * @param secretKey 32-byte Ed25519 seed
 */
export const sealFoundList = (found: FoundList, secretKey: Uint8Array): string =>
  toBase64(ed25519.sign(textOf(found), secretKey))

/** Whether this key (base64 of 32 bytes) sealed it; false for a key or seal that is none. */
export function isFoundListSealed(found: FoundList, seal: string, publicKey: string): boolean {
  const [key, signature] = [fromBase64(publicKey), fromBase64(seal)]
  if (key?.length !== 32 || signature?.length !== 64) return false
  return ed25519.verify(signature, textOf(found), key, { zip215: false })
}

function textOf(found: FoundList): Uint8Array {
  const { installation, listId, number, changeNumber, url, snapshotNumber, sha256, addresses, at } = found
  const record = { installation, listId, number, changeNumber, url, snapshotNumber, sha256, addresses, at }
  return utf8ToBytes(`countersign/found-list/1\n${canonicalize(record)}\n`)
}
