import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { decodeBase64url } from '@/lib/approve/base64url'
import { readCoseKey } from '@/lib/approve/factors/passkey/cose-key'
import { isSignatureValid } from '@/lib/approve/factors/passkey/verify-signature'
import type { FactorAnswer, FactorCheck } from '@/lib/approve/factors/types'
import { challengeOf } from '@/lib/approve/preimage'
import type { PasskeyRecord } from '@/lib/approve/types'

const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04
const BACKUP_ELIGIBLE = 0x08
const BACKED_UP = 0x10
const HAS_MORE = 0xc0

/**
 * Checks a WebAuthn assertion against the preimage it must answer (WebAuthn Level 3 §7.2, steps that need no database):
 * credential, type, challenge, origin, RP ID, user presence and verification, signature.
 * @returns the authenticator's counter, or a reason that finishes "the answer does not verify: …"
 */
export async function checkAssertion(answer: FactorAnswer): Promise<FactorCheck> {
  const { preimage, assertion, passkey, previousCounter } = answer
  if (assertion.credentialId !== passkey.credentialId) return no('it is from another passkey')

  const clientBytes = decodeBase64url(assertion.clientDataJSON)
  const authenticatorBytes = decodeBase64url(assertion.authenticatorData)
  const signature = decodeBase64url(assertion.signature)
  if (clientBytes === null || authenticatorBytes === null || signature === null) return no('it is not base64url')

  const clientFault = faultOfClient(clientBytes, challengeOf(preimage).challenge, passkey.origin)
  if (clientFault !== null) return no(clientFault)
  const authenticatorFault = faultOfAuthenticator(authenticatorBytes, passkey)
  if (authenticatorFault !== null) return no(authenticatorFault)

  const keyBytes = decodeBase64url(passkey.publicKey)
  const key = keyBytes === null ? null : readCoseKey(keyBytes)
  if (key === null) return no('the stored public key is not one this desk can read')
  const signed = new Uint8Array(authenticatorBytes.length + 32)
  signed.set(authenticatorBytes)
  signed.set(sha256(clientBytes), authenticatorBytes.length)
  if (!(await isSignatureValid(key, signed, signature))) return no('the signature is not by this passkey')

  const counter = new DataView(authenticatorBytes.buffer).getUint32(33)
  const isReplayed = previousCounter !== undefined && (counter > 0 || previousCounter > 0) && counter <= previousCounter
  return isReplayed ? no(`its counter went from ${previousCounter} to ${counter}`) : { ok: true, counter }
}

function faultOfClient(bytes: Uint8Array, challenge: string, origin: string): string | null {
  const client = readJson(bytes)
  if (client === null) return 'the client data is not JSON'
  if (client.type !== 'webauthn.get') return 'it is not an assertion'
  if (client.challenge !== challenge) return 'it answers another challenge'
  if (client.origin !== origin) return 'it was given on another site'
  // A frame of another site could show the prompt out of context; the desk never asks from inside a frame.
  if (client.crossOrigin === true || client.topOrigin !== undefined)
    return 'it was given inside a frame of another site'
  return null
}

function faultOfAuthenticator(bytes: Uint8Array, passkey: PasskeyRecord): string | null {
  const flags = bytes[32]
  if (flags === undefined || bytes.length < 37) return 'the authenticator data is too short'
  const rpIdHash = sha256(utf8ToBytes(passkey.rpId))
  if (!rpIdHash.every((byte, place) => bytes[place] === byte)) return 'it is for another site'
  if ((flags & USER_PRESENT) === 0) return 'nobody was present'
  if ((flags & USER_VERIFIED) === 0) return 'the user was not verified'
  if ((flags & BACKED_UP) !== 0 && (flags & BACKUP_ELIGIBLE) === 0) return 'its backup flags contradict each other'
  if ((flags & HAS_MORE) === 0 && bytes.length !== 37) return 'the authenticator data has stray bytes'
  return null
}

function readJson(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

const no = (reason: string): FactorCheck => ({ ok: false, reason })
