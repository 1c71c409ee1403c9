import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { enrolmentCode, passkeyEnrolment, passkeyRetirement } from '@/db/schema/enrolment'
import { passkey } from '@/db/schema/member'
import { submission } from '@/db/schema/withdrawal'
import { codeHash, createCode, proveCode } from '@/lib/approve/enrolment-code'
import { enrolSubject, issueCodeSubject, retireSubject } from '@/lib/approve/passkey-subjects'
import { buildPreimage, challengeOf } from '@/lib/approve/preimage'
import type { FactorProof, StepUpAction } from '@/lib/approve/types'
import type { Digest } from '@/lib/core/digest'
import { assertDemoPasskey, demoRegistration } from '@/lib/demo/authenticator'
import { demoMember } from '@/lib/demo/members'
import * as content from '@/lib/flows/content'
import { type AuditDraft, write } from '@/lib/flows/write'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { addKey, enrolWith, issueCode, loseKey } from '@/tests/builders/enrolment'
import { COOLING, type EnrolmentDesk, openEnrolmentDesk } from '@/tests/builders/enrolment-desk'
import { executeAs, makeReady, payment, refusalOf, stageAs } from '@/tests/builders/money-desk'
import { softAuthenticator } from '@/tests/builders/soft-authenticator'
import { ORIGIN, signIn } from '@/tests/builders/world'

let chain: TestChain
let desk: EnrolmentDesk
let id: string

beforeAll(async () => void (chain = await startTestChain()))
beforeEach(async () => {
  desk = await openEnrolmentDesk(chain)
  ;({ id } = await stageAs(desk, 'ines', payment(desk)))
})
afterEach(() => desk.close())
afterAll(() => chain.stop())

const ready = (people?: string[]) => makeReady(desk, id, people)
const blocked = async (sentence: RegExp) => {
  const refusal = await refusalOf(executeAs(desk, 'eli', id))
  expect(refusal.message).toMatch(sentence)
  expect(refusal.code).toBe('BLOCKED')
  expect(await desk.db.select().from(submission)).toEqual([])
}
const handedOver = async () => {
  desk.pass(31)
  expect(await executeAs(desk, 'eli', id)).toMatchObject({ attempt: 1 })
}
const unadmitted = (kind: string) =>
  blocked(new RegExp(`^Event \\d+ gives the ${kind} \\S+ other content, and no verb of this desk did that`))

describe('rows and events made up together', () => {
  const thief = softAuthenticator()
  const grounds = (change: Partial<typeof passkeyEnrolment.$inferInsert>) => ({
    ...{ credentialId: thief.passkey.credentialId, memberId: 'ruth', label: '', at: desk.now() },
    ...change,
  })

  /** A step-up that somebody's key answers in a member's name, as only the database could be made to hold. */
  async function forgeProof(who: string, action: StepUpAction, subject: Digest, key: string): Promise<FactorProof> {
    const [installed] = await desk.owner.query('SELECT id FROM installation').then(({ rows }) => rows)
    const [checkpoint] = await desk.owner
      .query('SELECT size::int, root FROM audit_checkpoint ORDER BY size DESC LIMIT 1')
      .then(({ rows }) => rows)
    const preimage = buildPreimage({
      ...{ installation: installed.id, member: who, session: `0x${'11'.repeat(32)}`, action, subject },
      ...{ policyVersion: 0, checkpoint, nonce: randomBytes(16).toString('hex') },
      expires: new Date(desk.now().getTime() + 120_000).toISOString(),
    })
    const { challenge } = challengeOf(preimage)
    const { aaguid: _aaguid, ...record } = demoRegistration(who, 'localhost', ORIGIN)
    const assertion = assertDemoPasskey({ memberId: key, challenge, rpId: 'localhost', origin: ORIGIN })
    return {
      ...{ factor: 'passkey', preimage },
      assertion: { ...assertion, credentialId: record.credentialId },
      passkey: key === who ? record : { ...record, publicKey: demoRegistration(key, 'localhost', ORIGIN).publicKey },
    }
  }

  const proven = (proof: FactorProof) => ({ proof, challenge: challengeOf(proof.preimage).digest })

  async function plant(
    who: string,
    action: string,
    reasons: ((tx: Parameters<Parameters<typeof write>[1]>[0]) => Promise<AuditDraft[]>) | null,
    coolingSeconds = COOLING,
  ): Promise<void> {
    const actor = await signIn(desk, who)
    const now = desk.now()
    const usableFrom = new Date(now.getTime() + coolingSeconds * 1000)
    await write({ db: desk.db, actor, now }, async (tx) => {
      const [row] = await tx
        .insert(passkey)
        .values({ ...thief.passkey, memberId: 'ruth', counter: 0, createdAt: now, usableFrom })
        .returning()
      if (!row) throw new Error('it was inserted')
      const before = reasons === null ? [] : await reasons(tx)
      const [first, ...rest] = [...before, { action, object: content.passkeyObject(row) }]
      if (!first) throw new Error('there is an event')
      return [undefined, [first, ...rest]]
    })
  }

  const plantAdded = (proof: FactorProof, coolingSeconds?: number) =>
    plant(
      'ruth',
      'add-passkey',
      async (tx) => {
        const [row] = await tx
          .insert(passkeyEnrolment)
          .values(grounds(proven(proof)))
          .returning()
        if (!row) throw new Error('it was inserted')
        const subject = proof.preimage.subject
        return [{ action: 'add-passkey', subject, object: content.passkeyEnrolmentObject(row) }]
      },
      coolingSeconds,
    )

  it('without grounds enrol nothing', async () => {
    await ready()
    await plant('ruth', 'add-passkey', null)
    await unadmitted('passkey')
  })

  it('without any event enrol nothing', async () => {
    await ready()
    await desk.db.insert(passkey).values({
      ...thief.passkey,
      ...{ memberId: 'ruth', counter: 0, createdAt: desk.now(), usableFrom: desk.now() },
    })
    await blocked(/^The passkey /)
  })

  it.each<[string, () => Promise<FactorProof>]>([
    ['by the thief’s own key', () => forgeProof('ruth', 'enrol-passkey', enrolSubject(thief.passkey), 'eli')],
    [
      'for another passkey',
      () => forgeProof('ruth', 'enrol-passkey', enrolSubject(softAuthenticator().passkey), 'ruth'),
    ],
    ['for another action', () => forgeProof('ruth', 'export', enrolSubject(thief.passkey), 'ruth')],
    ['by another member', () => forgeProof('tomas', 'enrol-passkey', enrolSubject(thief.passkey), 'tomas')],
  ])('enrol nothing with a step-up %s', async (_what, proof) => {
    await ready()
    await plantAdded(await proof())
    await unadmitted('passkey enrolment')
  })

  it('do enrol with the member’s own answer, and not before the cooling', async () => {
    await ready()
    const proof = await forgeProof('ruth', 'enrol-passkey', enrolSubject(thief.passkey), 'ruth')
    await plantAdded(proof)
    await handedOver()
  })

  it('enrol nothing that would count at once', async () => {
    await ready()
    const proof = await forgeProof('ruth', 'enrol-passkey', enrolSubject(thief.passkey), 'ruth')
    await plantAdded(proof, COOLING - 1)
    await unadmitted('passkey')
  })

  const plantCode = async (issuer: string, proof: FactorProof, hash: Digest) => {
    const actor = await signIn(desk, issuer)
    return write({ db: desk.db, actor, now: desk.now() }, async (tx) => {
      const [row] = await tx
        .insert(enrolmentCode)
        .values({
          ...{ memberId: 'ruth', address: demoMember('ruth').address, codeHash: hash, issuedBy: issuer },
          ...{ issuedAt: desk.now(), expiresAt: new Date(desk.now().getTime() + 1_000_000), ...proven(proof) },
        })
        .returning()
      if (!row) throw new Error('it was inserted')
      const { subject } = proof.preimage
      return [row.id, [{ action: 'issue-enrolment-code', subject, object: content.enrolmentCodeObject(row) }]]
    })
  }
  const code = createCode(randomBytes(16))
  const grant = { memberId: 'ruth', address: demoMember('ruth').address, codeHash: codeHash(code) }

  it.each<[string, string, string]>([
    ['that no admin’s key confirmed', 'viktor', 'eli'],
    ['by who is no admin', 'noor', 'noor'],
    ['by the member themselves', 'ruth', 'ruth'],
  ])('make no code: %s', async (_what, issuer, key) => {
    await ready()
    const proof = await forgeProof(issuer, 'issue-enrolment-code', issueCodeSubject(grant), key)
    await plantCode(issuer, proof, grant.codeHash)
    await unadmitted('enrolment code')
  })

  const plantFirst = async (codeId: string, signed = thief.passkey, known = code) => {
    const [installed] = await desk.owner.query('SELECT id FROM installation').then(({ rows }) => rows)
    await plant('ruth', 'enrol-first-passkey', async (tx) => {
      const codeProof = proveCode(known, { installation: installed.id, memberId: 'ruth', passkey: signed })
      const [row] = await tx.insert(passkeyEnrolment).values(grounds({ codeId, codeProof })).returning()
      if (!row) throw new Error('it was inserted')
      return [{ action: 'enrol-first-passkey', object: content.passkeyEnrolmentObject(row) }]
    })
  }
  const issuedFor = async (who: string) => {
    await loseKey(desk, who)
    const issued = await issueCode(desk, who)
    const [row] = await desk.db
      .select()
      .from(enrolmentCode)
      .where(eq(enrolmentCode.codeHash, codeHash(issued)))
    return { issued, codeId: row?.id ?? '' }
  }

  it('use no code that they do not know, though it was issued', async () => {
    await ready()
    const { codeId } = await issuedFor('ruth')
    await plantFirst(codeId)
    await unadmitted('passkey enrolment')
  })

  it('use no code that its owner showed for another passkey', async () => {
    await ready()
    const { issued, codeId } = await issuedFor('ruth')
    await plantFirst(codeId, softAuthenticator().passkey, issued)
    await unadmitted('passkey enrolment')
  })

  it('use no code of another member', async () => {
    await ready(['tomas', 'aiko', 'bram'])
    const { issued, codeId } = await issuedFor('lena')
    await plantFirst(codeId, thief.passkey, issued)
    await unadmitted('passkey enrolment')
  })

  it('use no code where the member has a passkey', async () => {
    await ready()
    const proof = await forgeProof('viktor', 'issue-enrolment-code', issueCodeSubject(grant), 'viktor')
    await plantFirst(await plantCode('viktor', proof, grant.codeHash))
    await unadmitted('passkey enrolment')
  })

  it('use a code a second time in no copy of it', async () => {
    await ready()
    const { issued, codeId } = await issuedFor('ruth')
    await enrolWith(desk, await signIn(desk, 'ruth'), issued)
    await desk.owner.query('ALTER TABLE passkey_enrolment DROP CONSTRAINT passkey_enrolment_code_id_unique')
    await plantFirst(codeId, thief.passkey, issued)
    await unadmitted('passkey enrolment')
  })

  it('retire nothing that nobody confirmed, and no retired passkey comes back', async () => {
    const key = await addKey(desk, 'ruth')
    const { credentialId } = key.passkey
    await ready()
    const subject = retireSubject({ memberId: 'ruth', credentialId })
    const proof = await forgeProof('ruth', 'retire-passkey', subject, 'eli')
    await write({ db: desk.db, actor: await signIn(desk, 'ruth'), now: desk.now() }, async (tx) => {
      const [row] = await tx
        .insert(passkeyRetirement)
        .values({ credentialId, memberId: 'ruth', retiredBy: 'ruth', ...proven(proof), at: desk.now() })
        .returning()
      if (!row) throw new Error('it was inserted')
      return [undefined, [{ action: 'retire-passkey', subject, object: content.passkeyRetirementObject(row) }]]
    })
    await unadmitted('passkey retirement')
  })
})
