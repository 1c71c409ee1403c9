import { randomBytes } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { withdrawal } from '@/db/schema/withdrawal'
import { listedAddress, listSnapshot } from '@/db/schema/lists'
import { notice } from '@/db/schema/notice'
import { codeHash, createCode } from '@/lib/approve/enrolment-code'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  executeAs,
  followUntilFinal,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  send,
  stageAs,
} from '@/tests/builders/money-desk'
import { addressOf, change, nextPolicy, proposeAs } from '@/tests/builders/proposals'
import { act, performJob } from '@/tests/builders/world'
import type { Reviewed } from '@/lib/flows/gather-review'

let chain: TestChain
let desk: MoneyDesk
beforeAll(async () => void (chain = await startTestChain()))
afterAll(async () => void (await chain?.stop()))
beforeEach(async () => {
  desk = await openMoneyDesk(chain)
  return () => desk.close()
})

it('a window does not forget what it paid when a time in the table is changed by the application’s role', async () => {
  const body = await nextPolicy(desk, 'treasury', ({ overlays }) => ({
    overlays: [
      ...overlays,
      {
        name: 'A day',
        unless: { rolling: { seconds: 86_400, maxUnits: { [chain.tokens.usdc.toLowerCase()]: '300000000' } } },
        effect: { kind: 'block', sentence: 'Too much.' },
      },
    ],
  }))
  await change(desk, 'change-policy', body)
  await performJob(desk, 'sign-checkpoint')
  const { id } = await stageAs(desk, 'ines', payment(desk, '200.00'))
  await makeReady(desk, id)
  await send(desk, 'eli', await executeAs(desk, 'eli', id))
  expect(await followUntilFinal(desk, id)).toBe('executed')
  const { reviewed } = (await act(desk, 'ines', 'preview', payment(desk, '150.00'))) as { reviewed: Reviewed }
  expect(reviewed.requirement.decision).toBe('block')
  // desk.db is the application's role.
  const forget = desk.db
    .update(withdrawal)
    .set({ stateSince: new Date(0) })
    .where(eq(withdrawal.id, id))
  await expect(forget).rejects.toThrow()
  const pay = async () => {
    const { id: next } = await stageAs(desk, 'ines', payment(desk, '160.00'))
    await makeReady(desk, next)
    await executeAs(desk, 'eli', next)
    return 'handed over'
  }
  expect(await pay().catch((error: unknown) => String(error))).not.toBe('handed over')
})

const invite = (memberId: string, roles: string[], name: string) => ({
  memberId,
  name: `Person ${memberId}`,
  roles,
  address: addressOf(name),
  codeHash: codeHash(createCode(randomBytes(16))),
  days: 1,
})

it('an invitation that ran out does not keep its address from ever being invited', async () => {
  await change(desk, 'invite-member', invite('uma', ['signer'], 'uma’s wallet'))
  desk.pass(2 * 86_400)
  const again = await proposeAs(desk, 'viktor', 'invite-member', invite('uma-2', ['signer'], 'uma’s wallet')).then(
    (id) => id,
    (error: unknown) => String(error),
  )
  expect(again).toMatch(/^P-/)
})

it('people who never accepted are none of the admins that have to remain', async () => {
  await change(desk, 'invite-member', invite('ghost-a', ['admin', 'compliance'], 'ghost a'))
  await change(desk, 'invite-member', invite('ghost-b', ['admin', 'compliance'], 'ghost b'))
  await change(desk, 'invite-member', invite('ghost-c', ['admin', 'compliance'], 'ghost c'))
  desk.pass(3 * 86_400)
  await performJob(desk, 'sign-checkpoint')
  const rows = (
    await desk.db.execute<{ id: string; version: number; roles: string[] }>(sql`SELECT id, version, roles FROM member`)
  ).rows
  const off = async (id: string) => {
    const row = rows.find((one) => one.id === id)
    return change(desk, 'change-member', {
      memberId: id,
      version: row?.version ?? 0,
      roles: row?.roles ?? [],
      isActive: false,
    })
  }
  const outcome = await off('sora').then(
    () => 'switched off',
    (error: unknown) => String(error),
  )
  // From here on nobody can agree to anything any more.
  expect(outcome).not.toBe('switched off')
})

it('one session does not ask the same person a hundred times', async () => {
  const { id } = await stageAs(desk, 'ines', payment(desk, '1.00'))
  let asked = 0
  for (let at = 0; at < 100; at += 1)
    await act(desk, 'noor', 'comment', { withdrawalId: id, words: `Why ${at}?`, asksInitiator: true }).then(
      () => (asked += 1),
      () => undefined,
    )
  await performJob(desk, 'sequence-log').catch(() => undefined)
  await performJob(desk, 'derive-notices')
  const told = await desk.db.select().from(notice).where(eq(notice.memberId, 'ines'))
  const count = told.filter(({ kind }) => kind === 'asked').length
  expect(count).toBeLessThan(20)
})

it('an address that is frozen becomes no owner', async () => {
  const who = addressOf('a frozen thief')
  await act(desk, 'noor', 'freeze', { scope: { kind: 'counterparty', id: who.toLowerCase() }, reason: 'A thief' })
  const page = await stageAs(desk, 'ines', {
    safeId: 'treasury',
    legs: [],
    purpose: 'New owner',
    reference: '',
    change: { kind: 'add-owner', owner: who, newOwner: '', threshold: '3' },
  }).then(
    (x) => JSON.stringify(x),
    (e: unknown) => String(e),
  )
  expect(page).toContain('frozen')
})

it('an address that the log has on a list is not taken off it by a row of the application’s role', async () => {
  const payee = payment(desk).legs[0]?.recipient ?? ''
  await act(desk, 'noor', 'import-list', {
    ...{ listId: 'sanctions', name: 'Sanctions', source: 'The public page', format: 'plain', maxAgeHours: 24 },
    text: [payee, addressOf('another')].join('\n'),
  })
  const { reviewed } = (await act(desk, 'ines', 'preview', payment(desk, '150.00'))) as { reviewed: Reviewed }
  expect(reviewed.requirement.decision).toBe('block')
  const [snapshot] = await desk.db.select().from(listSnapshot)
  if (!snapshot) throw new Error('one was imported')
  // One INSERT, which the application's role may do.
  await desk.db.insert(listedAddress).values({
    listId: 'sanctions',
    number: 2,
    address: payee.toLowerCase(),
    label: '',
    isListed: false,
    snapshotId: snapshot.id,
  })
  const pay = async () => {
    const { id: next } = await stageAs(desk, 'ines', payment(desk, '150.00'))
    await makeReady(desk, next)
    await executeAs(desk, 'eli', next)
    return 'handed over'
  }
  expect(await pay().catch((error: unknown) => String(error))).not.toBe('handed over')
})

it('one person alone takes no address off a list without somebody else being told', async () => {
  const thief = addressOf('thief')
  const rest = Array.from({ length: 9 }, (_, at) => addressOf(`other ${at}`))
  const list = (text: string[]) => ({
    listId: 'sanctions',
    name: 'Sanctions',
    source: 'The public page',
    format: 'plain',
    maxAgeHours: 24,
    text: text.join('\n'),
  })
  await act(desk, 'viktor', 'import-list', list([...rest, thief]))
  await act(desk, 'noor', 'import-list', list(rest))
  const { reviewed } = (await act(desk, 'ines', 'preview', {
    ...payment(desk, '1.00'),
    legs: [{ asset: chain.tokens.usdc, recipient: thief, amount: '1' }],
  })) as { reviewed: Reviewed }
  const codes = reviewed.assessment.findings.filter((f) => f.outcome !== 'pass').map((f) => f.code)
  await performJob(desk, 'sequence-log')
  await performJob(desk, 'derive-notices')
  const told = (await desk.db.select().from(notice)).map(({ kind, memberId }) => `${kind} ${memberId}`)
  expect(codes.includes('RECIPIENT_FLAGGED') || told.length > 0).toBe(true)
})

it('the application’s role keeps no alarm from being told', async () => {
  const { noticeCursor } = await import('@/db/schema/notice')
  await performJob(desk, 'derive-notices')
  await desk.db
    .update(noticeCursor)
    .set({ seq: 1_000_000_000 })
    .then(
      () => 'moved',
      (error: unknown) => String(error),
    )
  await act(desk, 'noor', 'freeze', { scope: { kind: 'safe', id: 'treasury' }, reason: 'Alarm' })
  await performJob(desk, 'sequence-log').catch(() => undefined)
  await performJob(desk, 'derive-notices')
  const told = await desk.db.select().from(notice)
  expect(told.some(({ kind }) => kind === 'frozen')).toBe(true)
})
