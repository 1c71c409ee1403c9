import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'

/** RP ID hash, flags and counter: what every authenticator data begins with (WebAuthn Level 3 §6.1). */
export const HEAD_BYTES = 37
export const HAS_CREDENTIAL = 0x40
export const HAS_EXTENSIONS = 0x80

const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04
const BACKUP_ELIGIBLE = 0x08
const BACKED_UP = 0x10

/** What is wrong with the head of authenticator data; null when it is this site's, with its user present and verified. */
export function authenticatorFault(bytes: Uint8Array, rpId: string): string | null {
  const flags = bytes[32]
  if (flags === undefined || bytes.length < HEAD_BYTES) return 'the authenticator data is too short'
  const rpIdHash = sha256(utf8ToBytes(rpId))
  if (!rpIdHash.every((byte, place) => bytes[place] === byte)) return 'it is for another site'
  if ((flags & USER_PRESENT) === 0) return 'nobody was present'
  if ((flags & USER_VERIFIED) === 0) return 'the user was not verified'
  if ((flags & BACKED_UP) !== 0 && (flags & BACKUP_ELIGIBLE) === 0) return 'its backup flags contradict each other'
  const hasMore = (flags & (HAS_CREDENTIAL | HAS_EXTENSIONS)) !== 0
  if (!hasMore && bytes.length !== HEAD_BYTES) return 'the authenticator data has stray bytes'
  return null
}
