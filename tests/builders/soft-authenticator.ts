import { randomBytes } from 'node:crypto'
import { p256 } from '@noble/curves/nist.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { encodeBase64url } from '@/lib/approve/base64url'
import type { Registration } from '@/lib/approve/factors/passkey/registration'
import type { NewPasskey } from '@/lib/approve/passkey-subjects'
import type { PasskeyAssertion } from '@/lib/approve/types'

/** An authenticator with one key of its own, in this process: what a person would have on a key ring. */
export type SoftAuthenticator = {
  readonly passkey: NewPasskey
  readonly register: (challenge: string, change?: RegistrationChange) => Registration
  readonly assert: (challenge: string) => PasskeyAssertion
}

/** What a dishonest browser or authenticator would say instead. */
export type RegistrationChange = {
  readonly client?: object
  readonly flags?: number
  readonly rpId?: string
  readonly extra?: Uint8Array
}

export const SOFT_AAGUID = 'ee882879-721c-4913-9775-3dfcce97072a'

export function softAuthenticator(origin = 'http://localhost:3000', rpId = 'localhost'): SoftAuthenticator {
  const secret = p256.utils.randomSecretKey()
  const credentialId = new Uint8Array(randomBytes(32))
  const point = p256.getPublicKey(secret, false)
  const cose = concatBytes(
    ...[hexToBytes('a5010203262001215820'), point.slice(1, 33), hexToBytes('225820'), point.slice(33)],
  )
  const headOf = (site: string, flags: number) =>
    concatBytes(sha256(utf8ToBytes(site)), Uint8Array.of(flags, 0, 0, 0, 0))
  const clientOf = (type: string, challenge: string, change = {}) =>
    utf8ToBytes(JSON.stringify({ type, challenge, origin, crossOrigin: false, ...change }))
  return {
    passkey: {
      credentialId: encodeBase64url(credentialId),
      publicKey: encodeBase64url(cose),
      aaguid: SOFT_AAGUID,
      rpId,
    },
    register: (challenge, { client = {}, flags = 0x45, rpId: site = rpId, extra = new Uint8Array() } = {}) => {
      const aaguid = hexToBytes(SOFT_AAGUID.replaceAll('-', ''))
      const data = concatBytes(headOf(site, flags), aaguid, Uint8Array.of(0, 32), credentialId, cose, extra)
      return {
        clientDataJSON: encodeBase64url(clientOf('webauthn.create', challenge, client)),
        attestationObject: encodeBase64url(attestationOf(data)),
      }
    },
    assert: (challenge) => {
      const clientDataJSON = clientOf('webauthn.get', challenge)
      const head = headOf(rpId, 0x05)
      const signature = p256.sign(concatBytes(head, sha256(clientDataJSON)), secret, { prehash: true, format: 'der' })
      return {
        credentialId: encodeBase64url(credentialId),
        clientDataJSON: encodeBase64url(clientDataJSON),
        authenticatorData: encodeBase64url(head),
        signature: encodeBase64url(signature),
      }
    },
  }
}

// CBOR { fmt: "none", attStmt: {}, authData: bytes }; 0x58 says that one length byte follows.
const attestationOf = (data: Uint8Array) =>
  concatBytes(
    hexToBytes('a363666d74646e6f6e656761747453746d74a068'),
    utf8ToBytes('authData'),
    Uint8Array.of(0x58, data.length),
    data,
  )
