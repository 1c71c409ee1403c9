import { eq, isNull } from 'drizzle-orm'
import type { Hex } from 'viem'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freezeOrder } from '@/db/schema/freeze'
import { submission } from '@/db/schema/withdrawal'
import { demoMember } from '@/lib/demo/members'
import { sendAs } from '@/lib/desk/chain-client'
import { encodeExecTransaction } from '@/lib/execute/exec-transaction'
import { packSignatures } from '@/lib/execute/pack'
import type { BootstrapRequest } from '@/lib/flows/bootstrap-input'
import { hashSafeTx } from '@/lib/stage/hash'
import type { StagedTx } from '@/lib/stage/types'
import { cancelOnchainAs, REASON, rowOf, runAs, runUntilFinal } from '@/tests/builders/cancel-desk'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  beginAs,
  executeAs,
  follow,
  followUntilFinal,
  type Handed,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  PAYEE,
  payment,
  readPage,
  refusalOf,
  send,
  sign,
  stageAs,
} from '@/tests/builders/money-desk'
import { act, performJob } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk

beforeAll(async () => void (chain = await startTestChain()))
beforeEach(async () => void (desk = await openMoneyDesk(chain)))
afterEach(() => desk.close())
afterAll(() => chain.stop())

const TOO_LITTLE_GAS: Hex = '0x11170'
const PEOPLE = ['ruth', 'tomas', 'aiko']

/** A withdrawal whose signatures the executor has. */
async function handedOver(): Promise<{ id: string; handed: Handed }> {
  const { id } = await stageAs(desk, 'ines', payment(desk))
  await makeReady(desk, id, PEOPLE)
  return { id, handed: await executeAs(desk, 'eli', id) }
}

const statesOf = (...ids: string[]) =>
  Promise.all(ids.map(async (id) => ((row) => [row.state, row.isNonceHeld])(await rowOf(desk, id))))
const deskFreezes = async () =>
  (await desk.db.select().from(freezeOrder).where(isNull(freezeOrder.memberId))).map(({ reason }) => reason)
const soraExecutes = (setup: BootstrapRequest): BootstrapRequest => ({
  ...setup,
  members: setup.members.map((one) => (one.id === 'sora' ? { ...one, roles: ['admin', 'executor'] } : one)),
})
const openSubmissions = () => desk.db.select().from(submission).where(eq(submission.isOpen, true))

const CANCEL_WON = [
  ['cancelled-onchain', false],
  ['executed', false],
]

// addOwnerWithThreshold(0x…dead01, 3) by the Safe itself: another owner, and the review says so.
const ADD_OWNER = `0x0d582f13${'00'.repeat(29)}dead01${'00'.repeat(31)}03` as const

/** What the chain takes, signed by wallets that no page of this desk asked. */
async function signedBehind(staged: StagedTx): Promise<Handed> {
  const signatures = await Promise.all(
    PEOPLE.map(async (who) => ({ owner: demoMember(who).address, signature: await sign(desk, who, staged) })),
  )
  return { call: encodeExecTransaction(staged, packSignatures(signatures, 3)), attempt: 0 }
}

describe('of a withdrawal that was handed over and its cancel', () => {
  it('the cancel wins: the other one is cancelled on chain, whoever looks first', async () => {
    const { id, handed } = await handedOver()
    const { id: cancel } = await cancelOnchainAs(desk, 'ines', id)
    expect((await refusalOf(executeAs(desk, 'eli', id))).message).toMatch(/cancel pending onchain/)
    await runAs(desk, cancel)
    // The original's own look comes first, finds its nonce used, and waits for what used it.
    expect(await follow(desk, id)).toBe('handed-over')
    await chain.client.mine({ blocks: 2 })
    desk.pass(60)
    expect(await follow(desk, id)).toBe('handed-over')
    expect(await statesOf(id)).toEqual([['cancel-pending-onchain', true]])
    expect(await follow(desk, cancel)).toBe('executed')
    expect(await statesOf(id, cancel)).toEqual(CANCEL_WON)
    expect(await openSubmissions()).toEqual([])
    expect(await follow(desk, id)).toBe('superseded')
    await expect(
      send(desk, 'sora', handed, '0x4c4b40').then((hash) => chain.client.getTransactionReceipt({ hash })),
    ).resolves.toMatchObject({ status: 'reverted' })
    expect((await stageAs(desk, 'ines', payment(desk, '7.00'))).state).toBe('awaiting-approvals')
  })

  it('a cancel whose review changed goes back from its executor to its approvers, and is taken up again', async () => {
    const { id } = await handedOver()
    const { id: cancel } = await cancelOnchainAs(desk, 'ines', id)
    await makeReady(desk, cancel)
    await executeAs(desk, 'eli', cancel)
    const { address } = (await readPage(desk, 'noor', cancel)).reviewed.assessment.staged.safe
    await sendAs(chain.client, address, { to: address, data: ADD_OWNER })
    expect(await refusalOf(executeAs(desk, 'eli', cancel))).toMatchObject({ code: 'STALE' })
    expect(await statesOf(cancel)).toEqual([['awaiting-approvals', true]])
    await runAs(desk, cancel)
    await chain.client.mine({ blocks: 2 })
    desk.pass(60)
    expect(await follow(desk, cancel)).toBe('executed')
    expect(await statesOf(id, cancel)).toEqual(CANCEL_WON)
  })

  it('a cancel that an old hand-over leads back to ready without its approvals asks for them again', async () => {
    const { id } = await handedOver()
    const { id: cancel } = await cancelOnchainAs(desk, 'ines', id)
    await makeReady(desk, cancel)
    const old = await executeAs(desk, 'eli', cancel)
    const { address } = (await readPage(desk, 'noor', cancel)).reviewed.assessment.staged.safe
    await sendAs(chain.client, address, { to: address, data: ADD_OWNER })
    await refusalOf(executeAs(desk, 'eli', cancel))
    // With too little gas it reverts, and its signatures stay good.
    const txHash = await send(desk, 'eli', old, '0x11170')
    await act(desk, 'eli', 'report-submission', { withdrawalId: cancel, txHash })
    await followUntilFinal(desk, cancel)
    expect(await statesOf(cancel)).toEqual([['ready', true]])
    expect(await refusalOf(executeAs(desk, 'eli', cancel))).toMatchObject({ code: 'STALE' })
    expect(await statesOf(cancel)).toEqual([['awaiting-approvals', true]])
    await runAs(desk, cancel)
    await chain.client.mine({ blocks: 2 })
    desk.pass(60)
    await follow(desk, cancel)
    expect(await statesOf(id, cancel)).toEqual(CANCEL_WON)
  })

  it('a payment whose review changed stays with its executor: what is out is not called back', async () => {
    const { id } = await handedOver()
    const { address } = (await readPage(desk, 'noor', id)).reviewed.assessment.staged.safe
    await sendAs(chain.client, address, { to: address, data: ADD_OWNER })
    expect(await refusalOf(executeAs(desk, 'eli', id))).toMatchObject({
      code: 'STALE',
      message: expect.stringContaining('cancel it on chain'),
    })
    expect(await statesOf(id)).toEqual([['executing', true]])
  })

  it('the original wins: it is executed and the cancel is superseded', async () => {
    const { id, handed } = await handedOver()
    const { id: cancel } = await cancelOnchainAs(desk, 'ines', id)
    await makeReady(desk, cancel)
    const late = await executeAs(desk, 'eli', cancel)
    await send(desk, 'eli', handed)
    const lost = await send(desk, 'sora', late, '0x4c4b40')
    expect((await chain.client.getTransactionReceipt({ hash: lost })).status).toBe('reverted')
    expect(await followUntilFinal(desk, cancel)).toBe('handed-over')
    expect(await follow(desk, id)).toBe('executed')
    expect(await statesOf(id, cancel)).toEqual([
      ['executed', false],
      ['superseded', false],
    ])
    expect(await openSubmissions()).toEqual([])
  })

  it('the original wins while the cancel still gathers approvals', async () => {
    const { id, handed } = await handedOver()
    const { id: cancel } = await cancelOnchainAs(desk, 'ines', id)
    await approveAs(desk, 'ruth', cancel)
    await send(desk, 'eli', handed)
    expect(await followUntilFinal(desk, id)).toBe('executed')
    expect(await statesOf(id, cancel)).toEqual([
      ['executed', false],
      ['superseded', false],
    ])
  })

  it('neither wins: another transaction used the nonce, and both are superseded', async () => {
    const { id } = await handedOver()
    const { id: cancel } = await cancelOnchainAs(desk, 'ines', id)
    const { staged } = (await readPage(desk, 'noor', id)).reviewed.assessment
    const tx = { ...staged.tx, to: PAYEE, value: 1n, data: '0x' as const }
    await send(desk, 'sora', await signedBehind({ ...staged, tx, hashes: hashSafeTx(staged.safe, tx) }))
    expect(await follow(desk, id)).toBe('handed-over')
    expect(await followUntilFinal(desk, id)).toBe('superseded')
    expect(await statesOf(id, cancel)).toEqual([
      ['superseded', false],
      ['superseded', false],
    ])
  })

  it('the cancel wins by signatures that this desk never handed over, and is believed by its hash', async () => {
    const { id } = await handedOver()
    const { id: cancel } = await cancelOnchainAs(desk, 'ines', id)
    const { staged } = (await readPage(desk, 'noor', cancel)).reviewed.assessment
    await send(desk, 'sora', await signedBehind(staged))
    expect(await follow(desk, id)).toBe('handed-over')
    expect(await followUntilFinal(desk, id)).toBe('superseded')
    expect(await statesOf(id, cancel)).toEqual(CANCEL_WON)
    expect((await rowOf(desk, cancel)).stateReason).toContain('did not hand over')
    expect(await deskFreezes()).toEqual([expect.stringContaining(`${cancel} ended on chain by signatures`)])
  })

  it('the original wins by signatures from elsewhere, and the Safe is frozen though its cancel was handed over', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await beginAs(desk, 'ruth', id)
    const { id: cancel } = await cancelOnchainAs(desk, 'ines', id)
    await makeReady(desk, cancel)
    await executeAs(desk, 'eli', cancel)
    const { staged } = (await readPage(desk, 'noor', id)).reviewed.assessment
    await send(desk, 'sora', await signedBehind(staged))
    expect(await followUntilFinal(desk, cancel)).toBe('superseded')
    expect(await statesOf(id, cancel)).toEqual([
      ['executed', false],
      ['superseded', false],
    ])
    expect(await deskFreezes()).toEqual([expect.stringContaining(`${id} ended on chain by signatures`)])
  })

  it('the cancel is taken over from an executor who does not send it; an original is not', async () => {
    await desk.close()
    desk = await openMoneyDesk(chain, soraExecutes)
    const { id } = await handedOver()
    const { id: cancel } = await cancelOnchainAs(desk, 'ines', id)
    await makeReady(desk, cancel)
    await executeAs(desk, 'eli', cancel)
    const page = await readPage(desk, 'sora', cancel)
    expect(page.viewer.execute).toEqual({ isOpen: true, whyNot: '' })
    await send(desk, 'sora', await executeAs(desk, 'sora', cancel))
    expect(await followUntilFinal(desk, cancel)).toBe('executed')
    const { id: other } = await stageAs(desk, 'ines', payment(desk, '5.00'))
    await makeReady(desk, other)
    await executeAs(desk, 'eli', other)
    expect((await refusalOf(executeAs(desk, 'sora', other))).message).toContain('Another executor has it')
  })

  it('both are looked at side by side, and end once', async () => {
    const { id } = await handedOver()
    const { id: cancel } = await cancelOnchainAs(desk, 'ines', id)
    await runAs(desk, cancel)
    await chain.client.mine({ blocks: 2 })
    desk.pass(60)
    await Promise.allSettled([follow(desk, id), follow(desk, cancel), follow(desk, id), follow(desk, cancel)])
    expect(await statesOf(id, cancel)).toEqual(CANCEL_WON)
  })
})

describe('a withdrawal that was given up', () => {
  it('is not ready again when what was handed over reverts', async () => {
    const { id, handed } = await handedOver()
    await cancelOnchainAs(desk, 'ines', id)
    const txHash = await send(desk, 'eli', handed, TOO_LITTLE_GAS)
    await act(desk, 'eli', 'report-submission', { withdrawalId: id, txHash })
    expect(await follow(desk, id)).toBe('confirming')
    expect(await followUntilFinal(desk, id)).toBe('reverted')
    expect(await statesOf(id)).toEqual([['cancel-pending-onchain', true]])
  })

  it('by a rejection is not ready again when the chain shows it executed and takes that back', async () => {
    const { id, handed } = await handedOver()
    const txHash = await send(desk, 'eli', handed, TOO_LITTLE_GAS)
    await act(desk, 'eli', 'report-submission', { withdrawalId: id, txHash })
    expect(await followUntilFinal(desk, id)).toBe('reverted')
    await act(desk, 'lena', 'reject', { withdrawalId: id, reason: REASON })
    const before = await chain.client.snapshot()
    await send(desk, 'sora', handed)
    expect(await follow(desk, id)).toBe('confirming')
    expect(await statesOf(id)).toEqual([['confirming', true]])
    await chain.client.revert({ id: before })
    expect(await followUntilFinal(desk, id)).toBe('reverted')
    expect(await statesOf(id)).toEqual([['cancel-pending-onchain', true]])
  })

  it('goes back to ready after a revert where nobody gave it up', async () => {
    const { id, handed } = await handedOver()
    const txHash = await send(desk, 'eli', handed, TOO_LITTLE_GAS)
    await act(desk, 'eli', 'report-submission', { withdrawalId: id, txHash })
    expect(await followUntilFinal(desk, id)).toBe('reverted')
    expect(await statesOf(id)).toEqual([['ready', true]])
  })

  it('and reverted is still watched, and ends with its cancel', async () => {
    const { id, handed } = await handedOver()
    const txHash = await send(desk, 'eli', handed, TOO_LITTLE_GAS)
    await act(desk, 'eli', 'report-submission', { withdrawalId: id, txHash })
    await followUntilFinal(desk, id)
    const { id: cancel } = await cancelOnchainAs(desk, 'ines', id)
    expect(await performJob(desk, 'sweep')).toEqual({ followed: 1 })
    expect(await runUntilFinal(desk, cancel)).toBe('executed')
    expect(await statesOf(id)).toEqual([['cancelled-onchain', false]])
    expect(await performJob(desk, 'sweep')).toEqual({ followed: 0 })
  })
})
