import { describe, expect, it } from 'vitest'
import { encodeBase64url } from '@/lib/approve/base64url'
import { codeHash, createCode, proveCode } from '@/lib/approve/enrolment-code'
import { enrolSubject, issueCodeSubject } from '@/lib/approve/passkey-subjects'
import { challengeOf } from '@/lib/approve/preimage'
import { verifyEvidence } from '@/lib/audit/verify-evidence'
import type { Json } from '@/lib/core/canonical'
import type { Digest } from '@/lib/core/digest'
import { refusal } from '@/tests/builders/forge-pack'
import {
  answerOf,
  approvalBy,
  bootstrapped,
  enrolmentOf,
  packOf,
  type SampleEntry,
  setupOf,
  W1,
} from '@/tests/builders/sample-pack'
import { type SoftAuthenticator, softAuthenticator } from '@/tests/builders/soft-authenticator'
import { PLACE } from '@/tests/builders/step-up'

// Everything before the withdrawal happens a day earlier: the installation cools for a minute.
const [THEN, SOON, COOLED] = ['2026-01-01T12:00:00.000Z', '2026-01-01T12:01:30.000Z', '2026-01-01T12:02:00.000Z']
const then = { expires: SOON }
const member = (id: string) => ({ kind: 'member', id }) as const
const person = (id: string, ...roles: string[]) => bootstrapped('member', id, { roles, isActive: true })
const people = [person('ruth', 'approver'), person('tomas', 'approver'), person('viktor', 'admin')]
const keysOf = (...ids: string[]) => ids.map((id) => enrolmentOf(id))
const held = { isHeld: () => true }

const key = softAuthenticator()
const { credentialId } = key.passkey
const code = createCode(new Uint8Array(16).fill(5))

function passkeyOf(action: string, subject: Digest | '', change: object = {}, made = key): SampleEntry {
  const { credentialId: id, ...passkey } = made.passkey
  const content = { memberId: 'ruth', ...passkey, isDemo: false, usableFrom: COOLED, ...change }
  return { action, type: 'passkey', id, content, actor: member('ruth'), subject, at: THEN }
}

function groundsOf(action: string, subject: Digest | '', content: Json, made = key): SampleEntry {
  const id = made.passkey.credentialId
  return { action, type: 'passkey-enrolment', id, content, actor: member('ruth'), subject, at: THEN }
}

/** Ruth adds a passkey, confirmed by `by` for `meant`. */
function added({ by = 'ruth', meant = key, change = {}, passkey = {} } = {}): [SampleEntry, SampleEntry] {
  const subject = enrolSubject(meant.passkey)
  const answer = answerOf(by, 'enrol-passkey', subject, { ...then, member: 'ruth', ...change })
  const content = { memberId: 'ruth', ...answer, codeId: null, codeProof: null }
  return [groundsOf('add-passkey', subject, content), passkeyOf('add-passkey', subject, passkey)]
}

/** An admin issues a code for Ruth. */
function issued({ admin = 'viktor', by = '', expiresAt = '2026-01-01T12:30:00.000Z', id = 'code' } = {}): SampleEntry {
  const granted = { memberId: 'ruth', address: `0x${'11'.repeat(20)}`, codeHash: codeHash(code) }
  const subject = issueCodeSubject(granted)
  const answer = answerOf(by || admin, 'issue-enrolment-code', subject, { ...then, member: admin })
  const content = { ...granted, issuedBy: admin, expiresAt, ...answer }
  return {
    ...{ action: 'issue-enrolment-code', type: 'enrolment-code', id, content },
    ...{ actor: member(admin), subject, at: THEN },
  }
}

/** Ruth enrols her first passkey, with a code that proves `meant`. */
function first({ typed = code, meant = key, made = key, codeId = 'code', at = THEN } = {}): [SampleEntry, SampleEntry] {
  const codeProof = proveCode(typed, { installation: 'acme', memberId: 'ruth', passkey: meant.passkey })
  const content = { memberId: 'ruth', proof: null, challenge: null, codeId, codeProof }
  const grounds = { ...groundsOf('enrol-first-passkey', '', content, made), at }
  return [grounds, passkeyOf('enrol-first-passkey', '', {}, made)]
}

const retired = (id: string): SampleEntry => ({
  ...{ action: 'retire-passkey', type: 'passkey-retirement', id, content: {}, actor: member('ruth') },
})

/** Ruth's approval, answered by the passkey that she enrolled. */
function approvedWith(made: SoftAuthenticator = key): SampleEntry {
  const entry = approvalBy('ruth', W1)
  const { proof, ...content } = Object(entry.content)
  const { challenge } = challengeOf(proof.preimage)
  const { aaguid: _aaguid, ...passkey } = { ...made.passkey, counter: 0, origin: PLACE.origin, isDemo: false }
  return { ...entry, content: { ...content, proof: { ...proof, passkey, assertion: made.assert(challenge) } } }
}

const further = (enrolment: readonly SampleEntry[], ...rest: SampleEntry[]) => [
  ...setupOf([...people, ...keysOf('ines', 'ruth', 'tomas')]),
  ...enrolment,
  ...[...W1, ...rest, approvedWith()],
]
const firstOne = (...enrolment: SampleEntry[]) => [
  ...setupOf([...people, ...keysOf('ines', 'tomas', 'viktor')]),
  ...enrolment,
  ...[...W1, approvedWith()],
]
// The setup of both is the installation, three people, three passkeys and the closing event; the enrolment follows.
const FROM = 8

describe('a further passkey', () => {
  const refused = async (enrolment: readonly SampleEntry[]) => refusal(further(enrolment), held)

  it('approves when one of the same member confirmed it', async () => {
    expect(await verifyEvidence(packOf(further(added()), held))).toMatchObject({ ok: true, approvals: 1 })
  })

  it('is refused without its grounds, or where their section is withheld', async () => {
    const [grounds, passkey] = added()
    expect(await refused([passkey])).toEqual([
      FROM,
      `Event ${FROM} enrols a passkey, and the pack does not show on what grounds.`,
    ])
    const withheld = { isHeld: ({ type }: SampleEntry) => type !== 'passkey-enrolment' }
    const missing = `The pack does not carry the passkey enrolment that event ${FROM} wrote.`
    expect(await refusal(further([grounds, passkey]), withheld)).toEqual([FROM, missing])
    const unshown = { isHeld: ({ type }: SampleEntry) => type !== 'passkey' }
    expect(await refusal(further([]), unshown)).toMatchObject([FROM, expect.stringContaining('not one that')])
  })

  it('is refused with a confirmation of another passkey, by another member or for something else', async () => {
    expect(await refused(added({ meant: softAuthenticator() }))).toEqual([
      FROM + 1,
      `Event ${FROM + 1} enrols another passkey than the one that was confirmed.`,
    ])
    const unproven = [FROM, `The passkey proof of event ${FROM} does not hold.`]
    expect(await refused(added({ by: 'tomas' }))).toEqual(unproven)
    expect(await refused(added({ change: { action: 'approve' } }))).toEqual(unproven)
    expect(await refused(added({ change: { installation: 'other' } }))).toEqual(unproven)
    expect(await refused(added({ change: { expires: '2026-01-01T00:01:00.000Z' } }))).toMatchObject([
      FROM,
      expect.stringContaining('expired'),
    ])
    expect(await refused(added({ passkey: { memberId: 'tomas' } }))).toMatchObject([FROM + 1, expect.any(String)])
    const [grounds, passkey] = added()
    expect(await refused([grounds, passkey, passkey])).toEqual([
      FROM + 2,
      `Event ${FROM + 2} writes a passkey that an earlier event wrote.`,
    ])
    expect(await refused([{ ...grounds, action: 'note' }, passkey])).toEqual([
      FROM,
      `Event ${FROM} writes a passkey enrolment, and no verb of this desk did that.`,
    ])
  })

  it('is refused with less cooling than the desk has, or where the pack does not show how much', async () => {
    expect(await refused(added({ passkey: { usableFrom: '2026-01-01T12:00:59.999Z' } }))).toEqual([
      FROM + 1,
      `The passkey of event ${FROM + 1} counts before its cooling is over.`,
    ])
    expect(await refusal(further(added()))).toEqual([
      FROM + 1,
      `The pack does not show how long the passkey of event ${FROM + 1} had to cool.`,
    ])
  })

  it('is refused after its retirement, and confirms nothing then; what it approved before stays', async () => {
    expect(await refusal(further(added(), retired(credentialId)), held)).toEqual([
      FROM + 5,
      `The passkey of event ${FROM + 5} was retired by event ${FROM + 4}.`,
    ])
    expect(await refusal([...further(added()), retired(credentialId)], held)).toBe('verified')
    const { id } = enrolmentOf('ruth')
    expect(await refused([retired(id), ...added()])).toMatchObject([FROM + 1, expect.stringContaining('was retired')])
  })
})

describe('a first passkey', () => {
  const refused = async (...enrolment: SampleEntry[]) => refusal(firstOne(...enrolment), held)

  it('approves when its member knew the code that an admin issued', async () => {
    expect(await verifyEvidence(packOf(firstOne(issued(), ...first()), held))).toMatchObject({ ok: true, approvals: 1 })
  })

  it('is refused with a code that nobody issued, or another one than was issued', async () => {
    expect(await refused(...first())).toEqual([
      FROM,
      `Event ${FROM} uses an enrolment code that no earlier event of the pack issued.`,
    ])
    expect(await refused(issued(), ...first({ typed: createCode(new Uint8Array(16).fill(6)) }))).toEqual([
      FROM + 1,
      `Event ${FROM + 1} does not show the enrolment code that this member was given.`,
    ])
    expect(await refused(issued(), ...first({ meant: softAuthenticator() }))).toEqual([
      FROM + 2,
      `Event ${FROM + 2} enrols another passkey than the one that was confirmed.`,
    ])
    const [grounds, passkey] = first()
    const { codeProof, ...rest } = Object(grounds.content)
    const forged = { ...codeProof, signature: encodeBase64url(new Uint8Array(64)) }
    expect(await refused(issued(), { ...grounds, content: { ...rest, codeProof: forged } }, passkey)).toMatchObject([
      FROM + 2,
      expect.stringContaining('another passkey'),
    ])
  })

  it('is refused with a code that no other admin confirmed', async () => {
    const another = `Event ${FROM} issues an enrolment code, but the pack does not show that another admin did.`
    expect(await refused(issued({ admin: 'tomas' }), ...first())).toEqual([FROM, another])
    expect(await refused(issued({ admin: 'ruth' }), ...first())).toEqual([FROM, another])
    expect(await refused(issued({ by: 'tomas' }), ...first())).toEqual([
      FROM,
      `The passkey proof of event ${FROM} does not hold.`,
    ])
    const unshown = { isHeld: ({ type }: SampleEntry) => type !== 'member' }
    expect(await refusal(firstOne(issued(), ...first()), unshown)).toEqual([FROM, another])
    const changed: SampleEntry = { ...person('viktor', 'admin'), actor: member('viktor'), action: 'note' }
    expect(await refused(changed, issued(), ...first())).toEqual([FROM + 1, another.replace(`${FROM}`, `${FROM + 1}`)])
  })

  it('is refused with a code that was over, lasts too long or was used', async () => {
    expect(await refused(issued(), ...first({ at: '2026-01-01T12:30:00.000Z' }))).toEqual([
      FROM + 1,
      `Event ${FROM + 1} uses an enrolment code that was over.`,
    ])
    expect(await refused(issued({ expiresAt: '2026-01-01T13:00:00.000Z' }), ...first())).toEqual([
      FROM,
      `The enrolment code of event ${FROM} lasts longer than one may.`,
    ])
    const other = softAuthenticator()
    expect(await refused(issued(), ...first(), ...first({ made: other, meant: other }))).toEqual([
      FROM + 3,
      `Event ${FROM + 3} uses an enrolment code a second time.`,
    ])
  })

  it('is refused for a member with another one, until that is retired', async () => {
    const before = setupOf([...people, ...keysOf('ines', 'ruth', 'viktor')])
    const after = [issued(), ...first(), ...W1, approvedWith()]
    expect(await refusal([...before, ...after], held)).toEqual([
      FROM + 2,
      `Event ${FROM + 2} enrols a first passkey for a member who has one, which has to confirm it.`,
    ])
    expect(await refusal([...before, retired(enrolmentOf('ruth').id), ...after], held)).toBe('verified')
  })
})
