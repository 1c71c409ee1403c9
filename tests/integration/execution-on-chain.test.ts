import { eq } from 'drizzle-orm'
import { encodeFunctionData, erc20Abi, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditEvent } from '@/db/schema/audit'
import { submission, withdrawal } from '@/db/schema/withdrawal'
import { demoMember } from '@/lib/demo/members'
import { encodeExecTransaction } from '@/lib/execute/exec-transaction'
import { packSignatures } from '@/lib/execute/pack'
import { hashSafeTx } from '@/lib/stage/hash'
import type { StagedTx } from '@/lib/stage/types'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  executeAs,
  follow,
  followUntilFinal,
  type Handed,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  PAYEE,
  payment,
  plantWithdrawal,
  readPage,
  refusalOf,
  send,
  stageAs,
} from '@/tests/builders/money-desk'
import { act, performJob } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk

beforeAll(async () => void (chain = await startTestChain()))
beforeEach(async () => void (desk = await openMoneyDesk(chain)))
afterEach(() => desk.close())
afterAll(() => chain.stop())

const TOO_LITTLE_GAS: Hex = '0x11170' // 70,000: enough to start, too little to finish

const paid = () =>
  chain.client.readContract({
    ...{ address: chain.tokens.usdc, abi: erc20Abi, functionName: 'balanceOf', args: [PAYEE] },
  } as const)

const rowOf = async (id: string) => {
  const [row] = await desk.db.select().from(withdrawal).where(eq(withdrawal.id, id))
  if (!row) throw new Error(`no ${id}`)
  return row
}

describe('an outer revert', () => {
  it('keeps the nonce and the signatures, and however it is retried it pays once', async () => {
    const before = await paid()
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await makeReady(desk, id)
    const first = await executeAs(desk, 'eli', id)
    const txHash = await send(desk, 'eli', first, TOO_LITTLE_GAS)
    await act(desk, 'eli', 'report-submission', { withdrawalId: id, txHash })
    expect((await chain.client.getTransactionReceipt({ hash: txHash })).status).toBe('reverted')
    expect(await follow(desk, id)).toBe('confirming')
    expect(await followUntilFinal(desk, id)).toBe('reverted')
    expect(await rowOf(id)).toMatchObject({ state: 'ready', nonce: 0n, isNonceHeld: true })
    expect((await readPage(desk, 'noor', id)).stateReason).toContain('the signatures are still live')

    const next = await stageAs(desk, 'ines', payment(desk, '7.00'))
    expect((await rowOf(next.id)).nonce).toBe(1n)

    const second = await executeAs(desk, 'eli', id)
    expect(second).toMatchObject({ attempt: 2, call: { data: first.call.data } })
    await send(desk, 'eli', second)
    expect(await paid()).toBe(before + 250_000_000n)
    // The first attempt's bytes are public: sent once more, by anybody, they pay nothing.
    const again = await send(desk, 'sora', first, '0x4c4b40')
    expect((await chain.client.getTransactionReceipt({ hash: again })).status).toBe('reverted')
    expect(await followUntilFinal(desk, id)).toBe('executed')
    expect(await paid()).toBe(before + 250_000_000n)
    expect(await rowOf(id)).toMatchObject({ state: 'executed', isNonceHeld: false })
    expect((await refusalOf(executeAs(desk, 'eli', id))).message).toContain(`${id} is executed now`)
  })

  it('made the signatures public: whoever sends them again executes it, and the desk finds out', async () => {
    const before = await paid()
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await makeReady(desk, id)
    const handed = await executeAs(desk, 'eli', id)
    const txHash = await send(desk, 'eli', handed, TOO_LITTLE_GAS)
    await act(desk, 'eli', 'report-submission', { withdrawalId: id, txHash })
    expect(await followUntilFinal(desk, id)).toBe('reverted')
    expect(await follow(desk, id)).toBe('reverted')
    expect((await rowOf(id)).state).toBe('ready')
    await act(desk, 'lena', 'reject', { withdrawalId: id, reason: 'It failed once and nobody knows why.' })
    await send(desk, 'sora', handed)
    expect(await performJob(desk, 'sweep')).toEqual({ followed: 1 })
    expect(await follow(desk, id)).toBe('confirming')
    expect(await followUntilFinal(desk, id)).toBe('executed')
    expect(await rowOf(id)).toMatchObject({ state: 'executed', isNonceHeld: false })
    expect(await paid()).toBe(before + 250_000_000n)
    expect(await performJob(desk, 'sweep')).toEqual({ followed: 0 })
  })

  it('is believed only of a transaction that carries exactly these fields', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await makeReady(desk, id)
    const handed = await executeAs(desk, 'eli', id)
    const other: Handed = {
      ...handed,
      call: { ...handed.call, data: `${handed.call.data.slice(0, 74)}${'0'.repeat(64)}` as Hex },
    }
    const txHash = await send(desk, 'eli', other, '0x30d40')
    await act(desk, 'eli', 'report-submission', { withdrawalId: id, txHash })
    expect(await followUntilFinal(desk, id)).toBe('handed-over')
    expect((await rowOf(id)).state).toBe('executing')
  })
})

describe('an ExecutionFailure', () => {
  it('is an ending: the receipt is good, the nonce is used, nothing was paid', async () => {
    const data = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [PAYEE, 10n ** 30n] })
    // The desk's own transactions have no safeTxGas, so their inner failures revert; somebody else's may not.
    const { id, staged } = await plantWithdrawal(desk, { data, safeTxGas: 150_000n })
    await handOverBehind(id)
    const before = await paid()
    const txHash = await send(desk, 'eli', await signedBy(staged, ['ruth', 'tomas', 'aiko']), '0x7a120')
    expect((await chain.client.getTransactionReceipt({ hash: txHash })).status).toBe('success')
    expect(await followUntilFinal(desk, id)).toBe('failed-onchain')
    expect(await paid()).toBe(before)
    expect(await rowOf(id)).toMatchObject({ state: 'failed-onchain', isNonceHeld: false })
    expect((await stageAndRead()).nonce).toBe(1n)
  })
})

describe('a nonce used by a hash the desk never saw', () => {
  it('supersedes what was handed over, once it is final', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await makeReady(desk, id)
    await executeAs(desk, 'eli', id)
    const { staged } = (await readPage(desk, 'noor', id)).reviewed.assessment
    const tx = { ...staged.tx, to: PAYEE, value: 1n, data: '0x' as const }
    const foreign = { ...staged, tx, hashes: hashSafeTx(staged.safe, tx) }
    await send(desk, 'sora', await signedBy(foreign, ['lena', 'bram', 'tomas']))
    expect(await follow(desk, id)).toBe('handed-over')
    expect(await followUntilFinal(desk, id)).toBe('superseded')
    expect(await rowOf(id)).toMatchObject({ state: 'superseded', isNonceHeld: false })
    const told = await desk.db.select().from(auditEvent).where(eq(auditEvent.objectId, id))
    expect(told.at(-1)?.reason).toContain('used by another transaction')
  })
})

describe('a hand-over that somebody else sent', () => {
  it('is found by the Safe’s event, though nobody reported it', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await makeReady(desk, id)
    await send(desk, 'sora', await executeAs(desk, 'eli', id))
    expect(await follow(desk, id)).toBe('confirming')
    expect(await followUntilFinal(desk, id)).toBe('executed')
  })
})

describe('a withdrawal that is on chain and not final yet', () => {
  it('is shown as it was approved, and is not handed over again', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await makeReady(desk, id)
    await send(desk, 'eli', await executeAs(desk, 'eli', id))
    for (const state of ['executing', 'confirming']) {
      const page = await readPage(desk, 'eli', id)
      expect(page).toMatchObject({ state, isLive: true, quorum: { isMet: true, filled: 3 } })
      expect(page.reviewed.assessment).toMatchObject({ verdict: 'ok' })
      expect(page.viewer.execute.isOpen).toBe(false)
      const { cancelOnchain } = (await readPage(desk, 'ines', id)).viewer
      expect(cancelOnchain).toEqual({ isOpen: false, whyNot: 'The chain has used its nonce.' })
      await follow(desk, id)
    }
    expect(await followUntilFinal(desk, id)).toBe('executed')
  })
})

async function stageAndRead() {
  const { id } = await stageAs(desk, 'ines', payment(desk))
  return rowOf(id)
}

/** What execTransaction takes, signed outside the desk. */
async function signedBy(staged: StagedTx, people: readonly string[]): Promise<Handed> {
  const signatures = await Promise.all(
    people.map(async (who) => ({
      owner: demoMember(who).address,
      signature: await privateKeyToAccount(demoMember(who).privateKey).sign({ hash: staged.hashes.safeTx }),
    })),
  )
  return { call: encodeExecTransaction(staged, packSignatures(signatures, people.length)), attempt: 0 }
}

async function handOverBehind(withdrawalId: string): Promise<void> {
  for (const state of ['ready', 'executing'])
    await desk.db.update(withdrawal).set({ state }).where(eq(withdrawal.id, withdrawalId))
  await desk.db.insert(submission).values({
    ...{ withdrawalId, attempt: 1, executorId: 'eli', executorAddress: demoMember('eli').address },
    ...{ evidenceDigest: '0x', proof: {}, challenge: withdrawalId, handedOverAt: desk.now(), state: 'handed-over' },
  })
}
