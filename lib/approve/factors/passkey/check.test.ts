import { ed25519 } from '@noble/curves/ed25519.js'
import { p256 } from '@noble/curves/nist.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { decodeBase64url, encodeBase64url } from '@/lib/approve/base64url'
import { checkAssertion } from '@/lib/approve/factors/passkey/check'
import { buildPreimage, challengeOf } from '@/lib/approve/preimage'
import type { PasskeyAssertion, PasskeyRecord } from '@/lib/approve/types'
import { assertDemoPasskey, demoRegistration } from '@/lib/demo/authenticator'
import { PLACE, PREIMAGE } from '@/tests/builders/step-up'

const passkey = demoRegistration(PLACE.memberId, PLACE.rpId, PLACE.origin)
const { challenge } = challengeOf(PREIMAGE)
const assertion = assertDemoPasskey({ ...PLACE, challenge })
const bytesOf = (text: string): Uint8Array => decodeBase64url(text) ?? new Uint8Array()

type Sign = (signed: Uint8Array) => Uint8Array | Promise<Uint8Array>
type Parts = { client?: object; flags?: number; rpId?: string; counter?: number; extra?: Uint8Array }

async function answer(sign: Sign, { client = {}, flags = 5, rpId = 'localhost', counter = 0, extra }: Parts = {}) {
  const json = { type: 'webauthn.get', challenge, origin: PLACE.origin, crossOrigin: false, ...client }
  const clientDataJSON = utf8ToBytes(JSON.stringify(json))
  const head = concatBytes(sha256(utf8ToBytes(rpId)), Uint8Array.of(flags, 0, 0, 0, counter), extra ?? new Uint8Array())
  const signature = await sign(concatBytes(head, sha256(clientDataJSON)))
  const made: PasskeyAssertion = {
    credentialId: passkey.credentialId,
    clientDataJSON: encodeBase64url(clientDataJSON),
    authenticatorData: encodeBase64url(head),
    signature: encodeBase64url(signature),
  }
  return made
}

const secret = hexToBytes('11'.repeat(32))
const point = p256.getPublicKey(secret, false)
const withKey = (cose: Uint8Array): PasskeyRecord => ({ ...passkey, publicKey: encodeBase64url(cose) })
const p256Key = withKey(
  concatBytes(hexToBytes('a5010203262001215820'), point.slice(1, 33), hexToBytes('225820'), point.slice(33)),
)
const signP256: Sign = (signed) => p256.sign(signed, secret, { prehash: true, format: 'der' })
const judge = async (parts: Parts, previousCounter?: number) =>
  checkAssertion({
    preimage: PREIMAGE,
    assertion: await answer(signP256, parts),
    passkey: p256Key,
    ...(previousCounter === undefined ? {} : { previousCounter }),
  })

describe('passkey assertion', () => {
  it('accepts the passkey that answered this preimage', async () => {
    expect(await checkAssertion({ preimage: PREIMAGE, assertion, passkey })).toEqual({ ok: true, counter: 0 })
    expect(await judge({})).toEqual({ ok: true, counter: 0 })
  })

  it.each([
    ['another action', buildPreimage({ ...PREIMAGE, action: 'execute' })],
    ['another withdrawal', buildPreimage({ ...PREIMAGE, subject: PREIMAGE.session })],
    ['another nonce', buildPreimage({ ...PREIMAGE, nonce: 'ff'.repeat(16) })],
  ])('refuses an assertion made for %s', async (_name, preimage) => {
    expect(await checkAssertion({ preimage, assertion, passkey })).toEqual({
      ok: false,
      reason: 'it answers another challenge',
    })
  })

  it.each<[string, Parts, string]>([
    ['a registration', { client: { type: 'webauthn.create' } }, 'it is not an assertion'],
    ['another origin', { client: { origin: 'http://localhost:3001' } }, 'it was given on another site'],
    ['a frame', { client: { crossOrigin: true } }, 'it was given inside a frame of another site'],
    ['a top origin', { client: { topOrigin: 'https://evil.example' } }, 'it was given inside a frame of another site'],
    ['another RP ID', { rpId: 'evil.example' }, 'it is for another site'],
    ['nobody present', { flags: 4 }, 'nobody was present'],
    ['no verification', { flags: 1 }, 'the user was not verified'],
    ['contradicting backup flags', { flags: 0x15 }, 'its backup flags contradict each other'],
    ['stray bytes', { extra: Uint8Array.of(0) }, 'the authenticator data has stray bytes'],
  ])('refuses %s though it is signed', async (_name, parts, reason) => {
    expect(await judge(parts)).toEqual({ ok: false, reason })
  })

  it('refuses another passkey, a broken signature and an unreadable key', async () => {
    const other = demoRegistration('tomas', PLACE.rpId, PLACE.origin)
    const check = (change: Partial<PasskeyAssertion>, record: PasskeyRecord = passkey) =>
      checkAssertion({ preimage: PREIMAGE, assertion: { ...assertion, ...change }, passkey: record })
    const flipped = bytesOf(assertion.signature)
    flipped[40] = (flipped[40] ?? 0) ^ 1
    expect(await check({}, other)).toEqual({ ok: false, reason: 'it is from another passkey' })
    const stolen = { ...other, credentialId: passkey.credentialId }
    expect(await check({}, stolen)).toEqual({ ok: false, reason: 'the signature is not by this passkey' })
    expect(await check({ signature: encodeBase64url(flipped) })).toMatchObject({ ok: false })
    expect(await check({ signature: '' })).toMatchObject({ ok: false })
    expect(await check({ signature: 'AA==' })).toEqual({ ok: false, reason: 'it is not base64url' })
    expect(await check({ clientDataJSON: encodeBase64url(utf8ToBytes('{')) })).toEqual({
      ok: false,
      reason: 'the client data is not JSON',
    })
    expect(await check({ authenticatorData: 'AAAA' })).toEqual({
      ok: false,
      reason: 'the authenticator data is too short',
    })
    expect(await check({}, { ...passkey, publicKey: 'AAAA' })).toMatchObject({ ok: false })
  })

  it('takes a high s, which some authenticators give', async () => {
    const highS: Sign = (signed) => {
      const low = p256.Signature.fromBytes(p256.sign(signed, secret, { prehash: true, lowS: true }))
      return new p256.Signature(low.r, p256.Point.Fn.ORDER - low.s).toBytes('der')
    }
    const made = await answer(highS)
    expect(await checkAssertion({ preimage: PREIMAGE, assertion: made, passkey: p256Key })).toMatchObject({ ok: true })
  })

  it('takes EdDSA and RS256 and refuses their forgeries', async () => {
    const edKey = withKey(concatBytes(hexToBytes('a4010103272006215820'), ed25519.getPublicKey(secret)))
    const scheme = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    const pair = await crypto.subtle.generateKey(
      { ...scheme, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) },
      true,
      ['sign', 'verify'],
    )
    const { n = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey)
    const rsaKey = withKey(concatBytes(hexToBytes('a401030339010020590100'), bytesOf(n), hexToBytes('2143010001')))
    const signRsa: Sign = async (signed) =>
      new Uint8Array(await crypto.subtle.sign(scheme, pair.privateKey, Uint8Array.from(signed)))
    for (const [key, sign] of [
      [edKey, (signed: Uint8Array) => ed25519.sign(signed, secret)],
      [rsaKey, signRsa],
    ] as const) {
      const made = await answer(sign)
      expect(await checkAssertion({ preimage: PREIMAGE, assertion: made, passkey: key })).toMatchObject({ ok: true })
      const forged = { ...made, authenticatorData: (await answer(sign, { counter: 1 })).authenticatorData }
      expect(await checkAssertion({ preimage: PREIMAGE, assertion: forged, passkey: key })).toMatchObject({ ok: false })
    }
  })

  it('asks for a rising counter only where one is kept', async () => {
    expect(await judge({ counter: 5 })).toEqual({ ok: true, counter: 5 })
    expect(await judge({ counter: 5 }, 4)).toEqual({ ok: true, counter: 5 })
    expect(await judge({ counter: 0 }, 0)).toEqual({ ok: true, counter: 0 })
    expect(await judge({ counter: 5 }, 5)).toEqual({ ok: false, reason: 'its counter went from 5 to 5' })
    expect(await judge({ counter: 0 }, 5)).toEqual({ ok: false, reason: 'its counter went from 5 to 0' })
  })
})
