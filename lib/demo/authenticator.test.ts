import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server'
import { describe, expect, it } from 'vitest'
import { decodeBase64url, encodeBase64url } from '@/lib/approve/base64url'
import { checkAssertion } from '@/lib/approve/factors/passkey/check'
import { challengeOf } from '@/lib/approve/preimage'
import { assertDemoPasskey, DEMO_AAGUID, demoRegistration } from '@/lib/demo/authenticator'
import { DEMO_MEMBERS } from '@/lib/demo/members'
import { registerDemoPasskey } from '@/lib/demo/register'
import { PLACE, PREIMAGE } from '@/tests/builders/step-up'

const { challenge } = challengeOf(PREIMAGE)
const record = demoRegistration(PLACE.memberId, PLACE.rpId, PLACE.origin)

describe('demo authenticator', () => {
  it('satisfies the desk and @simplewebauthn/server alike', async () => {
    for (const counter of [0, 7]) {
      const { credentialId, ...response } = assertDemoPasskey({ ...PLACE, challenge, counter })
      const verified = await verifyAuthenticationResponse({
        response: { id: credentialId, rawId: credentialId, type: 'public-key', response, clientExtensionResults: {} },
        expectedChallenge: challenge,
        expectedOrigin: PLACE.origin,
        expectedRPID: PLACE.rpId,
        credential: { id: credentialId, publicKey: decodeBase64url(record.publicKey) ?? new Uint8Array(), counter: 0 },
        requireUserVerification: true,
      })
      expect(verified.verified).toBe(true)
      expect(verified.authenticationInfo).toMatchObject({ userVerified: true, newCounter: counter })
      const assertion = { credentialId, ...response }
      expect(await checkAssertion({ preimage: PREIMAGE, assertion, passkey: record, previousCounter: 0 })).toEqual({
        ok: true,
        counter,
      })
    }
  })

  it('enrols the very passkey it later answers with', async () => {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: registerDemoPasskey({ ...PLACE, challenge }),
      expectedChallenge: challenge,
      expectedOrigin: PLACE.origin,
      expectedRPID: PLACE.rpId,
      requireUserVerification: true,
    })
    expect(verified).toBe(true)
    expect(registrationInfo?.aaguid).toBe(DEMO_AAGUID)
    expect(registrationInfo?.credential.id).toBe(record.credentialId)
    expect(encodeBase64url(registrationInfo?.credential.publicKey ?? new Uint8Array())).toBe(record.publicKey)
  })

  it('has another key and credential for each member, the same each time', () => {
    const all = DEMO_MEMBERS.map(({ id }) => demoRegistration(id, PLACE.rpId, PLACE.origin))
    expect(new Set(all.map(({ publicKey }) => publicKey)).size).toBe(DEMO_MEMBERS.length)
    expect(new Set(all.map(({ credentialId }) => credentialId)).size).toBe(DEMO_MEMBERS.length)
    expect(demoRegistration('ruth', PLACE.rpId, PLACE.origin)).toEqual(record)
    expect(record.isDemo).toBe(true)
  })
})
