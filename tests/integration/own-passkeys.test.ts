import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listMembers } from '@/db/queries/members'
import { auditEvent } from '@/db/schema/audit'
import { passkeyEnrolment, passkeyRetirement } from '@/db/schema/enrolment'
import { passkey } from '@/db/schema/member'
import {
  actWith,
  addKey,
  credentialIdOf,
  enrolWith,
  issueCode,
  loseKey,
  registrationFor,
} from '@/tests/builders/enrolment'
import { loggedRefusals, refusalOf } from '@/tests/builders/money-desk'
import { type SoftAuthenticator, softAuthenticator } from '@/tests/builders/soft-authenticator'
import { act, openWorld, perform, signIn, stepUp, stepUpWith, type World } from '@/tests/builders/world'

const COOLING = 60
let desk: World

beforeAll(async () => {
  desk = await openWorld({
    alter: (setup) => ({ ...setup, installation: { ...setup.installation, factorCoolingSeconds: COOLING } }),
  })
})
afterAll(() => desk.close())
beforeEach(() => desk.pass(COOLING + 1))

const idOf = ({ passkey: { credentialId } }: SoftAuthenticator) => credentialId

describe('a further passkey', () => {
  it('is added with one that counts, cools, then confirms on its own', async () => {
    const key = await addKey(desk, 'ruth')
    const [row] = await desk.db
      .select()
      .from(passkey)
      .where(eq(passkey.credentialId, idOf(key)))
    expect(row).toMatchObject({ ...key.passkey, memberId: 'ruth', isDemo: false, counter: 0 })
    const [grounds] = await desk.db
      .select()
      .from(passkeyEnrolment)
      .where(eq(passkeyEnrolment.credentialId, idOf(key)))
    expect(grounds).toMatchObject({
      label: 'Security key',
      codeId: null,
      proof: { preimage: { action: 'enrol-passkey' } },
    })
    const events = await desk.db
      .select({ action: auditEvent.action, type: auditEvent.objectType })
      .from(auditEvent)
      .where(eq(auditEvent.objectId, idOf(key)))
      .orderBy(auditEvent.id)
    expect(events).toEqual(['passkey-enrolment', 'passkey'].map((type) => ({ action: 'add-passkey', type })))
    const early = actWith(desk, 'ruth', 'export-evidence', { withdrawalId: 'W-1' }, key)
    expect((await refusalOf(early)).message).toContain('This passkey is new. It counts from')
    desk.pass(COOLING + 1)
    const later = actWith(desk, 'ruth', 'export-evidence', { withdrawalId: 'W-1' }, key)
    expect((await refusalOf(later)).code).toBe('NOT_FOUND') // there is no such withdrawal; the passkey was good
    const third = softAuthenticator()
    const actor = await signIn(desk, 'ruth')
    const input = { registration: await registrationFor(desk, actor, third), label: 'Third' }
    const proof = await stepUpWith(desk, actor, 'add-passkey', input, key.assert)
    expect(await perform(desk, actor, 'add-passkey', { ...input, proof })).toMatchObject({ credentialId: idOf(third) })
  })

  it('is not added from a stolen session: without a passkey, or with the new one itself', async () => {
    const thief = await signIn(desk, 'tomas')
    const key = softAuthenticator()
    const input = { registration: await registrationFor(desk, thief, key), label: 'Mine now' }
    const bare = await refusalOf(perform(desk, thief, 'add-passkey', input))
    expect(bare).toMatchObject({ code: 'STEP_UP_REFUSED', message: 'Confirm this with your passkey.' })
    const proof = await stepUpWith(desk, thief, 'add-passkey', input, key.assert)
    expect((await refusalOf(perform(desk, thief, 'add-passkey', { ...input, proof }))).message).toBe(
      'This passkey is not one of yours.',
    )
    expect((await loggedRefusals(desk, 'add-passkey')).at(-1)).toContain('not one of yours')
  })

  it('is the one that was confirmed: another one in its place is refused', async () => {
    const actor = await signIn(desk, 'tomas')
    const [mine, thiefs] = [softAuthenticator(), softAuthenticator()]
    const input = { registration: await registrationFor(desk, actor, mine), label: 'Mine' }
    const proof = await stepUp(desk, actor, 'add-passkey', input)
    const swapped = { ...input, registration: await registrationFor(desk, actor, thiefs), proof }
    expect((await refusalOf(perform(desk, actor, 'add-passkey', swapped))).message).toContain('other content than this')
  })

  it('answers its own challenge: another session’s, a used one and a step-up’s are refused', async () => {
    const actor = await signIn(desk, 'tomas')
    const add = async (registration: object) => {
      const input = { registration, label: 'Mine' }
      return perform(desk, actor, 'add-passkey', { ...input, proof: await stepUp(desk, actor, 'add-passkey', input) })
    }
    const foreign = await registrationFor(desk, await signIn(desk, 'tomas'), softAuthenticator())
    expect((await refusalOf(add(foreign))).message).toContain('for another session')
    const own = await registrationFor(desk, actor, softAuthenticator())
    await add(own)
    expect((await refusalOf(add(own))).message).toContain('Make it again')
    const late = await registrationFor(desk, actor, softAuthenticator())
    desk.pass(301)
    expect((await refusalOf(add(late))).message).toContain('made too long ago')
    const made = await registrationFor(desk, actor, softAuthenticator())
    const other = { ...made, ...softAuthenticator().register('AAAA') }
    expect((await refusalOf(add(other))).message).toContain('it answers another challenge')
    const phished = { ...(await registrationFor(desk, actor, softAuthenticator('http://localhost:3001'))) }
    expect((await refusalOf(add(phished))).message).toContain('it was given on another site')
    const broken = { ...made, attestationObject: 'AAAA' }
    const request = { registration: broken, label: 'Mine', proof: {} }
    expect((await refusalOf(perform(desk, actor, 'add-passkey', request))).code).toBe('STEP_UP_REFUSED')
  })

  it('has a name', async () => {
    const actor = await signIn(desk, 'tomas')
    const registration = await registrationFor(desk, actor, softAuthenticator())
    const refusal = await refusalOf(perform(desk, actor, 'add-passkey', { registration, label: '\u200b ' }))
    expect(refusal.problems).toEqual([{ field: 'label', message: expect.stringContaining('Give the passkey a name') }])
  })
})

describe('a passkey that is retired', () => {
  it('is never one’s only one, by oneself', async () => {
    const call = act(desk, 'lena', 'retire-passkey', { credentialId: credentialIdOf('lena') })
    expect((await refusalOf(call)).message).toContain('This is your only passkey here')
    await addKey(desk, 'lena')
    expect(await act(desk, 'lena', 'retire-passkey', { credentialId: credentialIdOf('lena') })).toMatchObject({
      memberId: 'lena',
    })
  })

  it('confirms nothing any more, also what was asked before', async () => {
    const key = await addKey(desk, 'bram')
    desk.pass(COOLING + 1)
    const actor = await signIn(desk, 'bram')
    const input = { withdrawalId: 'W-1' }
    const asked = await stepUpWith(desk, actor, 'export-evidence', input, key.assert)
    await act(desk, 'bram', 'retire-passkey', { credentialId: idOf(key) })
    const used = await refusalOf(perform(desk, actor, 'export-evidence', { ...input, proof: asked }))
    expect(used).toMatchObject({ code: 'STEP_UP_REFUSED', message: 'This passkey is retired. Use another one.' })
    const [event] = await desk.db
      .select()
      .from(auditEvent)
      .where(eq(auditEvent.objectType, 'passkey-retirement'))
      .limit(1)
    expect(event).toMatchObject({ action: 'retire-passkey', outcome: 'done' })
    const bram = (await listMembers(desk.db, actor)).find((one) => one.id === 'bram')
    expect(bram?.passkeys).toHaveLength(1)
    const again = act(desk, 'bram', 'retire-passkey', { credentialId: idOf(key) })
    expect((await refusalOf(again)).message).toBe('This passkey is retired already.')
  })

  it('is somebody else’s only for an admin, and never without a passkey', async () => {
    const credentialId = credentialIdOf('aiko')
    expect((await refusalOf(act(desk, 'tomas', 'retire-passkey', { credentialId }))).code).toBe('NOT_ALLOWED')
    const stolen = await signIn(desk, 'viktor')
    expect((await refusalOf(perform(desk, stolen, 'retire-passkey', { credentialId }))).code).toBe('STEP_UP_REFUSED')
    expect((await refusalOf(act(desk, 'viktor', 'retire-passkey', { credentialId: 'nothing' }))).code).toBe('NOT_FOUND')
    await loseKey(desk, 'aiko')
    expect(await desk.db.select().from(passkeyRetirement).where(eq(passkeyRetirement.memberId, 'aiko'))).toMatchObject([
      { credentialId, retiredBy: 'viktor' },
    ])
    const asked = { action: 'stage', subject: `0x${'ab'.repeat(32)}`, policyVersion: 1 }
    const refusal = await refusalOf(perform(desk, await signIn(desk, 'aiko'), 'request-step-up', asked))
    expect(refusal.message).toContain('Ask an admin for an enrolment code.')
  })

  it('makes room for a new first one', async () => {
    await loseKey(desk, 'ines')
    const { enrolled } = await enrolWith(desk, await signIn(desk, 'ines'), await issueCode(desk, 'ines'))
    expect(enrolled.credentialId).not.toBe(credentialIdOf('ines'))
  })

  it('of two retired at once leaves one', async () => {
    const key = await addKey(desk, 'eli')
    desk.pass(COOLING + 1)
    const actor = await signIn(desk, 'eli')
    const own = { credentialId: credentialIdOf('eli') }
    const other = { credentialId: idOf(key) }
    const calls = [
      perform(desk, actor, 'retire-passkey', { ...own, proof: await stepUp(desk, actor, 'retire-passkey', own) }),
      perform(desk, actor, 'retire-passkey', {
        ...other,
        proof: await stepUpWith(desk, actor, 'retire-passkey', other, key.assert),
      }),
    ]
    const ends = await Promise.allSettled(calls)
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})
