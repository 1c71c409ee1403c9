import { eq } from 'drizzle-orm'
import { type Address, encodeFunctionData, erc20Abi, getAddress } from 'viem'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { listNotices } from '@/db/queries/notices'
import { listSeenAt, listSeenOf } from '@/db/queries/seen-transfers'
import { auditEvent } from '@/db/schema/audit'
import { freezeOrder } from '@/db/schema/freeze'
import type { Reviewed } from '@/lib/flows/gather-review'
import { demoMember } from '@/lib/demo/members'
import { LOOK_ALIKE } from '@/lib/desk/demo-world-book'
import { mintToken } from '@/lib/desk/tokens'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { deployFakeToken, pretendTransfer, RESTLESS_TOKEN } from '@/tests/builders/fake-token'
import { type MoneyDesk, openMoneyDesk, PAYEE, payment } from '@/tests/builders/money-desk'
import { executeOutside, sendOutside } from '@/tests/builders/outside'
import { act, performJob } from '@/tests/builders/world'

const STRANGER: Address = '0x4aE06B35878EDE14587A7e88DC7F0f4047c33331'
const ELI = demoMember('eli').address
const VIEWER = { memberId: 'noor', roles: ['compliance'] }

let chain: TestChain
let desk: MoneyDesk
let fake: Address

beforeAll(async () => {
  chain = await startTestChain()
  fake = await deployFakeToken(chain.url)
  await chain.checkpoint()
})
afterAll(() => chain.stop())
beforeEach(async () => {
  desk = await openMoneyDesk(chain)
  // Past the last blocks of its beginning, which hold bait of their own.
  await chain.client.mine({ blocks: 10 })
  await look()
})
afterEach(() => desk.close())

const look = async () => ((await performJob(desk, 'watch-safes')) as { frozen: string[] }).frozen
const treasury = () => {
  const found = desk.safes.find(({ id }) => id === 'treasury')
  if (!found) throw new Error('there is a treasury')
  return found
}
const seen = async () =>
  (await listSeenAt(desk.db, VIEWER, 'treasury')).map(({ kind, other, resembles }) => ({ kind, other, resembles }))
const actions = async () =>
  (await desk.db.select({ action: auditEvent.action }).from(auditEvent).orderBy(auditEvent.id))
    .map(({ action }) => action)
    .filter((action) => action.startsWith('see-'))
const pretend = (from: Address, to: Address, units: bigint) => pretendTransfer(chain.url, fake, { from, to, units })
const transferFrom = (token: Address, from: Address, to: Address, units: bigint) =>
  sendOutside(chain.url, {
    to: token,
    data: encodeFunctionData({ abi: erc20Abi, functionName: 'transferFrom', args: [from, to, units] }),
  })

it('keeps a transfer of nothing out of the Safe as forged, and stops nothing for it', async () => {
  await transferFrom(chain.tokens.usdc, treasury().address, LOOK_ALIKE, 0n)
  expect(await look()).toEqual([])
  expect(await seen()).toEqual([{ kind: 'forged', other: LOOK_ALIKE, resembles: PAYEE }])
  expect(await actions()).toEqual(['see-forged'])
  expect(await look()).toEqual([])
  expect(await seen()).toHaveLength(1)
  expect(await actions()).toEqual(['see-forged'])
})

it('keeps what a made-up token says of millions, out and in, and stops nothing for it', async () => {
  await pretend(treasury().address, STRANGER, 10n ** 18n)
  await pretend(LOOK_ALIKE, treasury().address, 10n ** 18n)
  await pretend(STRANGER, treasury().address, 10n ** 18n)
  await pretend(treasury().address, PAYEE, 7n)
  expect(await look()).toEqual([])
  expect(await seen()).toEqual([
    { kind: 'bait', other: LOOK_ALIKE, resembles: PAYEE },
    { kind: 'forged', other: STRANGER, resembles: null },
  ])
  const pay = async (recipient: Address) => {
    const legs = [{ asset: chain.tokens.usdc, recipient, amount: '5.00' }]
    const { reviewed } = (await act(desk, 'ines', 'preview', { ...payment(desk), legs })) as { reviewed: Reviewed }
    return reviewed.assessment.findings.filter(({ rule, outcome }) => rule === 'bait' && outcome !== 'pass')
  }
  expect(await pay(STRANGER)).toMatchObject([{ code: 'RECIPIENT_BAIT', outcome: 'fail', path: '1' }])
  expect(await pay(PAYEE)).toEqual([])
  expect((await listSeenOf(desk.db, VIEWER, LOOK_ALIKE)).map(({ safeName }) => safeName)).toEqual(['Treasury Safe'])
})

it('still freezes for an execution outside, and tells what left with it of a token that nobody registered', async () => {
  const clone = getAddress(`0x${'c1'.repeat(20)}`)
  const bytecode = await chain.client.getCode({ address: chain.tokens.usdc })
  if (!bytecode) throw new Error('the token has code')
  await chain.client.setCode({ address: clone, bytecode })
  await mintToken(chain.url, clone, treasury().address, 100n)
  await look()
  const data = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [ELI, 60n] })
  const staged = await executeOutside(chain.url, treasury(), { to: clone, value: 0n, data }, ['ruth', 'tomas', 'aiko'])
  expect(await look()).toEqual(['treasury'])
  const [order] = await desk.db.select().from(freezeOrder)
  expect(order?.reason).toContain(`It executed ${staged.hashes.safeTx}`)
  expect(await seen()).toEqual([{ kind: 'unregistered', other: ELI, resembles: null }])
})

const reasons = async () => (await desk.db.select().from(freezeOrder)).map(({ reason }) => reason)
const told = async (memberId: string) =>
  (await listNotices(desk.db, { memberId, roles: [] }, { below: null, size: 50 })).lines.map(({ kind }) => kind)
async function deriveNotices(): Promise<void> {
  await performJob(desk, 'sequence-log')
  await performJob(desk, 'derive-notices')
}

it('lets nobody freeze a Safe with more made-up tokens than are asked about, and tells of the one too many', async () => {
  const bytecode = await chain.client.getCode({ address: fake })
  if (!bytecode) throw new Error('the token has code')
  for (let place = 1; place <= 21; place += 1) {
    const token = getAddress(`0x${place.toString(16).padStart(40, 'd')}`)
    await chain.client.setCode({ address: token, bytecode })
    await pretendTransfer(chain.url, token, { from: treasury().address, to: STRANGER, units: 1n })
  }
  expect(await look()).toEqual([])
  expect(await reasons()).toEqual([])
  const kinds = (await seen()).map(({ kind }) => kind)
  expect([
    kinds.filter((kind) => kind === 'forged').length,
    kinds.filter((kind) => kind === 'unregistered').length,
  ]).toEqual([20, 1])
  await deriveNotices()
  expect([await told('noor'), await told('ines')]).toEqual([['left-unregistered'], []])
})

it('lets nobody freeze a Safe with a token whose balances never stay the same', async () => {
  const token = getAddress(`0x${'c2'.repeat(20)}`)
  await chain.client.setCode({ address: token, bytecode: RESTLESS_TOKEN })
  await pretendTransfer(chain.url, token, { from: treasury().address, to: LOOK_ALIKE, units: 1n })
  expect(await look()).toEqual([])
  expect(await reasons()).toEqual([])
  expect(await seen()).toEqual([{ kind: 'unregistered', other: LOOK_ALIKE, resembles: PAYEE }])
  expect(await look()).toEqual([])
  expect(await actions()).toEqual(['see-unregistered'])
})

it('freezes once for a registered token that leaves by an old allowance, and writes each further time down', async () => {
  const data = encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [ELI, 100n] })
  await executeOutside(chain.url, treasury(), { to: chain.tokens.usdc, value: 0n, data }, ['ruth', 'tomas', 'aiko'])
  expect(await look()).toEqual(['treasury'])
  const take = async () => {
    await transferFrom(chain.tokens.usdc, treasury().address, ELI, 5n)
    return look()
  }
  expect(await take()).toEqual(['treasury'])
  expect(await reasons()).toEqual([
    expect.stringContaining('It executed'),
    expect.stringContaining(`Tokens of ${chain.tokens.usdc} left it`),
  ])
  expect(await take()).toEqual([])
  expect(await take()).toEqual([])
  expect(await look()).toEqual([])
  expect(await reasons()).toHaveLength(2)
  const again = await desk.db.select().from(auditEvent).where(eq(auditEvent.action, 'see-alarm'))
  expect(again.map(({ reason }) => reason)).toEqual([
    expect.stringMatching(/^Tokens of \S+ left it in 0x[0-9a-f]{64}, which is no withdrawal of this desk\.$/),
    expect.stringContaining('left it in'),
  ])
  await deriveNotices()
  expect((await told('ines')).filter((kind) => kind === 'alarm-again')).toHaveLength(2)
  expect((await told('ines')).filter((kind) => kind === 'frozen')).toHaveLength(2)
  // Once two people lifted it, what was written down meanwhile is no news, and what comes after is.
  for (const { id } of await desk.db.select().from(freezeOrder))
    for (const who of ['noor', 'sora']) await act(desk, who, 'unfreeze', { freezeId: id, reason: 'We looked.' })
  expect(await look()).toEqual([])
  expect(await take()).toEqual(['treasury'])
})

it('takes what a node does not answer for nothing that stops, and freezes for registered tokens all the same', async () => {
  const { AppError } = await import('@/lib/core/errors')
  const readMoved = () => Promise.reject(new AppError('UNAVAILABLE', 'That block is gone.'))
  const io = { ...desk.deps.io, chain: { ...desk.deps.io.chain, readMoved } }
  const blind = { ...desk, deps: { ...desk.deps, io } }
  await pretend(treasury().address, STRANGER, 5n)
  expect(await performJob(blind, 'watch-safes')).toEqual({ frozen: [] })
  expect(await seen()).toEqual([{ kind: 'unregistered', other: STRANGER, resembles: null }])
  const data = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [ELI, 5n] })
  await executeOutside(chain.url, treasury(), { to: chain.tokens.usdc, value: 0n, data }, ['ruth', 'tomas', 'aiko'])
  expect(await performJob(blind, 'watch-safes')).toEqual({ frozen: ['treasury'] })
  expect((await reasons())[0]).toContain(`Tokens of ${chain.tokens.usdc}`)
})

it('tells compliance of money from a listed sender, and nobody of the same from anybody else', async () => {
  await mintToken(chain.url, chain.tokens.usdc, ELI, 1_000n)
  const pay = () =>
    sendOutside(chain.url, {
      to: chain.tokens.usdc,
      data: encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [treasury().address, 5n] }),
    })
  await pay()
  await look()
  expect([await seen(), await actions()]).toEqual([[], []])
  await chain.client.mine({ blocks: 10 })
  await look()
  const list = { listId: 'sanctions', name: 'Sanctions', source: 'The public page', format: 'plain', maxAgeHours: 24 }
  await act(desk, 'noor', 'import-list', { ...list, text: ELI })
  await pay()
  await look()
  expect(await seen()).toEqual([{ kind: 'listed-sender', other: ELI, resembles: null }])
  expect(await actions()).toEqual(['see-listed-sender'])
  await performJob(desk, 'sequence-log')
  await performJob(desk, 'derive-notices')
  const told = async (memberId: string) =>
    JSON.stringify(await listNotices(desk.db, { memberId, roles: [] }, { below: null, size: 50 })).includes(
      'listed-money',
    )
  expect([await told('noor'), await told('ines')]).toEqual([true, false])
})

it('tells compliance of the chain’s coin from a listed sender as well, by the Safe’s own word', async () => {
  const pay = async () => {
    await sendOutside(chain.url, { to: treasury().address, data: '0x', value: 7n })
    return look()
  }
  expect(await pay()).toEqual([])
  expect([await seen(), await actions()]).toEqual([[], []])
  await chain.client.mine({ blocks: 10 })
  await look()
  const list = { listId: 'sanctions', name: 'Sanctions', source: 'The public page', format: 'plain', maxAgeHours: 24 }
  await act(desk, 'noor', 'import-list', { ...list, text: ELI })
  expect(await pay()).toEqual([])
  const [line, ...more] = await listSeenAt(desk.db, VIEWER, 'treasury')
  expect([line, more]).toMatchObject([{ kind: 'listed-sender', other: ELI, token: 'native', units: 7n }, []])
  expect(await actions()).toEqual(['see-listed-sender'])
})

it('believes nobody but the Safe that coin came to it', async () => {
  const list = { listId: 'sanctions', name: 'Sanctions', source: 'The public page', format: 'plain', maxAgeHours: 24 }
  await act(desk, 'noor', 'import-list', { ...list, text: ELI })
  const other = desk.safes.find(({ id }) => id === 'operations')
  await sendOutside(chain.url, { to: other?.address ?? '0x', data: '0x', value: 7n })
  await look()
  expect(await seen()).toEqual([])
  expect(await listSeenAt(desk.db, VIEWER, 'operations')).toMatchObject([{ token: 'native', other: ELI }])
})
