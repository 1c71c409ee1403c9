import { type Address, parseEther } from 'viem'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { local } from '@/lib/chains/local'
import { createIo } from '@/lib/io/io'
import type { Ahead } from '@/lib/simulate/turn'
import type { InTurn } from '@/lib/simulate/types'
import type { SafeRef } from '@/lib/stage/types'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { type FailingNode, startFailingNode } from '@/tests/builders/failing-node'
import { fund, simulate } from '@/tests/chain/equal-effects'
import { stageTx, transfer } from '@/tests/chain/signed-safe'

const PAYEE: Address = '0x2222222222222222222222222222222222222222'

let chain: TestChain
let node: FailingNode
let safe: SafeRef
beforeAll(async () => {
  chain = await startTestChain()
  node = await startFailingNode(chain.url)
  safe = await fund(chain, '1.4.1') // ten coins, and a million of each token
})
afterAll(async () => {
  await node?.stop()
  await chain?.stop()
})

type Fields = Omit<Parameters<typeof stageTx>[1], 'nonce'>

/** The last of these, run after the others. */
async function turnOf(...all: readonly Fields[]): Promise<InTurn | undefined> {
  const staged = all.map((fields, place) => stageTx(safe, { ...fields, nonce: BigInt(place) }))
  const last = staged.at(-1)
  if (last === undefined) throw new Error('something is run')
  const ahead = staged.slice(0, -1).map((one): Ahead => ({ id: `W-${one.tx.nonce}`, nonce: one.tx.nonce, staged: one }))
  const io = createIo({ rpcUrls: new Map([[local.id, [node.url]]]), signatureKey: null })
  const state = await io.chain.readSafeState(safe)
  const effects = await io.simulator.simulate({ staged: last, state, assets: [], ahead })
  if (effects.kind === 'unavailable') throw new Error(effects.reason)
  expect(effects.status).toBe('success')
  return effects.inTurn
}

const pay = (ether: string): Fields => ({ to: PAYEE, value: parseEther(ether) })

it('a payment after others is the same where enough is left', async () => {
  expect(await turnOf(pay('2'), { to: chain.tokens.usdc, data: transfer(PAYEE, 5n) }, pay('3'))).toMatchObject({
    ...{ kind: 'simulated', after: ['W-0', 'W-1'], failing: null, status: 'success', isSame: true },
    balances: expect.arrayContaining([
      { account: PAYEE, asset: 'native', before: parseEther('2'), after: parseEther('5') },
    ]),
  })
})

it('reverts after what leaves too little', async () => {
  expect(await turnOf(pay('8'), pay('3'))).toMatchObject({ status: 'reverted', isSame: false, failing: null })
  const all = transfer(PAYEE, 1_000_000n)
  const turn = await turnOf({ to: chain.tokens.usdc, data: all }, { to: chain.tokens.usdc, data: transfer(PAYEE, 1n) })
  expect(turn).toMatchObject({ isSame: false, status: 'reverted', balances: [] })
})

it('does otherwise in its events alone, and that is seen too', async () => {
  // Logs how much its caller holds, and moves nothing.
  const teller: Address = '0x00000000000000000000000000000000000f0001'
  await chain.client.setCode({ address: teller, bytecode: '0x333160005260206000a000' })
  expect(await turnOf(pay('1'), { to: teller })).toMatchObject({ status: 'success', isSame: false })
  expect(await turnOf({ to: chain.tokens.usdc, data: transfer(PAYEE, 1n) }, { to: teller })).toMatchObject({
    isSame: true,
  })
})

it('names the one before it that does not execute itself', async () => {
  expect(await turnOf(pay('1'), pay('80'), pay('1'))).toMatchObject({ failing: 'W-1', isSame: false })
})

it('is not guessed by a node that runs nothing one after another, and absent where nothing comes before', async () => {
  node.failOn(({ method }) => (method === 'eth_simulateV1' ? { error: 'the method does not exist' } : null))
  expect(await turnOf(pay('1'), pay('1'))).toMatchObject({
    ...{ kind: 'unavailable', after: ['W-0'] },
    reason: expect.stringContaining('runs no transactions one after another'),
  })
  node.failOn(() => null)
  expect((await simulate(chain, stageTx(safe, pay('1')))).inTurn).toBeUndefined()
})
