import { readCborMap } from '@/lib/approve/factors/passkey/cbor-map'

type Bytes = Uint8Array<ArrayBuffer>

/** A public key of one of the three algorithms the desk asks for. */
export type CoseKey =
  /** x and y of a P-256 point, 32 bytes each. */
  | { readonly algorithm: 'ES256'; readonly x: Bytes; readonly y: Bytes }
  /** 32 bytes of an Ed25519 point. */
  | { readonly algorithm: 'EdDSA'; readonly x: Bytes }
  | { readonly algorithm: 'RS256'; readonly modulus: Bytes; readonly exponent: Bytes }

/**
 * Reads a COSE_Key (RFC 9053, RFC 8230) as WebAuthn registers it.
 * @returns null when it is malformed or of another algorithm, curve or size
 */
export function readCoseKey(bytes: Uint8Array): CoseKey | null {
  const map = readCborMap(bytes)
  if (map === null) return null
  const [kind, algorithm] = [map.get(1), map.get(3)]
  const [first, second, third] = [map.get(-1), map.get(-2), map.get(-3)]
  if (kind === 2 && algorithm === -7 && first === 1 && isBytes(second, 32) && isBytes(third, 32))
    return { algorithm: 'ES256', x: second, y: third }
  if (kind === 1 && algorithm === -8 && first === 6 && isBytes(second, 32)) return { algorithm: 'EdDSA', x: second }
  if (kind === 3 && algorithm === -257 && isBytes(first) && first.length >= 256 && isBytes(second))
    return { algorithm: 'RS256', modulus: first, exponent: second }
  return null
}

const isBytes = (value: number | Bytes | undefined, length?: number): value is Bytes =>
  value instanceof Uint8Array && (length === undefined || value.length === length)
