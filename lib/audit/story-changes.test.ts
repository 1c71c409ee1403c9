import { describe, expect, it } from 'vitest'
import { agreeSubject, proposeSubject } from '@/lib/approve/proposal-subjects'
import { issueCodeSubject } from '@/lib/approve/passkey-subjects'
import { codeHash, createCode, proveCode } from '@/lib/approve/enrolment-code'
import { verifyEvidence } from '@/lib/audit/verify-evidence'
import type { Json } from '@/lib/core/canonical'
import { refusal } from '@/tests/builders/forge-pack'
import {
  answerOf,
  bootstrapped,
  enrolmentOf,
  packOf,
  type SampleEntry,
  setupOf,
  W1,
} from '@/tests/builders/sample-pack'
import { softAuthenticator } from '@/tests/builders/soft-authenticator'

// Viktor proposes Una, Sora agrees, Viktor issues her code: a day before the withdrawal.
const [THEN, SOON, COOLED] = ['2026-01-01T12:00:00.000Z', '2026-01-01T12:01:30.000Z', '2026-01-01T12:02:00.000Z']
const then = { expires: SOON }
const member = (id: string) => ({ kind: 'member', id }) as const
const person = (id: string, ...roles: string[]) => bootstrapped('member', id, { name: id, roles, isActive: true })
const key = softAuthenticator()
const code = createCode(new Uint8Array(16).fill(5))

const invited = { memberId: 'una', name: 'Una', roles: ['signer'] }
const REASON = 'She signs from now on.'

function proposed({ by = 'viktor', answeredFor = invited as Json } = {}): SampleEntry {
  const body: Json = invited
  const subject = proposeSubject({ kind: 'invite-member', body: answeredFor, reason: REASON })
  const content = {
    ...{ kind: 'invite-member', body: JSON.stringify(body), reason: REASON, authorId: by },
    ...answerOf(by, 'propose-change', subject, then),
  }
  return { action: 'propose-change', type: 'proposal', id: 'P-1', content, actor: member(by), subject, at: THEN }
}

const agreement = agreeSubject({ id: 'P-1', authorId: 'viktor', kind: 'invite-member', body: invited, reason: REASON })

function agreed({ by = 'sora', subject = agreement } = {}): SampleEntry {
  const content = { memberId: by, decision: 'approved', reason: '', ...answerOf(by, 'agree-to-change', subject, then) }
  return {
    action: 'agree-to-change',
    type: 'proposal-decision',
    id: 'P-1',
    content,
    actor: member(by),
    subject,
    at: THEN,
  }
}

const made = (change: object = {}): SampleEntry => ({
  ...{ action: 'agree-to-change', type: 'member', id: 'una', actor: member('sora'), subject: agreement, at: THEN },
  content: { name: 'Una', roles: ['signer'], isActive: true, ...change },
})

function enrolled(): SampleEntry[] {
  const granted = { memberId: 'una', address: `0x${'11'.repeat(20)}`, codeHash: codeHash(code) }
  const subject = issueCodeSubject(granted)
  const answer = answerOf('viktor', 'issue-enrolment-code', subject, then)
  const issued = { ...granted, issuedBy: 'viktor', expiresAt: '2026-01-01T12:30:00.000Z', ...answer }
  const { credentialId: id, ...passkey } = key.passkey
  const codeProof = proveCode(code, { installation: 'acme', memberId: 'una', passkey: key.passkey })
  const grounds = { memberId: 'una', proof: null, challenge: null, codeId: 'code', codeProof }
  const first = { action: 'enrol-first-passkey', id, actor: member('una'), at: THEN, subject: '' }
  return [
    {
      ...{ action: 'issue-enrolment-code', type: 'enrolment-code', id: 'code', content: issued },
      ...{ actor: member('viktor'), subject, at: THEN },
    },
    { ...first, type: 'passkey-enrolment', content: grounds },
    { ...first, type: 'passkey', content: { memberId: 'una', ...passkey, isDemo: false, usableFrom: COOLED } },
  ]
}

const setup = setupOf([
  ...[person('viktor', 'admin'), person('sora', 'admin'), person('ruth', 'signer')],
  ...['ines', 'ruth', 'tomas', 'eli', 'viktor', 'sora'].map((id) => enrolmentOf(id)),
])

const HELD = { isHeld: () => true }
const story = (...events: SampleEntry[]) => [...setup, ...events, ...enrolled(), ...W1]

describe('a member whom two admins invited', () => {
  it('is one to the offline verifier, with the passkey that an admin’s code enrolled', async () => {
    expect(await verifyEvidence(packOf(story(proposed(), agreed(), made()), HELD))).toMatchObject({ ok: true })
  })

  it.each([
    ['nobody agreed', story(proposed(), made()), 'does not show that two admins agreed'],
    ['nobody proposed', story(agreed(), made()), 'that an earlier event of the pack proposed'],
    ['the author agreed', story(proposed(), agreed({ by: 'viktor' }), made()), 'another admin did'],
    ['no admin proposed', story(proposed({ by: 'ruth' }), agreed(), made()), 'that an admin did'],
    ['no admin agreed', story(proposed(), agreed({ by: 'tomas' }), made()), 'another admin did'],
    ['other roles were agreed on', story(proposed(), agreed(), made({ roles: ['admin'] })), 'two admins agreed'],
    [
      'the passkey answered for another proposal',
      story(proposed({ answeredFor: { ...invited, roles: ['admin'] } }), agreed(), made()),
      'proof of event',
    ],
  ])('is none where %s', async (_what, events, sentence) => {
    expect(String(await refusal(events, HELD))).toContain(sentence)
  })
})
