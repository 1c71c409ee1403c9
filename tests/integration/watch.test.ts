import { eq } from 'drizzle-orm'
import { encodeFunctionData, type Address, type Hex } from 'viem'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { freezeOrder } from '@/db/schema/freeze'
import { DEMO_MEMBERS, demoMember } from '@/lib/demo/members'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  executeAs,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  refusalOf,
  send,
  stageAs,
} from '@/tests/builders/money-desk'
import { enableModule, executeOutside as executeOn, SETTINGS, swapOwner } from '@/tests/builders/outside'
import { act, performJob } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk

beforeAll(async () => void (chain = await startTestChain()))
afterAll(() => chain.stop())
beforeEach(async () => {
  desk = await openMoneyDesk(chain)
  expect(await look()).toEqual([])
})
afterEach(() => desk.close())

const look = async () => ((await performJob(desk, 'watch-safes')) as { frozen: string[] }).frozen
const reasons = async () => (await desk.db.select().from(freezeOrder)).map(({ reason }) => reason)

it('says nothing of its own withdrawals', async () => {
  const { id } = await stageAs(desk, 'ines', payment(desk))
  await makeReady(desk, id)
  await send(desk, 'eli', await executeAs(desk, 'eli', id))
  expect(await look()).toEqual([])
  expect(await look()).toEqual([])
})

it('freezes the Safe within one look for an execution that was made outside, and says which', async () => {
  const staged = await executeOutside({ to: demoMember('eli').address, value: 1n, data: '0x' })
  expect(await look()).toEqual(['treasury'])
  expect(await reasons()).toEqual([expect.stringContaining(`It executed ${staged.hashes.safeTx}`)])
  expect((await refusalOf(stageAs(desk, 'ines', payment(desk)))).message).toContain('frozen by The desk')
  expect(await look()).toEqual([])
})

it('freezes for an owner that was swapped outside, and once lifted does not freeze for that again', async () => {
  const [first, second] = owners()
  const [previous, old, added] = [first ?? '0x', second ?? '0x', demoMember('eli').address] as const
  await executeOutside(swapOwner(safeOf().address, { previous, old, added }))
  expect(await look()).toEqual(['treasury'])
  expect((await reasons())[0]).toContain('Its owners changed outside this desk, seen at block')
  const [row] = await desk.db.select().from(freezeOrder).where(eq(freezeOrder.scopeId, 'treasury'))
  for (const who of ['noor', 'sora'])
    await act(desk, who, 'unfreeze', { freezeId: row?.id ?? '', reason: 'We changed it ourselves.' })
  expect(await look()).toEqual([])
  await executeOutside(swapOwner(safeOf().address, { previous, old: added, added: old }), ['ruth', 'aiko', 'bram'])
  expect(await look()).toEqual(['treasury'])
  expect((await reasons()).at(-1)).toContain('Its owners changed outside this desk')
})

it('freezes for a module that acts', async () => {
  const module = demoMember('eli').address
  await executeOutside(enableModule(safeOf().address, module))
  await look()
  const call = encodeFunctionData({
    abi: SETTINGS,
    functionName: 'execTransactionFromModule',
    args: [module, 1n, '0x', 0],
  })
  await send(desk, 'eli', { call: { to: safeOf().address, data: call, value: 0n }, attempt: 0 })
  expect(await look()).toEqual(['treasury'])
  expect((await reasons()).at(-1)).toContain(`The module ${module} acted for it`)
})

it('waits where the chain does not answer', async () => {
  const quiet = { ...desk, deps: { ...desk.deps, io: { ...desk.deps.io, chain: await silent() } } }
  expect(await performJob(quiet, 'watch-safes')).toEqual({ frozen: [] })
})

async function silent() {
  const { AppError } = await import('@/lib/core/errors')
  const refuse = () => Promise.reject(new AppError('UNAVAILABLE', 'The chain does not answer.'))
  return { ...desk.deps.io.chain, readActivity: refuse, readHead: refuse }
}

const safeOf = () => {
  const found = desk.safes.find(({ id }) => id === 'treasury')
  if (!found) throw new Error('there is a treasury')
  return found
}

const owners = (): Address[] =>
  DEMO_MEMBERS.filter(({ owns }) => owns.includes('treasury')).map(({ address }) => address)

/** Three owners agree past the desk, and anybody sends it. */
const executeOutside = (call: { to: Address; value: bigint; data: Hex }, signers = ['ruth', 'tomas', 'aiko']) =>
  executeOn(chain.url, safeOf(), call, signers)
