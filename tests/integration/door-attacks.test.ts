import { readFileSync } from 'node:fs'
import { desc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditEvent } from '@/db/schema/audit'
import { importedTransaction } from '@/db/schema/import'
import { approval, rejection, review, signatureRequest, submission, withdrawal } from '@/db/schema/withdrawal'
import { codeHash, createCode } from '@/lib/approve/enrolment-code'
import { demoMember } from '@/lib/demo/members'
import { type MemberActor, ROLES, type Role } from '@/lib/flows/actor'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  beginAs,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  readPage,
  stageAs,
} from '@/tests/builders/money-desk'
import { deadDelivery } from '@/tests/builders/dead-delivery'
import { credentialIdOf, enrolmentWith, loseKey, registrationFor } from '@/tests/builders/enrolment'
import { outsideTx, pasted, serviceJson } from '@/tests/builders/import-desk'
import { kept } from '@/tests/builders/list-desk'
import { contactsBody, coolingPolicy, proposeAs } from '@/tests/builders/proposals'
import { postToDoor } from '@/tests/builders/post-to-door'
import { softAuthenticator } from '@/tests/builders/soft-authenticator'
import { act, openSession, performJob, stepUp } from '@/tests/builders/world'

type Row = { verb: string; entrance: string; actors: string[]; roles: 'any' | Role[]; stepUp: { action?: string } }

const TABLE = JSON.parse(readFileSync('tests/fixtures/gate-table.json', 'utf8')) as Row[]
const DOOR = TABLE.filter(({ entrance }) => entrance === 'door')
const FOR_MEMBERS = DOOR.filter(({ actors }) => actors.includes('member'))
const BOUND = FOR_MEMBERS.filter(({ stepUp: asked }) => asked.action !== undefined)

/** One member who has this role and no other. */
const ONLY: Record<Role, string> = {
  ...{ initiator: 'ines', signer: 'ruth', executor: 'eli', compliance: 'noor', admin: 'viktor' },
}

let chain: TestChain
let desk: MoneyDesk
let inputs: Record<string, object>

// Everything is set for each verb to succeed, so that the gate alone can be what refuses.
beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
  const { id: ready } = await stageAs(desk, 'ines', payment(desk))
  await makeReady(desk, ready)
  const { id: open } = await stageAs(desk, 'ines', payment(desk, '7.00'))
  const approving = await beginAs(desk, 'ruth', open)
  const { owner, evidenceDigest } = approving
  await performJob(desk, 'sign-checkpoint')
  inputs = {
    'request-sign-in': { address: owner, chainId: 31337 },
    'request-step-up': { action: 'export', subject: `0x${'ab'.repeat(32)}`, policyVersion: 0 },
    preview: payment(desk, '2.00'),
    stage: payment(desk, '3.00'),
    'begin-approval': { withdrawalId: open, owner, evidenceDigest },
    approve: approving,
    'read-review': { withdrawalId: ready },
    'read-witness': { withdrawalId: ready, blockHash: (await desk.deps.io.chain.readHead(31337)).hash },
    'export-evidence': { withdrawalId: ready },
    'export-log': {},
    comment: { withdrawalId: ready, words: 'Who asked for this?', asksInitiator: false },
    'export-accounting': { from: '2026-01-01', until: '2026-12-31' },
    'import-transaction': pasted(serviceJson(outsideTx(desk, { nonce: 50n }))),
    ...{ 'change-list': kept({ listId: 'own' }), 'export-list': { listId: 'own', format: 'csv' }, 'export-book': {} },
    'import-list': {
      ...{ listId: 'own', name: 'Own list', source: 'Our own cases', format: 'plain', maxAgeHours: 24 },
      text: `0x${'5a'.repeat(20)}`,
    },
    execute: {
      withdrawalId: ready,
      evidenceDigest: (await readPage(desk, 'eli', ready)).reviewed.digest,
      executor: demoMember('eli').address,
    },
    'report-submission': { withdrawalId: ready, txHash: `0x${'ab'.repeat(32)}` },
    nudge: { withdrawalId: open },
    reject: { withdrawalId: open, reason: 'Somebody else has to pay this.' },
    // Whose signatures are alive; asked for once and never answered.
    'cancel-onchain': { safeId: 'treasury', nonce: '1', replaces: open, reason: 'The payee wants another address.' },
    // Everybody's: each marks their own among them.
    'mark-read': { noticeIds: Array.from({ length: 200 }, (_, at) => at + 1) },
    'notify-at': { address: 'somebody@example.org' },
    'retry-delivery': { deliveryId: await deadDelivery(desk) },
    ...(await inputsOfChanges()),
    ...(await inputsOfStops()),
    ...(await inputsOfEnrolment()),
  }
  await performJob(desk, 'sequence-log')
  await performJob(desk, 'derive-notices')
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})

const key = softAuthenticator()
const code = createCode(new Uint8Array(16).fill(5))

// What one admin proposed waits for another.
async function inputsOfChanges(): Promise<Record<string, object>> {
  const proposalId = await proposeAs(desk, 'sora', 'add-contacts', contactsBody('Alder Supply'))
  const asked = { kind: 'add-contacts', body: contactsBody('Birch Freight') }
  return {
    'read-invitation': { codeKey: 'AA' },
    'accept-invitation': {
      ...{ code: { codeKey: 'AA', signature: 'AA' }, address: demoMember('lena').address },
      walletSignature: `0x${'ab'.repeat(65)}`,
    },
    'veto-policy': { policyId: 'treasury-policy', version: await coolingPolicy(desk), reason: 'Too few people.' },
    'check-change': asked,
    'propose-change': { ...asked, reason: 'They carry for us from now on.' },
    'agree-to-change': { proposalId },
    'refuse-change': {
      proposalId: await proposeAs(desk, 'sora', 'add-contacts', contactsBody('Cedar Timber')),
      reason: 'Nobody knows them.',
    },
  }
}

// One withdrawal is held, released and taken back; another one is frozen already.
async function inputsOfStops(): Promise<Record<string, object>> {
  const { id: withdrawalId } = await stageAs(desk, 'ines', payment(desk, '8.00'))
  const { id: called } = await stageAs(desk, 'ines', payment(desk, '8.50'))
  const { id: frozen } = await stageAs(desk, 'ines', payment(desk, '9.00'))
  const { digest: evidenceDigest } = (await readPage(desk, 'noor', withdrawalId)).reviewed
  const scope = { kind: 'withdrawal', id: frozen }
  const { freezeId } = (await act(desk, 'bram', 'freeze', { scope })) as { freezeId: string }
  return {
    hold: { withdrawalId, note: 'The invoice is missing.' },
    'call-compliance': { withdrawalId: called },
    release: { withdrawalId, evidenceDigest, note: 'The invoice is here.' },
    cancel: { withdrawalId, reason: 'It was paid from elsewhere.' },
    freeze: { scope },
    unfreeze: { freezeId, reason: 'It was a mistake.' },
  }
}

// Lena has lost her passkey and gets a code; the others add and retire one.
async function inputsOfEnrolment(): Promise<Record<string, object>> {
  await loseKey(desk, 'lena')
  const registration = { challengeId: crypto.randomUUID(), ...key.register('AA') }
  return {
    'request-registration': {},
    'issue-enrolment-code': { memberId: 'lena', address: demoMember('lena').address, codeHash: codeHash(code) },
    'enrol-first-passkey': { registration, label: 'First', code: { codeKey: 'AA', signature: 'AA' } },
    'add-passkey': { registration, label: 'Second' },
    'retire-passkey': { credentialId: credentialIdOf('noor') },
    'revoke-session': { sessionHash: `0x${'ab'.repeat(32)}` },
    'revoke-other-sessions': {},
  }
}

/** The input of one session: what holds a challenge of its own, or speaks of others. */
async function inputFor(verb: string, actor: MemberActor): Promise<object> {
  if (verb === 'enrol-first-passkey') return enrolmentWith(desk, actor, code, softAuthenticator())
  if (verb === 'add-passkey') return { registration: await registrationFor(desk, actor, key), label: 'Second' }
  if (verb === 'retire-passkey') return { credentialId: key.passkey.credentialId }
  if (verb === 'revoke-session') return { sessionHash: (await openSession(desk, actor.memberId)).actor.sessionHash }
  return inputOf(verb)
}

const inputOf = (verb: string): object => {
  const input = inputs[verb]
  if (!input) throw new Error(`${verb} has no input here: add one`)
  return input
}

const counts = () =>
  Promise.all(
    [withdrawal, approval, rejection, review, signatureRequest, submission, importedTransaction].map((table) =>
      desk.db.$count(table),
    ),
  )

const lastEvent = async () => (await desk.db.select().from(auditEvent).orderBy(desc(auditEvent.id)).limit(1))[0]

/** Who is let in by role; anybody where no role is named. */
const rightRole = ({ roles }: Row): Role => (roles === 'any' ? 'compliance' : (roles[0] ?? 'admin'))

/** The post that must be refused with nothing done, and the event that must tell of it. */
async function refused(verb: string, who: string | null, code: string, input: unknown = inputOf(verb)) {
  const before = await counts()
  const events = await desk.db.$count(auditEvent)
  const session = who === null ? null : await openSession(desk, who)
  const reply = await postToDoor(desk, verb, input, session?.cookie ?? null)
  expect({ verb, who, ok: reply.ok, code: reply.code }).toEqual({ verb, who, ok: false, code })
  expect(await counts()).toEqual(before)
  if (who === null) return void expect(await desk.db.$count(auditEvent)).toBe(events)
  expect(await lastEvent()).toMatchObject({ action: verb, outcome: 'refused', actorId: session?.actor.memberId })
  expect((await lastEvent())?.reason).toContain(code)
}

describe('without a session', () => {
  it.each(FOR_MEMBERS.map(({ verb }) => verb))('%s is refused', async (verb) => {
    await refused(verb, null, 'NOT_SIGNED_IN')
    const stranger = await postToDoor(desk, verb, inputOf(verb), 'A'.repeat(43))
    expect(stranger).toMatchObject({ status: 401, code: 'NOT_SIGNED_IN' })
  })
})

describe('with the wrong role', () => {
  const wrong = FOR_MEMBERS.flatMap(({ verb, roles }) =>
    roles === 'any' ? [] : ROLES.filter((role) => !roles.includes(role)).map((role) => [verb, role] as const),
  )
  it.each(wrong)('%s is refused to a member who is only %s, and logged', async (verb, role) => {
    await refused(verb, ONLY[role], 'NOT_ALLOWED')
  })

  it.each(DOOR.filter(({ actors }) => !actors.includes('member')).map(({ verb }) => verb))(
    '%s is refused to members',
    async (verb) => refused(verb, 'ruth', 'NOT_ALLOWED'),
  )
})

describe('without the step-up that is due', () => {
  it.each(BOUND)('$verb is refused, and logged', async (row) => {
    desk.pass(61)
    const who = ONLY[rightRole(row)]
    await refused(row.verb, who, 'STEP_UP_REFUSED')
    for (const proof of [null, {}, 'yes', { challengeId: crypto.randomUUID(), factor: 'passkey', assertion: EMPTY }])
      await refused(row.verb, who, 'STEP_UP_REFUSED', { ...inputOf(row.verb), proof })
    const { actor } = await openSession(desk, who)
    const stolen = await stepUp(desk, actor, row.verb, inputOf(row.verb))
    await refused(row.verb, who, 'STEP_UP_REFUSED', { ...inputOf(row.verb), proof: stolen })
  })
})

describe('from a foreign or missing origin', () => {
  it.each(TABLE.map(({ verb }) => verb))('%s is refused, whoever is signed in', async (verb) => {
    const before = await counts()
    const { cookie } = await openSession(desk, 'ruth')
    for (const origin of ['https://evil.example', 'http://localhost:3001', 'null', null]) {
      const reply = await postToDoor(desk, verb, inputs[verb] ?? {}, cookie, { origin })
      expect(reply).toMatchObject({ status: 403, code: 'FOREIGN_ORIGIN' })
    }
    expect(await counts()).toEqual(before)
  })
})

describe('what has no door', () => {
  it.each(TABLE.filter(({ entrance }) => entrance !== 'door').map(({ verb }) => verb))(
    '%s is not found, for strangers and for every role',
    async (verb) => {
      for (const who of [null, ...Object.values(ONLY)]) {
        const cookie = who === null ? null : (await openSession(desk, who)).cookie
        expect(await postToDoor(desk, verb, {}, cookie)).toMatchObject({ status: 404, code: 'NOT_FOUND' })
      }
    },
  )
})

describe('with session, role and step-up', () => {
  const order = [
    'read-review',
    'read-witness',
    'preview',
    'stage',
    'export-evidence',
    'export-log',
    'export-accounting',
    'request-step-up',
  ]
  const looking = ['import-transaction', 'import-list', 'change-list', 'export-list', 'export-book', 'comment']
  const last = ['nudge', 'begin-approval', 'approve', 'reject', 'execute', 'report-submission']
  const keys = [
    'mark-read',
    'notify-at',
    'retry-delivery',
    'request-registration',
    'issue-enrolment-code',
    'enrol-first-passkey',
    'add-passkey',
    'retire-passkey',
  ]
  const stops = ['hold', 'call-compliance', 'release', 'cancel', 'cancel-onchain', 'freeze', 'unfreeze']
  const changes = ['check-change', 'propose-change', 'agree-to-change', 'refuse-change', 'veto-policy']
  const all = [...order, ...looking, ...last, ...changes, ...stops, ...keys, 'revoke-session', 'revoke-other-sessions']
  it('every verb is let in by its gate', async () => {
    desk.pass(61)
    expect([...all].sort()).toEqual(FOR_MEMBERS.map(({ verb }) => verb).sort())
    for (const verb of all) {
      const row = FOR_MEMBERS.find((one) => one.verb === verb)
      if (!row) throw new Error(`no ${verb}`)
      const who = verb === 'enrol-first-passkey' ? 'lena' : ONLY[rightRole(row)]
      const { actor, cookie } = await openSession(desk, who)
      const input = await inputFor(verb, actor)
      const proof = await stepUp(desk, actor, verb, input)
      const reply = await postToDoor(desk, verb, proof === null ? input : { ...input, proof }, cookie)
      expect({ verb, code: reply.code }).toEqual({ verb, code: '' })
    }
    const done = await desk.db.select().from(auditEvent).where(eq(auditEvent.action, 'hand-over'))
    expect(done).toHaveLength(1)
  })
})

const EMPTY = { credentialId: '', clientDataJSON: '', authenticatorData: '', signature: '' }
