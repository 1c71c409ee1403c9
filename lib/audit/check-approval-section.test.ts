import { p256 } from '@noble/curves/nist.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { encodeBase64url } from '@/lib/approve/base64url'
import { buildPreimage, challengeOf } from '@/lib/approve/preimage'
import { approvalSubject } from '@/lib/approve/subjects'
import type { StepUpAction } from '@/lib/approve/types'
import { checkApprovalSection } from '@/lib/audit/check-approval-section'
import { sampleEvent } from '@/tests/builders/sample-log'
import type { Leaf } from '@/lib/audit/types'
import { sha256Hex } from '@/lib/core/digest'

const key = new Uint8Array(32).fill(9)
const point = p256.getPublicKey(key, false)
// COSE_Key of an ES256 public key (RFC 9053 §7.1.1): kty 2, alg -7, crv 1, x, y.
const cose = concatBytes(
  hexToBytes('a5010203262001215820'),
  point.slice(1, 33),
  hexToBytes('225820'),
  point.slice(33, 65),
)
const [rpId, origin] = ['desk.example', 'https://desk.example']
const subject = {
  safeTxHash: sha256Hex('tx'),
  evidenceDigest: sha256Hex('evidence'),
  acknowledged: [{ code: 'FIRST_PAYMENT', path: '0', reason: 'known landlord' }],
  signatureHash: sha256Hex('signature'),
}
const leaf: Leaf = { ...sampleEvent(5), v: 1, seq: 5, action: 'approve', subject: approvalSubject(subject) }

function sectionFor(action: StepUpAction = 'approve', installation = 'acme', member = 'm1') {
  const preimage = buildPreimage({
    installation,
    member,
    session: sha256Hex('session'),
    action,
    subject: approvalSubject(subject),
    policyVersion: 1,
    checkpoint: { size: 4, root: sha256Hex('root') },
    nonce: '00112233445566778899aabbccddeeff',
    expires: '2025-01-02T03:06:05.678Z',
  })
  const { challenge } = challengeOf(preimage)
  const client = utf8ToBytes(JSON.stringify({ type: 'webauthn.get', challenge, origin, crossOrigin: false }))
  const authenticator = concatBytes(sha256(utf8ToBytes(rpId)), hexToBytes('0500000001'))
  const signature = p256.sign(concatBytes(authenticator, sha256(client)), key, { format: 'der' })
  return {
    owner: '0x0000000000000000000000000000000000000001',
    subject,
    proof: {
      factor: 'passkey',
      preimage,
      assertion: {
        credentialId: 'AQ',
        clientDataJSON: encodeBase64url(client),
        authenticatorData: encodeBase64url(authenticator),
        signature: encodeBase64url(signature),
      },
      passkey: { credentialId: 'AQ', publicKey: encodeBase64url(cose), counter: 0, rpId, origin, isDemo: false },
    },
  }
}
const section = sectionFor()
const enrolled = {
  credentialId: 'AQ',
  content: {
    memberId: 'm1',
    publicKey: encodeBase64url(cose),
    aaguid: 'c0de5160-de30-4000-8000-000000031337',
    rpId,
    isDemo: false,
    usableFrom: '2025-01-01T00:00:00.000Z',
  },
}
const CONTEXT = { installation: 'acme', passkeys: [enrolled] }

it('accepts the passkey answer that its event names', async () => {
  expect(await checkApprovalSection(section, leaf, CONTEXT)).toBe(true)
})

describe('refuses', () => {
  it('a passkey that nothing but the proof vouches for, or that is enrolled otherwise', async () => {
    const { content } = enrolled
    for (const passkeys of [
      [],
      [{ ...enrolled, credentialId: 'AB' }],
      [{ ...enrolled, content: { ...content, memberId: 'm2' } }],
      [{ ...enrolled, content: { ...content, publicKey: 'AA' } }],
      [{ ...enrolled, content: { ...content, rpId: 'evil.example' } }],
      [{ ...enrolled, content: 'nothing' }],
    ])
      expect(await checkApprovalSection(section, leaf, { ...CONTEXT, passkeys })).toBe(false)
  })

  it('an answer given for another action, at another desk or by another member', async () => {
    expect(await checkApprovalSection(sectionFor('execute'), leaf, CONTEXT)).toBe(false)
    expect(await checkApprovalSection(sectionFor('approve', 'other'), leaf, CONTEXT)).toBe(false)
    expect(await checkApprovalSection(sectionFor('approve', 'acme', 'm2'), leaf, CONTEXT)).toBe(false)
    expect(await checkApprovalSection(section, { ...leaf, actor: { kind: 'system' } }, CONTEXT)).toBe(false)
  })

  it('content that the answer did not bind', async () => {
    const moved = { ...section, subject: { ...subject, safeTxHash: sha256Hex('other') } }
    const silent = { ...section, subject: { ...subject, acknowledged: [] } }
    expect(await checkApprovalSection(moved, leaf, CONTEXT)).toBe(false)
    expect(await checkApprovalSection(silent, leaf, CONTEXT)).toBe(false)
    expect(await checkApprovalSection(section, { ...leaf, subject: sha256Hex('other') }, CONTEXT)).toBe(false)
  })

  it('a preimage or signature that was changed', async () => {
    const { proof } = section
    const later = { ...proof.preimage, expires: '2026-01-02T03:06:05.678Z' }
    const swapped = { ...proof.assertion, signature: sectionFor('execute').proof.assertion.signature }
    expect(await checkApprovalSection({ ...section, proof: { ...proof, preimage: later } }, leaf, CONTEXT)).toBe(false)
    expect(await checkApprovalSection({ ...section, proof: { ...proof, assertion: swapped } }, leaf, CONTEXT)).toBe(
      false,
    )
    expect(await checkApprovalSection({ ...section, proof: { ...proof, factor: 'totp' } }, leaf, CONTEXT)).toBe(false)
  })

  it('a section that is no approval', async () => {
    for (const stranger of [
      null,
      [],
      {},
      { ...section, proof: {} },
      { ...section, proof: { ...section.proof, preimage: 1 } },
    ])
      expect(await checkApprovalSection(stranger, leaf, CONTEXT)).toBe(false)
  })
})
