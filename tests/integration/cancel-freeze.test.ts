import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FreezeScope } from '@/lib/policy/freeze'
import { cancelOnchainAs, fillGapAs, leaveGap, REASON, rowOf } from '@/tests/builders/cancel-desk'
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
  refusalOf,
  send,
  stageAs,
} from '@/tests/builders/money-desk'
import { act, performJob } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk

beforeAll(async () => void (chain = await startTestChain()))
afterAll(() => chain.stop())
beforeEach(async () => void (desk = await openMoneyDesk(chain)))
afterEach(() => desk.close())

const freezeAs = (who: string, scope: FreezeScope) => act(desk, who, 'freeze', { scope, reason: '' })
const staged = async (amount?: string) => (await stageAs(desk, 'ines', payment(desk, amount))).id
const asked = async (amount?: string) => {
  const id = await staged(amount)
  await beginAs(desk, 'ruth', id)
  return id
}
const organisation = async (): Promise<FreezeScope> => {
  const { rows } = await desk.db.$client.query<{ id: string }>('SELECT id FROM installation')
  return { kind: 'organisation', id: rows[0]?.id ?? '' }
}

describe('a frozen Safe', () => {
  it('can cancel on chain and nothing else, also after the organisation and both withdrawals were frozen', async () => {
    const id = await asked()
    const other = await asked('1.00')
    await freezeAs('tomas', { kind: 'safe', id: 'treasury' })
    await freezeAs('tomas', await organisation())
    await freezeAs('tomas', { kind: 'withdrawal', id })
    expect((await refusalOf(staged('2.00'))).message).toContain('frozen')
    expect((await refusalOf(approveAs(desk, 'aiko', other))).message).toContain('frozen')
    const { id: cancel } = await cancelOnchainAs(desk, 'ines', id)
    await freezeAs('tomas', { kind: 'withdrawal', id: cancel })
    expect((await readPage(desk, 'ruth', cancel)).frozen).toEqual([])
    await makeReady(desk, cancel)
    await performJob(desk, 'sign-checkpoint')
    await send(desk, 'eli', await executeAs(desk, 'eli', cancel))
    expect(await followUntilFinal(desk, cancel)).toBe('executed')
    expect((await rowOf(desk, id)).state).toBe('cancelled-onchain')
    expect((await refusalOf(approveAs(desk, 'aiko', other))).message).toContain('frozen')
  })

  it('does not fill a gap: nothing is alive there that a cancel could kill', async () => {
    const first = await staged()
    await staged('1.00')
    await leaveGap(desk, first)
    await freezeAs('tomas', { kind: 'safe', id: 'treasury' })
    expect((await refusalOf(fillGapAs(desk, 'ines', 0n))).message).toContain('This Safe is frozen')
  })
})

describe('a frozen member', () => {
  it('neither starts, approves nor executes a cancel; others do', async () => {
    const id = await asked()
    await freezeAs('noor', { kind: 'member', id: 'ines' })
    expect((await refusalOf(cancelOnchainAs(desk, 'ines', id))).message).toContain('Somebody on this is frozen')
    const { id: cancel } = await cancelOnchainAs(desk, 'lena', id)
    await freezeAs('noor', { kind: 'member', id: 'ruth' })
    expect((await refusalOf(approveAs(desk, 'ruth', cancel))).message).toContain('Somebody on this is frozen')
    await makeReady(desk, cancel, ['tomas', 'aiko', 'bram'])
    const { freezeId } = (await freezeAs('noor', { kind: 'member', id: 'eli' })) as { freezeId: string }
    expect((await refusalOf(executeAs(desk, 'eli', cancel))).message).toMatch(/frozen|a freeze of the member eli/)
    for (const who of ['sora', 'viktor']) await act(desk, who, 'unfreeze', { freezeId, reason: 'It was not him.' })
    await executeAs(desk, 'eli', cancel)
  })

  it('who started or approved one before does not keep the nonce alive by being frozen', async () => {
    const id = await asked()
    const { id: cancel } = await cancelOnchainAs(desk, 'lena', id)
    await approveAs(desk, 'ruth', cancel)
    await freezeAs('noor', { kind: 'member', id: 'lena' })
    await freezeAs('noor', { kind: 'member', id: 'ruth' })
    await makeReady(desk, cancel, ['tomas', 'aiko'])
    await executeAs(desk, 'eli', cancel)
  })
})

describe('a cancel that may be signed', () => {
  const stops: readonly [verb: string, who: string, input: (id: string) => object][] = [
    ['reject', 'bram', (withdrawalId) => ({ withdrawalId, reason: REASON })],
    ['cancel', 'ines', (withdrawalId) => ({ withdrawalId, reason: REASON })],
    ['hold', 'noor', (withdrawalId) => ({ withdrawalId, note: REASON })],
  ]

  it.each(stops)(
    'is no longer stopped by %s; before, it is, and another one may be started',
    async (verb, who, input) => {
      const id = await asked()
      const { id: first } = await cancelOnchainAs(desk, 'ines', id)
      await act(desk, who, verb, input(first))
      expect((await rowOf(desk, id)).state).toBe('cancel-pending-onchain')
      if (verb === 'hold') await act(desk, 'ines', 'cancel', { withdrawalId: first, reason: REASON })
      const { id: cancel } = await cancelOnchainAs(desk, 'ines', id)
      await beginAs(desk, 'ruth', cancel)
      const refusal = await refusalOf(act(desk, who, verb, input(cancel)))
      expect(refusal).toMatchObject({
        code: 'CONFLICT',
        message: expect.stringContaining('Only the chain ends it now'),
      })
      expect((await rowOf(desk, cancel)).state).toBe('awaiting-approvals')
    },
  )

  it('never runs out of time; one that nobody was asked to sign does', async () => {
    const [id, other] = [await asked(), await asked('1.00')]
    const { id: signed } = await cancelOnchainAs(desk, 'ines', id)
    const { id: unsigned } = await cancelOnchainAs(desk, 'ines', other)
    await beginAs(desk, 'ruth', signed)
    desk.pass(31 * 24 * 3600)
    expect(((await performJob(desk, 'expire')) as { expired: string[] }).expired).toEqual([unsigned])
    expect((await rowOf(desk, unsigned)).state).toBe('expired')
    await makeReady(desk, signed)
    await executeAs(desk, 'eli', signed)
    await cancelOnchainAs(desk, 'ines', other)
  })
})

describe('a gap in the queue', () => {
  it('is filled with a rejection, which everything behind it waits for', async () => {
    const first = await staged()
    const behind = await staged('1.00')
    await leaveGap(desk, first)
    const { id, state } = await fillGapAs(desk, 'bram', 0n)
    expect(state).toBe('awaiting-approvals')
    expect(await rowOf(desk, id)).toMatchObject({ class: 'cancel', replaces: null, nonce: 0n })
    await makeReady(desk, id, ['ruth', 'tomas', 'aiko'])
    await send(desk, 'eli', await executeAs(desk, 'eli', id))
    expect(await followUntilFinal(desk, id)).toBe('executed')
    await makeReady(desk, behind)
    await executeAs(desk, 'eli', behind)
  })

  it('is one only where nothing holds the nonce, something waits behind it, and the chain has not used it', async () => {
    const first = await staged()
    expect((await refusalOf(fillGapAs(desk, 'ines', 0n))).message).toContain(`${first} holds it`)
    expect((await refusalOf(fillGapAs(desk, 'ines', 1n))).message).toContain('nothing waits behind it')
    await makeReady(desk, first)
    await send(desk, 'eli', await executeAs(desk, 'eli', first))
    await followUntilFinal(desk, first)
    expect((await refusalOf(fillGapAs(desk, 'ines', 0n))).message).toContain('used nonce 0 already')
  })
})
