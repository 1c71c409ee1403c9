import { asc, eq } from 'drizzle-orm'
import { type Address, type Hex, pad } from 'viem'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditEvent } from '@/db/schema/audit'
import { submission, withdrawal } from '@/db/schema/withdrawal'
import { demoMember } from '@/lib/demo/members'
import { sendAs } from '@/lib/desk/chain-client'
import type { BootstrapRequest } from '@/lib/flows/bootstrap-input'
import { GUARD_SLOT } from '@/lib/simulate/safe-slots'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  executeAs,
  loggedRefusals,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  readPage,
  refusalOf,
  send,
  stageAs,
} from '@/tests/builders/money-desk'
import { act } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk
let id: string

const soraExecutes = (setup: BootstrapRequest): BootstrapRequest => ({
  ...setup,
  members: setup.members.map((one) => (one.id === 'sora' ? { ...one, roles: ['admin', 'executor'] } : one)),
})

beforeAll(async () => void (chain = await startTestChain()))
beforeEach(async () => {
  desk = await openMoneyDesk(chain, soraExecutes)
  ;({ id } = await stageAs(desk, 'ines', payment(desk)))
})
afterEach(() => desk.close())
afterAll(() => chain.stop())

const treasury = () => desk.safes[0]?.address ?? '0x'
const handOvers = () => desk.db.select().from(submission).orderBy(asc(submission.attempt))

describe('before a quorum', () => {
  it('nothing is handed over, and the reasons are told and logged', async () => {
    await approveAs(desk, 'ruth', id)
    await approveAs(desk, 'tomas', id)
    const refusal = await refusalOf(executeAs(desk, 'eli', id))
    expect(refusal).toMatchObject({ code: 'BLOCKED' })
    expect(refusal.message).toContain('2 of 3 people have approved')
    expect(refusal.message).toContain('It is awaiting approvals, not ready.')
    expect((await loggedRefusals(desk, 'execute')).at(-1)).toContain('2 of 3 people')
    expect(await handOvers()).toEqual([])
  })

  it('nor while it cools, nor by anybody but an executor', async () => {
    for (const who of ['ruth', 'tomas', 'aiko']) await approveAs(desk, who, id)
    expect((await refusalOf(executeAs(desk, 'eli', id))).message).toContain('It cools until')
    expect(await refusalOf(executeAs(desk, 'ruth', id))).toMatchObject({ code: 'NOT_ALLOWED' })
    expect(await handOvers()).toEqual([])
  })
})

describe('the hand-over', () => {
  it('of two executors at once goes to exactly one', async () => {
    await makeReady(desk, id)
    const ends = await Promise.allSettled([executeAs(desk, 'eli', id), executeAs(desk, 'sora', id)])
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const [lost] = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []))
    expect(lost).toMatchObject({ code: 'CONFLICT', message: 'Another executor has it; one attempt at a time.' })
    expect(await handOvers()).toHaveLength(1)
    const told = await desk.db.select().from(auditEvent).where(eq(auditEvent.action, 'hand-over'))
    expect(told).toHaveLength(1)
  })

  it('stays with its executor, who may take it again; each attempt is logged', async () => {
    await makeReady(desk, id)
    expect(await executeAs(desk, 'eli', id)).toMatchObject({ attempt: 1 })
    expect(await refusalOf(executeAs(desk, 'sora', id))).toMatchObject({ code: 'CONFLICT' })
    expect(await executeAs(desk, 'eli', id)).toMatchObject({ attempt: 2 })
    expect((await handOvers()).map(({ attempt, isOpen, state }) => ({ attempt, isOpen, state }))).toEqual([
      { attempt: 1, isOpen: false, state: 'handed-over-again' },
      { attempt: 2, isOpen: true, state: 'handed-over' },
    ])
    expect(await desk.db.select().from(auditEvent).where(eq(auditEvent.action, 'hand-over'))).toHaveLength(2)
  })

  it('carries exactly threshold signatures, ascending by owner, also when more people approved', async () => {
    const people = ['ruth', 'tomas', 'aiko', 'bram']
    const large = await stageAs(desk, 'ines', payment(desk, '26000000'))
    const signatures = await makeReady(desk, large.id, people)
    await act(desk, 'lena', 'reject', { withdrawalId: id, reason: 'The large one has to go first.' })
    const refusal = await refusalOf(executeAs(desk, 'eli', large.id))
    expect(refusal.message).toBe('The Safe is at nonce 0; this is nonce 1.')
    await chain.client.setStorageAt({ address: treasury(), index: 5, value: `0x${'0'.repeat(63)}1` })
    const { call } = await executeAs(desk, 'eli', large.id)
    const packed = people
      .map((who, at) => ({ owner: BigInt(demoMember(who).address), signature: signatures[at] ?? '0x' }))
      .sort((a, b) => (a.owner < b.owner ? -1 : 1))
      .slice(0, 3)
      .map(({ signature }) => signature.slice(2))
      .join('')
    const length = (65 * 3).toString(16).padStart(64, '0')
    expect(call.data.startsWith('0x6a761202')).toBe(true)
    expect(call.data.endsWith(`${length}${packed}${'0'.repeat(58)}`)).toBe(true)
  })

  it('needs gas in the executor’s wallet', async () => {
    await makeReady(desk, id)
    await chain.client.setBalance({ address: demoMember('eli').address, value: 0n })
    expect((await refusalOf(executeAs(desk, 'eli', id))).message).toContain('holds nothing to pay gas with')
  })

  it('is for the evidence the executor saw', async () => {
    await makeReady(desk, id)
    const executor = demoMember('eli').address
    const stale = { withdrawalId: id, evidenceDigest: `0x${'ab'.repeat(32)}`, executor }
    expect((await refusalOf(act(desk, 'eli', 'execute', stale))).message).toContain(
      'The review changed since the executor looked at it.',
    )
  })

  it('is for a wallet that the Safe’s guard takes, and says so to whoever executes', async () => {
    await setGuard(treasury(), [...ownersOf(desk), demoMember('eli').address])
    await makeReady(desk, id)
    // Whoever governs the guard takes the wallet off its list; nobody's approval names that list.
    await listAt(GUARD, demoMember('eli').address, false)
    const refusal = await refusalOf(executeAs(desk, 'eli', id))
    expect(refusal).toMatchObject({
      code: 'BLOCKED',
      message: 'The guard refuses this wallet; use one that it takes.',
    })
    expect((await loggedRefusals(desk, 'execute')).at(-1)).toContain('The guard refuses this wallet')
    expect(await handOvers()).toEqual([])
    await listAt(GUARD, demoMember('eli').address, true)
    await send(desk, 'eli', await executeAs(desk, 'eli', id))
  })

  it('ends when the Safe changed after approval: approvals go stale in the log and are asked for again', async () => {
    await makeReady(desk, id)
    await sendAs(chain.client, treasury(), { to: treasury(), data: ADD_OWNER })
    const refusal = await refusalOf(executeAs(desk, 'eli', id))
    expect(refusal).toMatchObject({ code: 'STALE' })
    expect(await handOvers()).toEqual([])
    const [row] = await desk.db.select().from(withdrawal).where(eq(withdrawal.id, id))
    expect(row).toMatchObject({ state: 'awaiting-approvals', isNonceHeld: true, readyFrom: null })
    const stale = await desk.db.select().from(auditEvent).where(eq(auditEvent.action, 'approval-stale'))
    expect(stale).toHaveLength(3)
    const again = await readPage(desk, 'noor', id)
    expect(again.approvals.map(({ isStale, counts }) => ({ isStale, counts }))).toEqual(
      Array.from({ length: 3 }, () => ({ isStale: true, counts: false })),
    )
    await makeReady(desk, id)
    const handed = await executeAs(desk, 'eli', id)
    await send(desk, 'eli', handed)
  })
})

const GUARD: Address = '0x00000000000000000000000000000000000f0002'
const ownersOf = ({ safes }: MoneyDesk): readonly Address[] => safes[0]?.owners ?? []
const wordOf = (address: Address): Hex => pad(address)
const listAt = (guard: Address, wallet: Address, isListed: boolean) =>
  chain.client.setStorageAt({ address: guard, index: wordOf(wallet), value: pad(isListed ? '0x01' : '0x00') })

// It takes only transactions of the wallets in its storage: sload(origin) or revert.
async function setGuard(safe: Address, wallets: readonly Address[]): Promise<void> {
  await chain.client.setCode({ address: GUARD, bytecode: '0x32546008575f5ffd5b00' })
  for (const wallet of wallets) await listAt(GUARD, wallet, true)
  await chain.client.setStorageAt({ address: safe, index: GUARD_SLOT, value: wordOf(GUARD) })
}

// addOwnerWithThreshold(0x…dEaD01, 3)
const ADD_OWNER = `0x0d582f13${'00'.repeat(12)}${'00'.repeat(17)}dead01${'00'.repeat(31)}03` as const
