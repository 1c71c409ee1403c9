import { asc } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { auditLeaf } from '@/db/schema/audit'
import { installation } from '@/db/schema/installation'
import { readLeaf } from '@/lib/audit/leaf'
import { demoMember } from '@/lib/demo/members'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  beginAs,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  readPage,
  refusalOf,
  stageAs,
} from '@/tests/builders/money-desk'
import { act, perform, performJob, signIn, stepUp } from '@/tests/builders/world'

/** Safes with one withdrawal that is ready, and how many executors' calls each gets. */
const READY = [
  { safeId: 'treasury', people: ['ruth', 'tomas', 'aiko'] },
  { safeId: 'operations', people: ['ruth', 'tomas'] },
  { safeId: 'training', people: ['ruth', 'tomas'] },
]
const WAITING = 26
const CALLS_PER_READY = 8
const ACCEPTED_FIRST = 6

let chain: TestChain
let desk: MoneyDesk

beforeAll(async () => void (desk = await openMoneyDesk((chain = await startTestChain()))))
afterAll(async () => {
  await desk?.close()
  await chain?.stop()
})

type Call = () => Promise<unknown>

it('of 50 approvals and hand-overs beside a freeze, none is accepted after it', { timeout: 240_000 }, async () => {
  const calls = await prepare()
  expect(calls).toHaveLength(50)
  const [installed] = await desk.db.select({ id: installation.id }).from(installation)
  const scope = { kind: 'organisation', id: installed?.id ?? '' }
  // The freeze comes in the middle: some were accepted, and the others are all under way.
  let accepted = 0
  let reached: () => void = () => undefined
  const inTheMiddle = new Promise<void>((resolve) => (reached = resolve))
  const running = calls.map(async (call) => {
    await call()
    if (++accepted === ACCEPTED_FIRST) reached()
  })
  await inTheMiddle
  await act(desk, 'noor', 'freeze', { scope, reason: 'Something is wrong.' })
  const ends = await Promise.allSettled(running)

  await performJob(desk, 'sequence-log')
  const log = await readLog()
  const frozen = log.find(({ action }) => action === 'freeze')?.seq ?? Number.NaN
  const acts = log.filter(({ action }) => action === 'approve' || action === 'hand-over')
  expect(acts.filter(({ seq }) => seq > frozen)).toEqual([])
  expect(acts.filter(({ seq }) => seq < frozen).length - before).toBe(accepted)
  expect(accepted).toBeGreaterThanOrEqual(ACCEPTED_FIRST)

  const refused = ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []))
  expect(refused.filter((reason) => reason.includes('frozen')).length).toBeGreaterThan(0)
  // The other reason to refuse: somebody took it a moment before.
  expect(refused.filter((reason) => !/frozen|freeze|handed over a moment ago/.test(reason))).toEqual([])
  expect((await refusalOf(stageAs(desk, 'ines', payment(desk, '99.00')))).message).toContain('frozen')
})

/** How many acts the log held when the calls began. */
let before = 0

async function prepare(): Promise<Call[]> {
  const asked: (readonly [who: string, verb: string, input: object])[] = []
  for (const { safeId, people } of READY) {
    const { id } = await stageAs(desk, 'ines', { ...payment(desk), safeId })
    await makeReady(desk, id, people)
    const { reviewed } = await readPage(desk, 'eli', id)
    const input = { withdrawalId: id, evidenceDigest: reviewed.digest, executor: demoMember('eli').address }
    for (let at = 0; at < CALLS_PER_READY; at += 1) asked.push(['eli', 'execute', input])
  }
  for (let at = 0; at < WAITING; at += 1) {
    const { id } = await stageAs(desk, 'ines', payment(desk, `${at + 1}.00`))
    // Of each fewer than one may leave unanswered.
    const who = ['ruth', 'tomas', 'aiko'][at % 3] ?? 'ruth'
    asked.push([who, 'approve', await beginAs(desk, who, id)])
  }
  await performJob(desk, 'sequence-log')
  before = (await readLog()).filter(({ action }) => action === 'approve' || action === 'hand-over').length
  // A passkey answer lives for two minutes, so they come last, all at once.
  const calls = await Promise.all(asked.map(([who, verb, input]) => ready(who, verb, input)))
  // Approvals and hand-overs in turn, so that the freeze meets both.
  return calls
    .map((call, at) => ({ call, order: (at * 7) % calls.length }))
    .sort((a, b) => a.order - b.order)
    .map(({ call }) => call)
}

/** A call with everything it needs, passkey answer included. */
async function ready(who: string, verb: string, input: object): Promise<Call> {
  const actor = await signIn(desk, who)
  const proof = await stepUp(desk, actor, verb, input)
  return () => perform(desk, actor, verb, { ...input, proof })
}

async function readLog() {
  const leaves = await desk.db.select({ json: auditLeaf.json }).from(auditLeaf).orderBy(asc(auditLeaf.seq))
  return leaves.flatMap(({ json }) => {
    const leaf = readLeaf(json)?.leaf
    return leaf?.outcome === 'done' ? [leaf] : []
  })
}
