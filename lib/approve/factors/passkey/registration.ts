import { bytesToHex } from '@noble/hashes/utils.js'
import { decodeBase64url, encodeBase64url } from '@/lib/approve/base64url'
import { readAttestedData } from '@/lib/approve/factors/passkey/attestation-object'
import {
  authenticatorFault,
  HAS_CREDENTIAL,
  HAS_EXTENSIONS,
  HEAD_BYTES,
} from '@/lib/approve/factors/passkey/authenticator-data'
import { skipCbor } from '@/lib/approve/factors/passkey/cbor-skip'
import { clientFault } from '@/lib/approve/factors/passkey/client-data'
import { readCoseKey } from '@/lib/approve/factors/passkey/cose-key'
import type { NewPasskey } from '@/lib/approve/passkey-subjects'

/** What the browser gives for `navigator.credentials.create`, base64url (WebAuthn Level 3 §5.2.1). */
export type Registration = { readonly clientDataJSON: string; readonly attestationObject: string }

/** Where and in answer to what the passkey must have been made. */
export type RegistrationPlace = { readonly challenge: string; readonly origin: string; readonly rpId: string }

export type Registered = NewPasskey & { readonly counter: number }

/** `reason` finishes the sentence "the passkey cannot be registered: …". */
export type RegistrationCheck =
  { readonly ok: true; readonly passkey: Registered } | { readonly ok: false; readonly reason: string }

const MAX_CREDENTIAL_ID_BYTES = 1023

/**
 * Checks a registration (WebAuthn Level 3 §7.1, steps that need no database): type, challenge, origin, RP ID, user
 * presence and verification, and a key of ES256, EdDSA or RS256. Attestation is not asked for and not looked at, so the
 * AAGUID is what the authenticator says of itself.
 */
export function checkRegistration(registration: Registration, place: RegistrationPlace): RegistrationCheck {
  const client = decodeBase64url(registration.clientDataJSON)
  if (client === null) return no('it is not base64url')
  const fault = clientFault(client, { type: 'webauthn.create', challenge: place.challenge, origin: place.origin })
  if (fault !== null) return no(fault)
  return readRegistered(registration, place.rpId)
}

/** The passkey that a registration holds, without looking at what it answers: for naming it before it is used. */
export function readRegistered({ attestationObject }: Registration, rpId: string): RegistrationCheck {
  const object = decodeBase64url(attestationObject)
  if (object === null) return no('it is not base64url')
  const data = readAttestedData(object)
  if (data === null) return no('the attestation object is malformed')
  const fault = authenticatorFault(data, rpId)
  return fault === null ? readCredential(data, rpId) : no(fault)
}

// RP ID hash, flags and counter are followed by AAGUID, length of the id, id, key, and perhaps extensions (§6.5.1).
function readCredential(data: Uint8Array<ArrayBuffer>, rpId: string): RegistrationCheck {
  const view = new DataView(data.buffer)
  const flags = view.getUint8(32)
  const idStart = HEAD_BYTES + 18
  if ((flags & HAS_CREDENTIAL) === 0 || data.length < idStart) return no('it holds no credential')
  const idEnd = idStart + view.getUint16(HEAD_BYTES + 16)
  const keyEnd = skipCbor(data, idEnd)
  if (idEnd === idStart || idEnd - idStart > MAX_CREDENTIAL_ID_BYTES) return no('its credential id has no such length')
  if (keyEnd === null) return no('its key is malformed')
  const end = (flags & HAS_EXTENSIONS) === 0 ? keyEnd : skipCbor(data, keyEnd)
  if (end !== data.length) return no('the authenticator data has stray bytes')
  const key = data.subarray(idEnd, keyEnd)
  if (readCoseKey(key) === null) return no('its key is of an algorithm that this desk does not check')
  return {
    ok: true,
    passkey: {
      credentialId: encodeBase64url(data.subarray(idStart, idEnd)),
      publicKey: encodeBase64url(key),
      aaguid: uuidOf(data.subarray(HEAD_BYTES, HEAD_BYTES + 16)),
      rpId,
      counter: view.getUint32(33),
    },
  }
}

function uuidOf(bytes: Uint8Array): string {
  const hex = bytesToHex(bytes)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

const no = (reason: string): RegistrationCheck => ({ ok: false, reason })
