import { readFileSync } from 'node:fs'
import { verifyRegistrationResponse } from '@simplewebauthn/server'
import { describe, expect, it } from 'vitest'
import { decodeBase64url, encodeBase64url } from '@/lib/approve/base64url'
import { checkRegistration } from '@/lib/approve/factors/passkey/registration'
import { registerDemoPasskey } from '@/lib/demo/register'
import { type RegistrationChange, softAuthenticator } from '@/tests/builders/soft-authenticator'
import { PLACE } from '@/tests/builders/step-up'

type Captured = { name: string; origin: string; id: string; clientDataJSON: string; attestationObject: string }

// Made by Chromium 156 with its virtual authenticators, each for the challenge of 32 bytes 0x05.
const captured = JSON.parse(readFileSync('tests/fixtures/registrations.json', 'utf8')) as Captured[]
const challenge = encodeBase64url(new Uint8Array(32).fill(5))
const soft = softAuthenticator()
const place = { challenge, origin: PLACE.origin, rpId: PLACE.rpId }

const theirs = ({ id, origin, clientDataJSON, attestationObject }: Captured) =>
  verifyRegistrationResponse({
    response: {
      ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
      response: { clientDataJSON, attestationObject },
    },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: 'localhost',
    requireUserVerification: true,
    supportedAlgorithmIDs: [-7, -8, -257],
  })

describe('a registration', () => {
  it('was made with every algorithm that the desk checks', () =>
    expect(captured.map(({ name }) => name)).toEqual(['none', 'direct', 'platform', 'rs256', 'eddsa']))

  it.each(captured)('by a browser is read as @simplewebauthn/server reads it: $name', async (made) => {
    const { verified, registrationInfo } = await theirs(made)
    expect(verified).toBe(true)
    expect(checkRegistration(made, { challenge, origin: made.origin, rpId: 'localhost' })).toEqual({
      ok: true,
      passkey: {
        credentialId: made.id,
        publicKey: encodeBase64url(registrationInfo?.credential.publicKey ?? new Uint8Array()),
        aaguid: registrationInfo?.aaguid,
        rpId: 'localhost',
        counter: registrationInfo?.credential.counter,
      },
    })
  })

  it('by the demo kit is read as the demo passkey', () => {
    const { response } = registerDemoPasskey({ ...PLACE, challenge })
    expect(checkRegistration(response, place)).toMatchObject({ ok: true })
  })

  it('of our own making is taken, also with extensions', () => {
    expect(checkRegistration(soft.register(challenge), place)).toEqual({
      ok: true,
      passkey: { ...soft.passkey, counter: 0 },
    })
    const extended = soft.register(challenge, { flags: 0xc5, extra: Uint8Array.of(0xa1, 0x61, 0x78, 0xf5) })
    expect(checkRegistration(extended, place)).toMatchObject({ ok: true })
  })

  it.each<[string, RegistrationChange, string]>([
    ['an assertion', { client: { type: 'webauthn.get' } }, 'it is not a registration'],
    ['another challenge', { client: { challenge: 'AA' } }, 'it answers another challenge'],
    ['another origin', { client: { origin: 'http://localhost:3001' } }, 'it was given on another site'],
    ['a frame', { client: { crossOrigin: true } }, 'it was given inside a frame of another site'],
    ['another RP ID', { rpId: 'evil.example' }, 'it is for another site'],
    ['nobody present', { flags: 0x44 }, 'nobody was present'],
    ['no verification', { flags: 0x41 }, 'the user was not verified'],
    ['contradicting backup flags', { flags: 0x55 }, 'its backup flags contradict each other'],
    ['no credential', { flags: 0x85 }, 'it holds no credential'],
    ['stray bytes', { extra: Uint8Array.of(0) }, 'the authenticator data has stray bytes'],
    ['extensions that are none', { flags: 0xc5 }, 'the authenticator data has stray bytes'],
  ])('is refused: %s', (_what, change, reason) => {
    expect(checkRegistration(soft.register(challenge, change), place)).toEqual({ ok: false, reason })
  })

  it('is refused where its bytes are changed, whichever they are, or read as the same passkey', () => {
    const honest = soft.register(challenge)
    const bytes = decodeBase64url(honest.attestationObject) ?? new Uint8Array()
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Uint8Array.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 0x80
      const read = checkRegistration({ ...honest, attestationObject: encodeBase64url(changed) }, place)
      if (read.ok) expect({ at, id: read.passkey.credentialId.length }).toEqual({ at, id: 43 })
    }
    for (let length = 0; length < bytes.length; length += 1)
      expect(
        checkRegistration({ ...honest, attestationObject: encodeBase64url(bytes.subarray(0, length)) }, place).ok,
      ).toBe(false)
    expect(checkRegistration({ ...honest, attestationObject: `${honest.attestationObject}AAAA` }, place).ok).toBe(false)
    expect(checkRegistration({ ...honest, clientDataJSON: '=' }, place)).toEqual({
      ok: false,
      reason: 'it is not base64url',
    })
  })

  it('is refused with a key of another algorithm', () => {
    const honest = soft.register(challenge)
    const bytes = decodeBase64url(honest.attestationObject) ?? new Uint8Array()
    // kty 2, alg -7: the 0x26 after 0x03.
    const at = Buffer.from(bytes).indexOf(Buffer.from('a501020326', 'hex')) + 4
    bytes[at] = 0x27
    expect(checkRegistration({ ...honest, attestationObject: encodeBase64url(bytes) }, place)).toEqual({
      ok: false,
      reason: 'its key is of an algorithm that this desk does not check',
    })
  })
})
