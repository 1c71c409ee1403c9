import { eq } from 'drizzle-orm'
import { encodeFunctionData, parseAbi, type Address, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { freezeOrder } from '@/db/schema/freeze'
import { DEMO_MEMBERS, demoMember } from '@/lib/demo/members'
import { encodeExecTransaction } from '@/lib/execute/exec-transaction'
import { packSignatures } from '@/lib/execute/pack'
import { hashSafeTx } from '@/lib/stage/hash'
import type { SafeRef, SafeVersion, StagedTx } from '@/lib/stage/types'
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
const MODULES = parseAbi([
  'function enableModule(address module)',
  'function swapOwner(address previous, address old, address added)',
  'function execTransactionFromModule(address to, uint256 value, bytes data, uint8 operation) returns (bool)',
])

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
  const data = encodeFunctionData({
    abi: MODULES,
    functionName: 'swapOwner',
    args: [first ?? '0x', second ?? '0x', demoMember('eli').address],
  })
  await executeOutside({ to: safeOf().address, value: 0n, data })
  expect(await look()).toEqual(['treasury'])
  expect((await reasons())[0]).toContain('Its owners changed outside this desk, seen at block')
  const [row] = await desk.db.select().from(freezeOrder).where(eq(freezeOrder.scopeId, 'treasury'))
  for (const who of ['noor', 'sora'])
    await act(desk, who, 'unfreeze', { freezeId: row?.id ?? '', reason: 'We changed it ourselves.' })
  expect(await look()).toEqual([])
  const back = encodeFunctionData({
    abi: MODULES,
    functionName: 'swapOwner',
    args: [first ?? '0x', demoMember('eli').address, second ?? '0x'],
  })
  await executeOutside({ to: safeOf().address, value: 0n, data: back }, ['ruth', 'aiko', 'bram'])
  expect(await look()).toEqual(['treasury'])
  expect((await reasons()).at(-1)).toContain('Its owners changed outside this desk')
})

it('freezes for a module that acts', async () => {
  const module = demoMember('eli').address
  const data = encodeFunctionData({ abi: MODULES, functionName: 'enableModule', args: [module] })
  await executeOutside({ to: safeOf().address, value: 0n, data })
  await look()
  const call = encodeFunctionData({
    abi: MODULES,
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
async function executeOutside(
  call: { to: Address; value: bigint; data: Hex },
  signers = ['ruth', 'tomas', 'aiko'],
): Promise<StagedTx> {
  const { address, version } = safeOf()
  const safe: SafeRef = { chainId: 31337, address, version: version as SafeVersion }
  const zero: Address = '0x0000000000000000000000000000000000000000'
  const { nonce } = await desk.deps.io.chain.readSafeState(safe)
  const gas = { safeTxGas: 0n, baseGas: 0n, gasPrice: 0n, gasToken: zero, refundReceiver: zero }
  const tx = { ...call, operation: 0, ...gas, nonce }
  const staged: StagedTx = { safe, tx, hashes: hashSafeTx(safe, tx) }
  const signatures = await Promise.all(
    signers.map(async (who) => {
      const { address: owner, privateKey } = demoMember(who)
      return { owner, signature: await privateKeyToAccount(privateKey).sign({ hash: staged.hashes.safeTx }) }
    }),
  )
  await send(desk, 'eli', { call: encodeExecTransaction(staged, packSignatures(signatures, 3)), attempt: 0 })
  return staged
}
