import { eq } from 'drizzle-orm'
import { type Address, encodeFunctionData, erc20Abi, getAddress, type Hex, numberToHex, parseEther } from 'viem'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listNotices } from '@/db/queries/notices'
import { listOnward, readOnwardStandings } from '@/db/queries/onward'
import { auditEvent } from '@/db/schema/audit'
import { local } from '@/lib/chains/local'
import { AppError } from '@/lib/core/errors'
import { becomeSender, sendAs } from '@/lib/desk/chain-client'
import { MOST_BEHIND, type OnwardTransfer } from '@/lib/execute/onward'
import { createChainReader } from '@/lib/io/chain-reader'
import { createRpc } from '@/lib/io/rpc'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { type FailingNode, startFailingNode } from '@/tests/builders/failing-node'
import {
  executeAs,
  followUntilFinal,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  PAYEE,
  payment,
  send,
  stageAs,
} from '@/tests/builders/money-desk'
import { act, performJob } from '@/tests/builders/world'

const LISTED: Address = getAddress('0x47666fab8bd0ac7003bce3f5c3585383f09486e2')
const STRANGER: Address = '0x4aE06B35878EDE14587A7e88DC7F0f4047c33331'
const VIEWER = { memberId: 'noor', roles: ['compliance'] }

let chain: TestChain
let desk: MoneyDesk
let paid: string

beforeAll(async () => {
  chain = await startTestChain()
})
afterAll(() => chain.stop())
beforeEach(async () => {
  desk = await openMoneyDesk(chain)
  const list = { listId: 'thefts', name: 'Thefts', source: 'The public page', format: 'plain', maxAgeHours: 24 }
  await act(desk, 'noor', 'import-list', { ...list, text: LISTED.toUpperCase().replace('0X', '0x') })
  paid = (await stageAs(desk, 'ines', payment(desk))).id
  await makeReady(desk, paid)
  await send(desk, 'eli', await executeAs(desk, 'eli', paid))
  expect(await followUntilFinal(desk, paid)).toBe('executed')
  await look()
})
afterEach(() => desk.close())

const look = async (at = desk) => ((await performJob(at, 'follow-onward')) as { kept: number }).kept
/** The blocks so far are final, and somebody looks at them. */
const lookAgain = async (at = desk) => {
  await chain.client.mine({ blocks: 2 })
  return look(at)
}
const passOn = (to: Address, units: bigint) =>
  sendAs(chain.client, PAYEE, {
    to: chain.tokens.usdc,
    data: encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [to, units] }),
  })
const kept = async () =>
  (await listOnward(desk.db, VIEWER)).map(({ other, recipient, asset, units, withdrawalId }) => ({
    ...{ other, recipient, asset, units, withdrawalId },
  }))
const told = async (memberId: string) => {
  await performJob(desk, 'sequence-log')
  await performJob(desk, 'derive-notices')
  const notices = await listNotices(desk.db, { memberId, roles: [] }, { below: null, size: 50 })
  return JSON.stringify(notices).split('listed-onward').length - 1
}
const actions = async () =>
  (await desk.db.select({ action: auditEvent.action }).from(auditEvent).orderBy(auditEvent.id))
    .map(({ action }) => action)
    .filter((action) => action.endsWith('-onward'))

it('tells compliance once of a token that a recipient passed on to a listed address', async () => {
  await passOn(LISTED, 7n)
  expect(await lookAgain()).toBe(1)
  expect(await kept()).toEqual([
    { other: LISTED, recipient: PAYEE, asset: chain.tokens.usdc, units: 7n, withdrawalId: paid },
  ])
  expect(await lookAgain()).toBe(0)
  expect(await actions()).toEqual(['see-listed-onward'])
  expect([await told('noor'), await told('ines')]).toEqual([1, 0])
})

it('tells of the native coin too', async () => {
  await sendAs(chain.client, PAYEE, { to: LISTED, value: parseEther('2') })
  expect(await lookAgain()).toBe(1)
  expect(await kept()).toMatchObject([{ other: LISTED, asset: 'native', units: parseEther('2') }])
})

it('tells nobody of what went to somebody else, of nothing, of a stranger’s own, or of what reverted', async () => {
  await passOn(STRANGER, 7n)
  await passOn(LISTED, 0n)
  await sendAs(chain.client, STRANGER, { to: LISTED, value: 1n })
  await becomeSender(chain.client, PAYEE)
  await chain.client.setCode({ address: LISTED, bytecode: '0x60006000fd' })
  const request = { account: PAYEE, chain: null, to: LISTED, value: 5n, gas: 100_000n } as const
  const hash = await chain.client.sendTransaction(request)
  expect((await chain.client.waitForTransactionReceipt({ hash })).status).toBe('reverted')
  expect(await lookAgain()).toBe(0)
  expect([await kept(), await actions(), await told('noor')]).toEqual([[], [], 0])
  expect(await readOnwardStandings(desk.db, VIEWER)).toMatchObject([{ followed: 1, fault: null }])
})

/** The same desk where a look finds these transfers. */
const finding = (transfers: readonly OnwardTransfer[]): MoneyDesk => {
  const readOnward = () => Promise.resolve({ transfers, unseen: [], isStateGone: false })
  const io = { ...desk.deps.io, chain: { ...desk.deps.io.chain, readOnward } }
  return { ...desk, deps: { ...desk.deps, io } }
}
const found = (at: number, other: Address, units: bigint): OnwardTransfer => ({
  ...{ from: PAYEE, other, asset: chain.tokens.usdc, units, logIndex: at, block: 1n },
  txHash: numberToHex(at, { size: 32 }),
})
const crowd = (units: bigint) =>
  Array.from({ length: 5_001 }, (_, at) => found(at, getAddress(numberToHex(at + 1, { size: 20 })), units))

it.each([0n, 1n])('finds a listed address behind a crowd of others that got %s', async (units) => {
  expect(await lookAgain(finding(crowd(units)))).toBe(0)
  expect(await lookAgain(finding([...crowd(units), found(9_999, LISTED, 7n)]))).toBe(1)
  expect(await kept()).toMatchObject([{ other: LISTED, units: 7n }])
  expect(await readOnwardStandings(desk.db, VIEWER)).toMatchObject([{ fault: null }])
})

it('keeps the largest of each asset where more reached a listed address than are kept', async () => {
  const dust = Array.from({ length: 60 }, (_, at) => found(at, LISTED, 1n))
  const coin: OnwardTransfer = { ...found(70, LISTED, 3n), asset: 'native' }
  const reached = await lookAgain(finding([...dust, coin, found(71, LISTED, 1_000_000n)]))
  expect(reached).toBe(50)
  const all = await kept()
  expect(all.filter(({ units }) => units > 1n)).toHaveLength(2)
  expect(all).toContainEqual(expect.objectContaining({ asset: 'native', units: 3n }))
  const [event] = await desk.db.select().from(auditEvent).where(eq(auditEvent.action, 'see-listed-onward'))
  expect(event?.reason).toContain('50 kept of 62')
})

it('goes on where it was cut off, and keeps nothing twice', async () => {
  const before = await readOnwardStandings(desk.db, VIEWER)
  await passOn(LISTED, 7n)
  await lookAgain()
  // As if the look had died before it noted how far it came.
  await desk.db.$client.query('UPDATE onward_watch SET block_number = $1', [String(before[0]?.blockNumber)])
  expect(await look()).toBe(0)
  expect(await kept()).toHaveLength(1)
  expect(await actions()).toEqual(['see-listed-onward'])
})

it('says that it could not look, and looks at the same blocks afterwards', async () => {
  const [before] = await readOnwardStandings(desk.db, VIEWER)
  await passOn(LISTED, 7n)
  const readOnward = () => Promise.reject(new AppError('UNAVAILABLE', 'The chain did not answer.'))
  const io = { ...desk.deps.io, chain: { ...desk.deps.io.chain, readOnward } }
  expect(await lookAgain({ ...desk, deps: { ...desk.deps, io } })).toBe(0)
  expect(await readOnwardStandings(desk.db, VIEWER)).toMatchObject([
    { blockNumber: before?.blockNumber, fault: 'The chain did not answer.' },
  ])
  expect(await look()).toBe(1)
  expect(await readOnwardStandings(desk.db, VIEWER)).toMatchObject([{ fault: null }])
})

it('says so where code took a recipient’s coins', async () => {
  await chain.client.setBalance({ address: PAYEE, value: 9n })
  await lookAgain()
  await chain.client.setBalance({ address: PAYEE, value: 4n })
  await lookAgain()
  const [standing] = await readOnwardStandings(desk.db, VIEWER)
  expect(standing?.fault).toBe(
    `The balance of ${PAYEE} fell by no transaction of its own; where that went is not seen.`,
  )
})

it('says which blocks it gave up, in the log, once', async () => {
  const { chain: real } = desk.deps.io
  const readHead = async (chainId: number) => {
    const head = await real.readHead(chainId)
    return { ...head, number: head.number + MOST_BEHIND + 10n }
  }
  const readOnward = () => Promise.resolve({ transfers: [], unseen: [], isStateGone: false })
  const far = { ...desk, deps: { ...desk.deps, io: { ...desk.deps.io, chain: { ...real, readHead, readOnward } } } }
  await look(far)
  await look(far)
  expect(await actions()).toEqual(['skip-onward'])
})

it('says that it was led past the end, in the log once, and looks at the end again', async () => {
  const [before] = await readOnwardStandings(desk.db, VIEWER)
  const ahead = (before?.blockNumber ?? 0n) + 1_000_000n
  await desk.db.$client.query('UPDATE onward_watch SET block_number = $1', [String(ahead)])
  await look()
  const [after] = await readOnwardStandings(desk.db, VIEWER)
  expect(after?.blockNumber).toBe(before?.blockNumber)
  expect(after?.fault).toContain(`looked at up to block ${ahead}, which it has not reached`)
  await passOn(LISTED, 7n)
  expect(await lookAgain()).toBe(1)
  expect(await actions()).toEqual(['skip-onward', 'see-listed-onward'])
  expect(await readOnwardStandings(desk.db, VIEWER)).toMatchObject([{ fault: null }])
})

it('waits for a node that lags a little, and says nothing', async () => {
  const [before] = await readOnwardStandings(desk.db, VIEWER)
  const last = (before?.blockNumber ?? 0n) + 1n
  await desk.db.$client.query('UPDATE onward_watch SET block_number = $1', [String(last)])
  await look()
  expect(await readOnwardStandings(desk.db, VIEWER)).toMatchObject([{ blockNumber: last, fault: null }])
  expect(await actions()).toEqual([])
})

describe('a node that hides', () => {
  let liar: FailingNode
  beforeAll(async () => void (liar = await startFailingNode(chain.url)))
  afterAll(() => liar.stop())
  const through = (...urls: string[]): MoneyDesk => {
    const reader = createChainReader(createRpc(new Map([[local.id, urls]])), { now: desk.now })
    return { ...desk, deps: { ...desk.deps, io: { ...desk.deps.io, chain: reader } } }
  }

  it.each([
    ['logs', () => passOn(LISTED, 7n), 'eth_getLogs', []],
    ['outcomes', () => sendAs(chain.client, PAYEE, { to: LISTED, value: 9n }), 'eth_getTransactionReceipt', null],
    ['nonces', () => sendAs(chain.client, PAYEE, { to: LISTED, value: 9n }), 'eth_getTransactionCount', '0x0'],
  ])('hides %s from nobody where another node shows them', async (_what, pass, hidden, result) => {
    liar.failOn(({ method }) => (method === hidden ? { result } : null))
    await pass()
    await chain.client.mine({ blocks: 2 })
    const [before] = await readOnwardStandings(desk.db, VIEWER)
    // Alone it is believed; that is what the second is for.
    expect(await look(through(liar.url))).toBe(0)
    await desk.db.$client.query('UPDATE onward_watch SET block_number = $1', [String(before?.blockNumber)])
    expect(await look(through(liar.url, chain.url))).toBe(1)
    await desk.db.$client.query('UPDATE onward_watch SET block_number = $1', [String(before?.blockNumber)])
    expect(await look(through(chain.url, liar.url))).toBe(0)
    expect(await kept()).toHaveLength(1)
  })

  it('is asked for less where it refuses many blocks, and fails only where it refuses one block', async () => {
    await passOn(LISTED, 7n)
    await chain.client.mine({ blocks: 6 })
    const [before] = await readOnwardStandings(desk.db, VIEWER)
    const refusing = (most: bigint) =>
      liar.failOn(({ method, params }) => {
        if (method !== 'eth_getLogs') return null
        const { fromBlock, toBlock } = params[0] as { fromBlock: Hex; toBlock: Hex }
        return BigInt(toBlock) - BigInt(fromBlock) < most ? null : { error: 'query returned more than 10000 results' }
      })
    refusing(0n)
    expect(await look(through(liar.url))).toBe(0)
    expect(await readOnwardStandings(desk.db, VIEWER)).toMatchObject([
      { blockNumber: before?.blockNumber, fault: expect.stringContaining('more than 10000 results') as string },
    ])
    refusing(1n)
    expect(await look(through(liar.url))).toBe(1)
    expect(await readOnwardStandings(desk.db, VIEWER)).toMatchObject([{ fault: null }])
  })

  it('keeps once what both tell, and what one tells while the other is silent', async () => {
    liar.failOn(() => null)
    await passOn(LISTED, 7n)
    await chain.client.mine({ blocks: 2 })
    expect(await look(through(liar.url, chain.url))).toBe(1)
    liar.failOn(() => ({ error: 'rate limit exceeded' }))
    await passOn(LISTED, 8n)
    await chain.client.mine({ blocks: 2 })
    expect(await look(through(liar.url, chain.url))).toBe(1)
    expect((await kept()).map(({ units }) => units)).toEqual([8n, 7n])
  })
})
