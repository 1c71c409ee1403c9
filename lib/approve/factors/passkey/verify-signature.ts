import { concatBytes } from '@noble/hashes/utils.js'
import { encodeBase64url } from '@/lib/approve/base64url'
import type { CoseKey } from '@/lib/approve/factors/passkey/cose-key'
import { p256 } from '@/lib/core/curves'

/**
 * Whether a WebAuthn signature over `signed` verifies: ES256 as DER of either s (RFC 9053 §2.1 does not ask for low s),
 * EdDSA as 64 bytes, strict RFC 8032, RS256 as PKCS #1 v1.5. Malformed keys and signatures are false, never a throw.
 */
export async function isSignatureValid(
  key: CoseKey,
  signed: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  try {
    if (key.algorithm === 'ES256') {
      const point = concatBytes(Uint8Array.of(4), key.x, key.y)
      return p256.verify(signature, signed, point, { format: 'der', prehash: true, lowS: false })
    }
    if (key.algorithm === 'EdDSA') {
      // Few passkeys are of this kind, so its curve comes with the first one and not with every review.
      const { ed25519 } = await import('@noble/curves/ed25519.js')
      return ed25519.verify(signature, signed, key.x, { zip215: false })
    }
    return await verifyRsa(key, signed, signature)
  } catch {
    return false
  }
}

async function verifyRsa(
  key: Extract<CoseKey, { algorithm: 'RS256' }>,
  signed: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const scheme = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  const jwk = { kty: 'RSA', n: encodeBase64url(key.modulus), e: encodeBase64url(key.exponent) }
  const imported = await crypto.subtle.importKey('jwk', jwk, scheme, false, ['verify'])
  return crypto.subtle.verify(scheme, imported, signature, signed)
}
