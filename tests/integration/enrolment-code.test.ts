import { eq } from 'drizzle-orm'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditEvent } from '@/db/schema/audit'
import { enrolmentCode, passkeyEnrolment } from '@/db/schema/enrolment'
import { passkey } from '@/db/schema/member'
import { codeHash, createCode } from '@/lib/approve/enrolment-code'
import { demoMember } from '@/lib/demo/members'
import type { MemberActor } from '@/lib/flows/actor'
import { walletProofMessage } from '@/lib/flows/wallet-proof'
import { addKey, credentialIdOf, enrolmentWith, enrolWith, issueCode, loseKey } from '@/tests/builders/enrolment'
import { loggedRefusals, refusalOf } from '@/tests/builders/money-desk'
import { softAuthenticator } from '@/tests/builders/soft-authenticator'
import { act, openSession, openWorld, perform, signIn, stepUp, type World } from '@/tests/builders/world'

const second = privateKeyToAccount(generatePrivateKey())
const ruthsAddress = demoMember('ruth').address
const COOLING = 60
let desk: World
let ruth: MemberActor

beforeAll(async () => {
  desk = await openWorld({
    alter: async (setup) => {
      const proofMessage = walletProofMessage({
        ...{ installation: setup.installation.id, memberId: 'ruth', address: second.address },
      })
      const proofSignature = await second.signMessage({ message: proofMessage })
      const wallet = { memberId: 'ruth', address: second.address, proofMessage, proofSignature }
      return {
        ...setup,
        installation: { ...setup.installation, factorCoolingSeconds: COOLING },
        wallets: [...setup.wallets, wallet],
      }
    },
  })
  desk.pass(COOLING + 1)
})
afterAll(() => desk.close())

const DEAD = 'This code does not work: it is wrong, used, over, or for another address.'
const enrolledKeys = async () => (await desk.db.select().from(passkeyEnrolment)).length
const refused = async (call: Promise<unknown>, sentence: string) => {
  const [refusal, before] = await Promise.all([refusalOf(call), enrolledKeys()])
  expect(refusal.message).toContain(sentence)
  expect(await enrolledKeys()).toBe(before)
  return refusal
}

describe('an enrolment code', () => {
  it('is not issued for who has a passkey', async () => {
    await refused(issueCode(desk, 'ruth'), 'Ruth has a passkey here and adds others with it.')
  })

  it('is issued once the passkey was lost, and stored by its hash alone', async () => {
    await loseKey(desk, 'ruth')
    const code = await issueCode(desk, 'ruth')
    const [row] = await desk.db.select().from(enrolmentCode)
    expect(row).toMatchObject({
      ...{ memberId: 'ruth', address: ruthsAddress, issuedBy: 'viktor', codeHash: codeHash(code), consumedAt: null },
    })
    expect(row && row.expiresAt.getTime() - row.issuedAt.getTime()).toBe(30 * 60 * 1000)
    const [event] = await desk.db.select().from(auditEvent).where(eq(auditEvent.objectType, 'enrolment-code'))
    expect(event).toMatchObject({ action: 'issue-enrolment-code', actorId: 'viktor', outcome: 'done' })
    expect(event?.subject).toMatch(/^0x/)
  })

  it('is issued by an admin alone, with a passkey, never for oneself, a stranger or an address that is not theirs', async () => {
    const hash = codeHash(createCode(new Uint8Array(16).fill(1)))
    const input = { memberId: 'ruth', address: ruthsAddress, codeHash: hash }
    for (const who of ['tomas', 'noor', 'eli', 'ines'])
      await refused(act(desk, who, 'issue-enrolment-code', input), 'Only admin may do this')
    const stolen = await signIn(desk, 'viktor')
    const refusal = await refused(
      perform(desk, stolen, 'issue-enrolment-code', input),
      'Confirm this with your passkey',
    )
    expect(refusal.code).toBe('STEP_UP_REFUSED')
    const own = { ...input, memberId: 'viktor', address: demoMember('viktor').address }
    await refused(act(desk, 'viktor', 'issue-enrolment-code', own), 'nobody vouches for themselves')
    const other = { ...input, address: demoMember('tomas').address }
    await refused(act(desk, 'viktor', 'issue-enrolment-code', other), 'is no address of Ruth')
    await refused(act(desk, 'viktor', 'issue-enrolment-code', { ...input, memberId: 'nobody' }), 'no such member')
    await refused(perform(desk, stolen, 'issue-enrolment-code', { ...input, codeHash: 'ABC' }), 'Invalid')
  })

  it('of one member is not carried over to another: the step-up binds both', async () => {
    const actor = await signIn(desk, 'viktor')
    const input = { memberId: 'ruth', address: ruthsAddress, codeHash: codeHash(createCode(new Uint8Array(16))) }
    for (const changed of [{ codeHash: codeHash('another') }, { address: second.address }, { memberId: 'tomas' }]) {
      const proof = await stepUp(desk, actor, 'issue-enrolment-code', input)
      const call = perform(desk, actor, 'issue-enrolment-code', { ...input, ...changed, proof })
      await refused(call, 'The passkey answered for other content than this')
    }
  })
})

describe('a first passkey', () => {
  beforeEach(async () => {
    desk.pass(601)
    ruth = await signIn(desk, 'ruth')
  })

  it('needs the code: a wrong one, or none, enrols nothing and leaves the right one usable', async () => {
    const code = await issueCode(desk, 'ruth')
    await refused(enrolWith(desk, ruth, createCode(new Uint8Array(16).fill(9))), DEAD)
    const input = await enrolmentWith(desk, ruth, code, softAuthenticator())
    await refused(perform(desk, ruth, 'enrol-first-passkey', { ...input, code: undefined }), 'Invalid')
    expect((await loggedRefusals(desk, 'enrol-first-passkey')).at(-1)).toContain(DEAD)
    const [row] = await desk.db
      .select()
      .from(enrolmentCode)
      .where(eq(enrolmentCode.codeHash, codeHash(code)))
    expect(row?.consumedAt).toBeNull()
  })

  it('is not enrolled with the code of another member, nor from a session that another address opened', async () => {
    const code = await issueCode(desk, 'ruth')
    await refused(enrolWith(desk, await signIn(desk, 'tomas'), code), DEAD)
    await refused(enrolWith(desk, (await openSession(desk, 'ruth', second.address)).actor, code), DEAD)
    const other = await issueCode(desk, 'ruth', { address: second.address })
    await refused(enrolWith(desk, ruth, other), DEAD)
  })

  it('is not enrolled with a code that is over, or that a newer one replaced', async () => {
    const old = await issueCode(desk, 'ruth')
    const code = await issueCode(desk, 'ruth')
    await refused(enrolWith(desk, ruth, old), DEAD)
    desk.pass(30 * 60)
    await refused(enrolWith(desk, await signIn(desk, 'ruth'), code), DEAD)
  })

  it('is the one that the code was given for: whoever swaps it spends the code and gets nothing', async () => {
    const code = await issueCode(desk, 'ruth')
    const [mine, thiefs] = [softAuthenticator(), softAuthenticator()]
    const honest = await enrolmentWith(desk, ruth, code, mine)
    const { registration } = await enrolmentWith(desk, ruth, code, thiefs)
    await refused(perform(desk, ruth, 'enrol-first-passkey', { ...honest, registration }), 'for another passkey')
    await refused(perform(desk, ruth, 'enrol-first-passkey', honest), DEAD)
  })

  it('answers a challenge of this session, once, within five minutes', async () => {
    const code = await issueCode(desk, 'ruth')
    const elsewhere = await enrolmentWith(desk, await signIn(desk, 'ruth'), code, softAuthenticator())
    await refused(perform(desk, ruth, 'enrol-first-passkey', elsewhere), 'for another session')
    const late = await enrolmentWith(desk, ruth, await issueCode(desk, 'ruth'), softAuthenticator())
    desk.pass(301)
    await refused(perform(desk, ruth, 'enrol-first-passkey', late), 'made too long ago')
  })

  it('is enrolled with the right code once, counts after its cooling, and is in the log', async () => {
    const code = await issueCode(desk, 'ruth', { admin: 'sora' })
    const { key, enrolled } = await enrolWith(desk, ruth, code)
    expect(Date.parse(enrolled.usableFrom)).toBeGreaterThan(desk.now().getTime() + (COOLING - 5) * 1000)
    await refused(enrolWith(desk, ruth, code), DEAD)
    const events = await desk.db
      .select({ action: auditEvent.action, type: auditEvent.objectType, actor: auditEvent.actorId })
      .from(auditEvent)
      .where(eq(auditEvent.objectId, key.passkey.credentialId))
      .orderBy(auditEvent.id)
    expect(events).toEqual([
      { action: 'enrol-first-passkey', type: 'passkey-enrolment', actor: 'ruth' },
      { action: 'enrol-first-passkey', type: 'passkey', actor: 'ruth' },
    ])
    const [row] = await desk.db.select().from(passkey).where(eq(passkey.credentialId, key.passkey.credentialId))
    expect(row).toMatchObject({ memberId: 'ruth', isDemo: false, ...key.passkey })
    const asked = { action: 'stage', subject: `0x${'ab'.repeat(32)}`, policyVersion: 1 }
    await refused(perform(desk, ruth, 'request-step-up', asked), 'Your passkey is new. It counts from')
    desk.pass(COOLING + 1)
    expect(await perform(desk, ruth, 'request-step-up', asked)).toMatchObject({
      credentialIds: [key.passkey.credentialId],
    })
  })

  it('is the only first one: with it no code is issued, and a code that is out enrols no second', async () => {
    await loseKey(desk, 'lena')
    const code = await issueCode(desk, 'lena')
    const lena = await signIn(desk, 'lena')
    const again = await enrolmentWith(desk, lena, code, softAuthenticator())
    await desk.db.insert(passkey).values({
      ...{ memberId: 'lena', credentialId: 'YQ', publicKey: 'YQ', aaguid: '', rpId: 'localhost', counter: 0 },
      ...{ createdAt: desk.now(), usableFrom: desk.now() },
    })
    await refused(perform(desk, lena, 'enrol-first-passkey', again), 'You have a passkey here.')
    await refused(issueCode(desk, 'lena'), 'has a passkey here')
  })

  it('that is registered already is nobody’s a second time', async () => {
    const key = await addKey(desk, 'tomas')
    await loseKey(desk, 'bram')
    const bram = await signIn(desk, 'bram')
    await refused(enrolWith(desk, bram, await issueCode(desk, 'bram'), key), 'is registered already')
    expect(credentialIdOf('bram')).not.toBe(key.passkey.credentialId)
  })

  it('of two uses of a code at once one counts', async () => {
    await loseKey(desk, 'aiko')
    const code = await issueCode(desk, 'aiko')
    const aiko = await signIn(desk, 'aiko')
    const inputs = [
      await enrolmentWith(desk, aiko, code, softAuthenticator()),
      await enrolmentWith(desk, aiko, code, softAuthenticator()),
    ]
    const ends = await Promise.allSettled(inputs.map((input) => perform(desk, aiko, 'enrol-first-passkey', input)))
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})
