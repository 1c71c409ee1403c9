import { and, eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { auditEvent } from '@/db/schema/audit'
import { approval, submission } from '@/db/schema/withdrawal'
import { demoMember } from '@/lib/demo/members'
import { readBalance } from '@/lib/desk/rehearsal/balances'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  beginAs,
  followUntilFinal,
  type Handed,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  PAYEE,
  readPage,
  refusalOf,
  send,
  stageAs,
} from '@/tests/builders/money-desk'
import { act, perform, signIn, stepUp } from '@/tests/builders/world'

const CALLS = 200
const LONG = { timeout: 240_000 }

let chain: TestChain
let desk: MoneyDesk
let id: string

beforeAll(async () => void (chain = await startTestChain()))
beforeEach(async () => {
  desk = await openMoneyDesk(chain)
  ;({ id } = await stageAs(desk, 'ines', payment(desk)))
})
afterEach(() => desk.close())
afterAll(() => chain.stop())

/** Many calls of one person, each in a session of its own with a passkey answer of its own, let go at the same moment. */
async function atOnce(who: string, verb: string, input: object): Promise<PromiseSettledResult<unknown>[]> {
  const calls = await Promise.all(
    Array.from({ length: CALLS }, async () => {
      const actor = await signIn(desk, who)
      const proof = await stepUp(desk, actor, verb, input)
      return { actor, posted: { ...input, proof } }
    }),
  )
  return Promise.allSettled(calls.map(({ actor, posted }) => perform(desk, actor, verb, posted)))
}

const done = (action: string) =>
  desk.db
    .select()
    .from(auditEvent)
    .where(and(eq(auditEvent.action, action), eq(auditEvent.outcome, 'done'), eq(auditEvent.actorKind, 'member')))

const wonBy = (ends: readonly PromiseSettledResult<unknown>[]): unknown[] =>
  ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))

function expectConflicts(ends: readonly PromiseSettledResult<unknown>[], sentence: RegExp): void {
  for (const end of ends)
    if (end.status === 'rejected')
      expect(end.reason).toMatchObject({ code: 'CONFLICT', message: expect.stringMatching(sentence) })
}

it(`of ${CALLS} approvals by one person at once, one is recorded`, LONG, async () => {
  const ends = await atOnce('ruth', 'approve', await beginAs(desk, 'ruth', id))
  expect(wonBy(ends)).toHaveLength(1)
  expectConflicts(ends, /Your approval is recorded already; one person counts once/)
  expect(await desk.db.select().from(approval)).toHaveLength(1)
  expect(await done('approve')).toHaveLength(1)
  expect(await readPage(desk, 'noor', id)).toMatchObject({ quorum: { filled: 1, needed: 3, isMet: false } })
})

it(`of ${CALLS} executions at once, one gets the signatures, and the chain pays once`, LONG, async () => {
  await makeReady(desk, id)
  const { reviewed } = await readPage(desk, 'eli', id)
  const input = { withdrawalId: id, evidenceDigest: reviewed.digest, executor: demoMember('eli').address }
  const before = await readBalance(chain.url, chain.tokens.usdc, PAYEE)
  const ends = await atOnce('eli', 'execute', input)
  const won = wonBy(ends) as Handed[]
  expect(won).toMatchObject([{ attempt: 1 }])
  expectConflicts(ends, /It was handed over a moment ago/)
  expect(await desk.db.select().from(submission)).toMatchObject([{ attempt: 1, isOpen: true }])
  expect(await done('hand-over')).toHaveLength(1)
  // Whoever lost may still decide to take it again, and is then the only one who does.
  expect(await act(desk, 'eli', 'execute', input)).toMatchObject({ attempt: 2 })
  for (const handed of won) await send(desk, 'eli', handed)
  expect(await followUntilFinal(desk, id)).toBe('executed')
  expect((await refusalOf(act(desk, 'eli', 'execute', input))).message).toContain('executed')
  expect((await readBalance(chain.url, chain.tokens.usdc, PAYEE)) - before).toBe(250_000_000n)
})
