import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeWire } from '@/lib/core/wire'
import { FLOWS } from '@/lib/flows/index'
import { type ChangeFeed, openChangeFeed } from '@/lib/io/change-feed'
import { createChangeStreams } from '@/lib/session/change-streams'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  beginAs,
  executeAs,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  readPage,
  stageAs,
} from '@/tests/builders/money-desk'
import { loadImportPage } from '@/lib/flows/import-page'
import { pasted, serviceJson } from '@/tests/builders/import-desk'
import { kept } from '@/tests/builders/list-desk'
import { contactsBody, coolingPolicy, proposeAs } from '@/tests/builders/proposals'
import { postToDoor } from '@/tests/builders/post-to-door'
import { EventReader } from '@/tests/builders/read-events'
import { act, openSession, performJob, stepUp } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk
let id: string
let signatures: readonly string[]
let feed: ChangeFeed
/** What an open page is told, from the first staging to the execution. */
let told: EventReader

beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
  feed = openChangeFeed(desk.database.appUrl)
  const { cookie, actor } = await openSession(desk, 'aiko')
  const reader = { sessionId: cookie, viewer: actor, signal: new AbortController().signal }
  const stream = createChangeStreams(feed).open(desk.deps, reader)
  if (!stream) throw new Error('no stream')
  told = new EventReader(stream)
  await told.find('resync')
  ;({ id } = await stageAs(desk, 'ines', payment(desk)))
  signatures = await makeReady(desk, id)
  await performJob(desk, 'sign-checkpoint')
})
afterAll(async () => {
  await told.cancel()
  await feed.close()
  await desk.close()
  await chain.stop()
})

/** r and s of every owner signature, as hex without prefix and as base64. */
function traces(): string[] {
  return signatures.flatMap((signature) => {
    const halves = [signature.slice(2, 66), signature.slice(66, 130)]
    const encoded = halves.flatMap((half) => {
      const bytes = Buffer.from(half, 'hex')
      return [
        bytes.toString('base64').slice(0, 42),
        bytes.toString('base64url').slice(0, 42),
        BigInt(`0x${half}`).toString(),
      ]
    })
    return [...halves, ...encoded]
  })
}

const leaks = (text: string): string[] => traces().filter((trace) => text.toLowerCase().includes(trace.toLowerCase()))

describe('before the hand-over no owner signature is', () => {
  it('in any answer of any verb, to anybody', async () => {
    const inputs = await everyInput()
    const verbs = FLOWS.filter(({ entrance, verb }) => entrance === 'door' && verb !== 'execute').map(
      ({ verb }) => verb,
    )
    expect(Object.keys(inputs).sort()).toEqual(verbs.sort())
    const answered = new Set<string>()
    for (const who of ['lena', 'ines', 'ruth', 'tomas', 'eli', 'noor', 'viktor'])
      for (const [verb, input] of Object.entries(inputs)) {
        const answer = await askDoor(who, verb, input)
        if (answer.startsWith('{"ok":true')) answered.add(verb)
        expect({ verb, who, leaks: leaks(answer) }).toEqual({ verb, who, leaks: [] })
      }
    // There is no hand-over yet, everybody has a session, and nothing here is released, lifted, enrolled or retired.
    const never = ['request-sign-in', 'report-submission', 'release', 'unfreeze', 'revoke-session', 'retry-delivery']
    never.push(
      'read-invitation',
      'accept-invitation',
      'issue-enrolment-code',
      'enrol-first-passkey',
      'add-passkey',
      'retire-passkey',
    )
    expect([...answered].sort()).toEqual(verbs.filter((verb) => !never.includes(verb)).sort())
  })

  it('on the page of an import that came with them', async () => {
    const { actor } = await openSession(desk, 'noor')
    const page = await loadImportPage(desk.deps, actor, 'I-1001')
    expect(page.signatures).toMatchObject([{ valid: true, memberName: 'Lena' }])
    expect(leaks(encodeWire(page))).toEqual([])
  })

  it('in any event, leaf or personal value, nor in any other column than the sealed one, which does not show it', async () => {
    const owner = new Client({ connectionString: desk.database.ownerUrl })
    await owner.connect()
    const { rows: tables } = await owner.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname IN ('public', 'graphile_worker')`,
    )
    for (const { name } of tables) {
      const found = await owner.query(`SELECT * FROM ${name}`)
      expect({ name, leaks: leaks(JSON.stringify(found.rows)) }).toEqual({ name, leaks: [] })
    }
    expect(tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['public.approval', 'public.imported_signature']),
    )
    await owner.end()
  })

  it('in an exported pack or log, also when it is exported by those who signed', async () => {
    for (const [who, verb, input] of [
      ['ruth', 'export-evidence', { withdrawalId: id }],
      ['noor', 'export-evidence', { withdrawalId: id }],
      ['noor', 'export-log', {}],
    ] as const) {
      const { text } = (await act(desk, who, verb, input)) as { text: string }
      expect(text.length).toBeGreaterThan(1000)
      expect(leaks(text)).toEqual([])
    }
  })
})

describe('the hand-over', () => {
  it('gives them to the executor in its own answer, and the log and the export still do not hold them', async () => {
    const handed = await executeAs(desk, 'eli', id)
    expect(leaks(handed.call.data).length).toBe(6)
    await performJob(desk, 'sign-checkpoint')
    const { text } = (await act(desk, 'noor', 'export-log', {})) as { text: string }
    expect(leaks(text)).toEqual([])
    expect(leaks(encodeWire(await readPage(desk, 'eli', id)))).toEqual([])
  })

  it('tells open pages of every step, and of no signature', async () => {
    while (!told.all.includes('"withdrawal ready → executing"')) expect(await told.next()).not.toBeNull()
    for (const action of ['stage', 'begin-approval', 'approve', 'hand-over']) expect(told.all).toContain(`"${action}"`)
    expect(leaks(told.all)).toEqual([])
  })
})

async function everyInput(): Promise<Record<string, object>> {
  const other = await stageAs(desk, 'ines', payment(desk, '1.00'))
  const third = await stageAs(desk, 'ines', payment(desk, '4.00'))
  const fourth = await stageAs(desk, 'ines', payment(desk, '5.00'))
  const fifth = await stageAs(desk, 'ines', payment(desk, '6.00'))
  const sixth = await stageAs(desk, 'ines', payment(desk, '7.00'))
  const approving = await beginAs(desk, 'lena', other.id)
  const { owner, evidenceDigest } = approving
  signatures = [...signatures, approving.signature]
  const { staged } = (await readPage(desk, 'lena', other.id)).reviewed.assessment
  await performJob(desk, 'sequence-log')
  await performJob(desk, 'derive-notices')
  return {
    'request-sign-in': { address: owner, chainId: 31337 },
    'request-step-up': { action: 'export', subject: `0x${'ab'.repeat(32)}`, policyVersion: 0 },
    preview: payment(desk, '2.00'),
    stage: payment(desk, '3.00'),
    'begin-approval': { withdrawalId: other.id, owner, evidenceDigest },
    approve: approving,
    'read-review': { withdrawalId: id },
    'read-witness': { withdrawalId: id, blockHash: (await desk.deps.io.chain.readHead(31337)).hash },
    // With a signature that the desk is about to hold.
    'import-transaction': pasted(serviceJson(staged, [{ owner, signature: approving.signature }])),
    'change-list': kept({ listId: 'own' }),
    'export-list': { listId: 'own', format: 'csv' },
    'export-book': {},
    'import-list': {
      ...{ listId: 'own', name: 'Own list', source: 'Our own cases', format: 'plain', maxAgeHours: 24 },
      text: `0x${'5a'.repeat(20)}`,
    },
    'export-evidence': { withdrawalId: id },
    'export-log': {},
    comment: { withdrawalId: id, words: 'Who asked for this?', asksInitiator: false },
    'export-accounting': { from: '2026-01-01', until: '2026-12-31' },
    'report-submission': { withdrawalId: id, txHash: `0x${'ab'.repeat(32)}` },
    hold: { withdrawalId: fourth.id, note: 'Waiting for the custodian.' },
    'call-compliance': { withdrawalId: sixth.id },
    release: { withdrawalId: id, evidenceDigest, note: 'They confirmed it by phone.' },
    cancel: { withdrawalId: third.id, reason: 'Staged for the wrong month.' },
    freeze: { scope: { kind: 'withdrawal', id: other.id }, reason: '' },
    unfreeze: { freezeId: crypto.randomUUID(), reason: 'It was a false alarm.' },
    nudge: { withdrawalId: fifth.id },
    reject: { withdrawalId: other.id, reason: 'Somebody else has to pay this.' },
    'cancel-onchain': { safeId: 'treasury', nonce: '1', replaces: other.id, reason: 'The payee moved its custody.' },
    'mark-read': { noticeIds: Array.from({ length: 200 }, (_, at) => at + 1) },
    'notify-at': { address: 'somebody@example.org' },
    'retry-delivery': { deliveryId: crypto.randomUUID() },
    ...(await inputsOfChanges()),
    'request-registration': {},
    'issue-enrolment-code': { memberId: 'lena', address: owner, codeHash: `0x${'ab'.repeat(32)}` },
    'enrol-first-passkey': {},
    'add-passkey': {},
    'retire-passkey': { credentialId: 'AAAA' },
    'revoke-session': { sessionHash: `0x${'ab'.repeat(32)}` },
    'revoke-other-sessions': {},
  }
}

async function inputsOfChanges(): Promise<Record<string, object>> {
  const asked = { kind: 'add-contacts', body: contactsBody('Birch Freight') }
  return {
    'read-invitation': { codeKey: 'AA' },
    'accept-invitation': {},
    'veto-policy': { policyId: 'treasury-policy', version: await coolingPolicy(desk), reason: 'Too few people.' },
    'check-change': asked,
    'propose-change': { ...asked, reason: 'They carry for us from now on.' },
    'agree-to-change': { proposalId: await proposeAs(desk, 'sora', 'add-contacts', contactsBody('Alder Supply')) },
    'refuse-change': {
      proposalId: await proposeAs(desk, 'sora', 'add-contacts', contactsBody('Cedar Timber')),
      reason: 'Nobody knows them.',
    },
  }
}

/** The text that leaves the desk, errors included. */
async function askDoor(who: string, verb: string, input: object): Promise<string> {
  const { actor, cookie } = await openSession(desk, who)
  const proof = await stepUp(desk, actor, verb, input).catch(() => null)
  const { text } = await postToDoor(desk, verb, proof === null ? input : { ...input, proof }, cookie)
  return text
}
