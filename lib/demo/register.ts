import { concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { encodeBase64url } from '@/lib/approve/base64url'
import {
  DEMO_AAGUID,
  demoAuthenticatorHead,
  demoClientData,
  demoCoseKey,
  demoCredentialId,
  type DemoPlace,
} from '@/lib/demo/authenticator'

const PRESENT_VERIFIED_WITH_KEY = 0x45

/**
 * Part of countersign-demo-kit. Enrols a demo member's passkey: the answer to `navigator.credentials.create` as JSON (WebAuthn §5.1), attestation none.
 * @param challenge base64url, from the server's registration options
 */
export function registerDemoPasskey(request: DemoPlace & { readonly challenge: string }) {
  const { memberId, rpId, origin, challenge } = request
  const id = encodeBase64url(demoCredentialId(memberId))
  const attested = concatBytes(
    demoAuthenticatorHead(rpId, PRESENT_VERIFIED_WITH_KEY, 0),
    hexToBytes(DEMO_AAGUID.replaceAll('-', '')),
    hexToBytes('0020'),
    demoCredentialId(memberId),
    demoCoseKey(memberId),
  )
  // CBOR { fmt: "none", attStmt: {}, authData: bytes }; 0x58 says that one length byte follows.
  const attestation = concatBytes(
    hexToBytes('a363666d74646e6f6e656761747453746d74a068'),
    utf8ToBytes('authData'),
    Uint8Array.of(0x58, attested.length),
    attested,
  )
  return {
    id,
    rawId: id,
    type: 'public-key' as const,
    response: {
      clientDataJSON: encodeBase64url(demoClientData('webauthn.create', challenge, origin)),
      attestationObject: encodeBase64url(attestation),
      transports: ['internal' as const],
    },
    authenticatorAttachment: 'platform' as const,
    clientExtensionResults: {},
  }
}
