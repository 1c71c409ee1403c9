import { eq } from 'drizzle-orm'
import { erc20Abi, type Hash, numberToHex } from 'viem'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { submission, withdrawal } from '@/db/schema/withdrawal'
import { demoMember } from '@/lib/demo/members'
import { createDemoWallet } from '@/lib/demo/wallet'
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
  send,
  stageAs,
} from '@/tests/builders/money-desk'
import { act } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk

beforeAll(async () => void (chain = await startTestChain()))
beforeEach(async () => void (desk = await openMoneyDesk(chain)))
afterEach(async () => {
  await chain.client.setAutomine(true)
  await desk.close()
})
afterAll(() => chain.stop())

const paid = () =>
  chain.client.readContract({
    ...{ address: chain.tokens.usdc, abi: erc20Abi, functionName: 'balanceOf', args: [PAYEE] },
  } as const)
const handedOver = async (id: string) => {
  const [row] = await desk.db.select().from(submission).where(eq(submission.withdrawalId, id))
  return row
}
const stateOf = async (id: string) =>
  (await desk.db.select({ state: withdrawal.state }).from(withdrawal).where(eq(withdrawal.id, id)))[0]?.state

/** The executor's wallet sends it at a price and from a place in its own queue. Nothing mines it yet. */
async function sendAt(gwei: number, nonce: number, { call }: Handed): Promise<Hash> {
  const fee = numberToHex(BigInt(gwei) * 10n ** 9n)
  const request = {
    ...{ from: demoMember('eli').address, to: call.to, data: call.data, nonce: numberToHex(nonce) },
    gas: numberToHex(500_000n), // a wallet that speeds up keeps the gas of the first
    ...{ maxFeePerGas: fee, maxPriorityFeePerGas: numberToHex(10n ** 9n * BigInt(Math.ceil(gwei / 2))) },
  }
  return (await createDemoWallet('eli', chain.url).request({
    method: 'eth_sendTransaction',
    params: [request],
  })) as Hash
}

it('a stuck transaction is waited for, and the one that replaces it at a higher fee is found and pays once', async () => {
  const before = await paid()
  const { id } = await stageAs(desk, 'ines', payment(desk))
  await makeReady(desk, id)
  const handed = await executeAs(desk, 'eli', id)
  await chain.client.setAutomine(false)
  const nonce = await chain.client.getTransactionCount({ address: demoMember('eli').address })
  const stuck = await sendAt(4, nonce, handed)
  await act(desk, 'eli', 'report-submission', { withdrawalId: id, txHash: stuck })
  desk.pass(3_600)
  expect(await follow(desk, id)).toBe('handed-over')
  expect(await stateOf(id)).toBe('executing')

  const faster = await sendAt(40, nonce, handed)
  await chain.client.mine({ blocks: 1 })
  expect(await follow(desk, id)).toBe('confirming')
  expect(await handedOver(id)).toMatchObject({ reportedTxHash: stuck, minedTxHash: faster })
  expect(await followUntilFinal(desk, id)).toBe('executed')
  expect((await paid()) - before).toBe(250_000_000n)
})

it('a reorganised block leads back, and the same signatures pay once in another one', async () => {
  const before = await paid()
  const { id } = await stageAs(desk, 'ines', payment(desk))
  await makeReady(desk, id)
  const handed = await executeAs(desk, 'eli', id)
  const fork = await chain.client.snapshot()
  const first = await send(desk, 'eli', handed)
  await act(desk, 'eli', 'report-submission', { withdrawalId: id, txHash: first })
  expect(await follow(desk, id)).toBe('confirming')
  const seen = await handedOver(id)

  await chain.client.revert({ id: fork })
  expect(await paid()).toBe(before)
  expect(await follow(desk, id)).toBe('handed-over')
  expect(await stateOf(id)).toBe('executing')
  expect(await handedOver(id)).toMatchObject({ isOpen: true, minedTxHash: null, blockHash: null })

  await chain.client.mine({ blocks: 3 })
  await send(desk, 'sora', handed)
  expect(await follow(desk, id)).toBe('confirming')
  expect((await handedOver(id))?.blockHash).not.toBe(seen?.blockHash)
  expect(await followUntilFinal(desk, id)).toBe('executed')
  expect((await paid()) - before).toBe(250_000_000n)
})
