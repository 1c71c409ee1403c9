import { p256 as libraryP256 } from '@noble/curves/nist.js'
import { secp256k1 as librarySecp256k1 } from '@noble/curves/secp256k1.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, it } from 'vitest'
import { p256, secp256k1 } from '@/lib/core/curves'

const message = (at: number) => sha256(Uint8Array.of(at))
// Keys that anybody can make again: nothing here is kept secret.
const secret = (at: number) => sha256(Uint8Array.of(7, at))

describe.each([
  ['secp256k1', secp256k1, librarySecp256k1],
  ['P-256', p256, libraryP256],
] as const)('%s', (_name, own, library) => {
  it('is the curve of the library', () => {
    const { p, n, h, a, b, Gx, Gy } = library.Point.CURVE()
    expect(own.Point.CURVE()).toEqual({ p, n, h, a, b, Gx, Gy })
  })

  it('verifies and recovers what the library signs, and nothing else', () => {
    for (let at = 0; at < 8; at += 1) {
      const key = library.getPublicKey(secret(at))
      const signed = library.sign(message(at), secret(at), { prehash: false })
      expect(own.verify(signed, message(at), key, { prehash: false })).toBe(true)
      expect(own.verify(signed, message(at + 1), key, { prehash: false })).toBe(false)
      const recoverable = library.sign(message(at), secret(at), { prehash: false, format: 'recovered' })
      expect(own.recoverPublicKey(recoverable, message(at), { prehash: false })).toEqual(key)
    }
  })
})
