import { p256 } from '@noble/curves/nist.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { encodeBase64url } from '@/lib/approve/base64url'
import type { PasskeyAssertion, PasskeyRecord } from '@/lib/approve/types'
import { demoMember } from '@/lib/demo/members'
import { DEMO_MARKER } from '@/lib/demo/marker'

/** The demo authenticator's own model id: no real authenticator has it, and evidence that carries it is marked demo. */
export const DEMO_AAGUID = 'c0de5160-de30-4000-8000-000000031337'

const USER_PRESENT_AND_VERIFIED = 0x05

export type DemoPlace = { readonly memberId: string; readonly rpId: string; readonly origin: string }

export type DemoRegistration = PasskeyRecord & { readonly aaguid: string }

/** The passkey of a demo member as the desk stores it. The same for every demo world: the key follows from the id. */
export function demoRegistration(memberId: string, rpId: string, origin: string): DemoRegistration {
  return {
    credentialId: encodeBase64url(demoCredentialId(memberId)),
    publicKey: encodeBase64url(demoCoseKey(memberId)),
    counter: 0,
    rpId,
    origin,
    isDemo: true,
    aaguid: DEMO_AAGUID,
  }
}

/**
 * Answers a challenge as a platform authenticator would: user present and verified, ES256, DER (WebAuthn §6.3.3).
 * @param challenge base64url, as challengeOf gives it
 * @param counter 0 says that this authenticator does not count, which WebAuthn allows
 */
export function assertDemoPasskey(
  request: DemoPlace & { readonly challenge: string; readonly counter?: number },
): PasskeyAssertion {
  const { memberId, challenge, rpId, origin, counter = 0 } = request
  const clientDataJSON = demoClientData('webauthn.get', challenge, origin)
  const authenticatorData = demoAuthenticatorHead(rpId, USER_PRESENT_AND_VERIFIED, counter)
  const signed = concatBytes(authenticatorData, sha256(clientDataJSON))
  const signature = p256.sign(signed, secretKeyOf(memberId), { prehash: true, format: 'der' })
  return {
    credentialId: encodeBase64url(demoCredentialId(memberId)),
    clientDataJSON: encodeBase64url(clientDataJSON),
    authenticatorData: encodeBase64url(authenticatorData),
    signature: encodeBase64url(signature),
  }
}

/** The credential id of a demo member's passkey: 32 bytes. */
export function demoCredentialId(memberId: string): Uint8Array {
  return sha256(utf8ToBytes(`${DEMO_MARKER} credential ${demoMember(memberId).id}`))
}

/** The public key as a COSE_Key in canonical CBOR: EC2, ES256, P-256, x, y (RFC 9053). */
export function demoCoseKey(memberId: string): Uint8Array {
  const point = p256.getPublicKey(secretKeyOf(memberId), false)
  return concatBytes(hexToBytes('a5010203262001215820'), point.slice(1, 33), hexToBytes('225820'), point.slice(33, 65))
}

/** RP ID hash, flags and counter (WebAuthn §6.1). */
export function demoAuthenticatorHead(rpId: string, flags: number, counter: number): Uint8Array {
  const tail = new Uint8Array(5)
  tail[0] = flags
  new DataView(tail.buffer).setUint32(1, counter)
  return concatBytes(sha256(utf8ToBytes(rpId)), tail)
}

/** Client data as a browser of that origin would write it (WebAuthn §5.8.1.1). */
export function demoClientData(
  type: 'webauthn.get' | 'webauthn.create',
  challenge: string,
  origin: string,
): Uint8Array {
  return utf8ToBytes(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
}

function secretKeyOf(memberId: string): Uint8Array {
  const seed = BigInt(`0x${bytesToHex(sha256(utf8ToBytes(`countersign demo passkey ${demoMember(memberId).id}`)))}`)
  const scalar = (seed % (p256.Point.Fn.ORDER - 1n)) + 1n
  return hexToBytes(scalar.toString(16).padStart(64, '0'))
}
