import { isNull } from 'drizzle-orm'
import type { Address, Hex } from 'viem'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freezeOrder } from '@/db/schema/freeze'
import { AppError } from '@/lib/core/errors'
import { encodeExecTransaction } from '@/lib/execute/exec-transaction'
import { packSignatures } from '@/lib/execute/pack'
import { demoMember } from '@/lib/demo/members'
import { cancelOnchainAs, rowOf } from '@/tests/builders/cancel-desk'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  beginAs,
  executeAs,
  followUntilFinal,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  readPage,
  send,
  stageAs,
} from '@/tests/builders/money-desk'
import { executeOutside } from '@/tests/builders/outside'
import { act, performJob } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk

beforeAll(async () => void (chain = await startTestChain()))
afterAll(() => chain.stop())
beforeEach(async () => {
  desk = await openMoneyDesk(chain)
  await look()
})
afterEach(() => desk.close())

const look = () => performJob(desk, 'watch-safes')
const lookWhenFinal = async () => {
  await chain.client.mine({ blocks: 2 })
  desk.pass(60)
  await look()
}
const endOf = async (id: string) => {
  const { state, isNonceHeld, stateReason } = await rowOf(desk, id)
  return { state, isNonceHeld, stateReason }
}
const outside = (call?: { to: Address; value: bigint; data: Hex }, safeId = 'treasury') => {
  const safe = desk.safes.find(({ id }) => id === safeId)
  if (!safe) throw new Error(`there is no ${safeId}`)
  const signers = safeId === 'treasury' ? ['lena', 'bram', 'tomas'] : ['ruth', 'tomas']
  const { to, value, data } = call ?? { to: demoMember('eli').address, value: 1n, data: '0x' as const }
  return executeOutside(chain.url, safe, { to, value, data }, signers)
}
const deskFreezes = async () =>
  (await desk.db.select().from(freezeOrder).where(isNull(freezeOrder.memberId))).map(({ reason }) => reason)

describe('a nonce used outside, of which nothing was handed over', () => {
  it.each([
    ['staged', async () => undefined],
    ['partly approved', async (id: string) => void (await approveAs(desk, 'ruth', id))],
    ['ready', async (id: string) => void (await makeReady(desk, id))],
    [
      'being cancelled',
      async (id: string) => {
        await beginAs(desk, 'ruth', id)
        await cancelOnchainAs(desk, 'ines', id)
      },
    ],
  ])('supersedes a withdrawal that is %s, once that is final and not before', async (_how, prepare) => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    const later = await stageAs(desk, 'ines', payment(desk, '99.00'))
    await prepare(id)
    await outside()
    await look()
    expect(await rowOf(desk, id)).toMatchObject({ isNonceHeld: true })
    await lookWhenFinal()
    expect(await endOf(id)).toMatchObject({ state: 'superseded', isNonceHeld: false })
    expect(await rowOf(desk, later.id)).toMatchObject({ state: 'awaiting-approvals', isNonceHeld: true })
    expect(await deskFreezes()).toHaveLength(1)
  })
})

describe('signatures that did not come from this desk', () => {
  it('end the withdrawal as what the chain says, and freeze the Safe', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    const signatures = []
    for (const who of ['ruth', 'tomas'])
      signatures.push({ owner: demoMember(who).address, signature: (await approveAs(desk, who, id)).signature })
    signatures.push({ owner: demoMember('aiko').address, signature: (await beginAs(desk, 'aiko', id)).signature })
    const { staged } = (await readPage(desk, 'noor', id)).reviewed.assessment
    const call = encodeExecTransaction(staged, packSignatures(signatures, 3))
    await send(desk, 'sora', { call, attempt: 0 })
    await lookWhenFinal()
    expect(await endOf(id)).toMatchObject({ state: 'executed', isNonceHeld: false })
    expect((await endOf(id)).stateReason).toContain('by signatures that this desk did not hand over')
    expect(await deskFreezes()).toEqual([expect.stringContaining(`${id} ended on chain by signatures`)])
    await look()
    expect(await deskFreezes()).toHaveLength(1)
  })

  it('are not suspected of what was handed over and followed', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await makeReady(desk, id)
    await send(desk, 'eli', await executeAs(desk, 'eli', id))
    await lookWhenFinal()
    expect(await rowOf(desk, id)).toMatchObject({ state: 'executing', isNonceHeld: true })
    expect(await followUntilFinal(desk, id)).toBe('executed')
    await look()
    expect(await deskFreezes()).toEqual([])
    expect(await act(desk, 'ines', 'preview', payment(desk, '98.00'))).toBeTruthy()
  })
})

describe('a withdrawal that was rejected before anybody signed', () => {
  it('and that owners sign and send elsewhere freezes the Safe by its name, and nothing excuses what left', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    const { staged } = (await readPage(desk, 'noor', id)).reviewed.assessment
    await act(desk, 'ruth', 'reject', { withdrawalId: id, reason: 'Nobody ordered this.' })
    await outside(staged.tx)
    await look()
    expect((await deskFreezes())[0]).toContain(`which is ${id} and had ended here`)
    expect((await deskFreezes())[0]).toContain('Tokens of')
  })
})

it('one Safe whose nonces cannot be ended hides no alarm of another', async () => {
  await stageAs(desk, 'ines', payment(desk))
  await outside()
  const chainOfDesk = desk.deps.io.chain
  const observe = () => Promise.reject(new AppError('UNAVAILABLE', 'The logs are gone.'))
  const io = { ...desk.deps.io, chain: { ...chainOfDesk, observe } }
  const poor = { ...desk, deps: { ...desk.deps, io } }
  await outside(undefined, 'operations')
  await expect(performJob(poor, 'watch-safes')).rejects.toThrow('The logs are gone.')
  expect((await desk.db.select().from(freezeOrder)).map(({ scopeId }) => scopeId).sort()).toEqual([
    'operations',
    'treasury',
  ])
})
