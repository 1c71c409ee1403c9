import { type Abi, type Address, encodeFunctionData, type Hex, parseAbi } from 'viem'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { effectsRecord } from '@/lib/approve/evidence-effects'
import { items } from '@/lib/assess/rules/items'
import type { Facts } from '@/lib/assess/types'
import type { SafeRef } from '@/lib/stage/types'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { MULTI, placeCollections, UNIQUE } from '@/tests/builders/collections'
import { sendOutside } from '@/tests/builders/outside'
import { sampleFacts, troubles } from '@/tests/builders/sample-facts'
import { fund, simulate, type Simulated } from '@/tests/chain/equal-effects'
import { stageTx, transfer } from '@/tests/chain/signed-safe'

const THIEF: Address = '0x2222222222222222222222222222222222222222'
const ABI = parseAbi([
  'function mint(address to, uint256 id)',
  'function transferFrom(address from, address to, uint256 id)',
  'function burn(uint256 id)',
  'function swap(address a, uint256 idA, address b, uint256 idB)',
])
const MULTI_ABI = parseAbi([
  'function mint(address to, uint256 id, uint256 value)',
  'function safeTransferFrom(address from, address to, uint256 id, uint256 value, bytes data)',
  'function safeBatchTransferFrom(address from, address to, uint256[] ids, uint256[] values, bytes data)',
])
const call = (abi: Abi, functionName: string, args: readonly unknown[]): Hex =>
  encodeFunctionData({ abi, functionName, args })

let chain: TestChain
let safe: SafeRef
beforeAll(async () => {
  chain = await startTestChain()
  safe = await fund(chain, '1.4.1')
  await placeCollections(chain.client)
  await sendOutside(chain.url, { to: UNIQUE, data: call(ABI, 'mint', [safe.address, 7n]) })
  await sendOutside(chain.url, { to: UNIQUE, data: call(ABI, 'mint', [THIEF, 8n]) })
  await sendOutside(chain.url, { to: MULTI, data: call(MULTI_ABI, 'mint', [safe.address, 3n, 10n]) })
  await sendOutside(chain.url, { to: MULTI, data: call(MULTI_ABI, 'mint', [safe.address, 4n, 1n]) })
  await chain.checkpoint()
})
beforeEach(() => chain.reset())
afterAll(() => chain?.stop())

const run = (to: Address, data: Hex) => simulate(chain, stageTx(safe, { to, data }))
const judged = (effects: Simulated, intent: Facts['intent'] = sampleFacts().intent) =>
  troubles(items.judge({ ...sampleFacts(), intent, staged: stageTx(safe, { to: UNIQUE }), effects }))
const changes = ({ items: moved = [] }: Simulated) =>
  moved
    .map(({ id, account, before, after }) => `${account === safe.address ? 'safe' : account} ${id}: ${after - before}`)
    .sort()

it('an item that leaves is an effect, and blocks where the request does not state it', async () => {
  const effects = await run(UNIQUE, call(ABI, 'transferFrom', [safe.address, THIEF, 7n]))
  expect(changes(effects)).toEqual([`${THIEF} 7: 1`, 'safe 7: -1'])
  expect(new Set(effects.environments.map(({ digest }) => digest)).size).toBe(1)
  expect(judged(effects)).toEqual(['ITEM_LEAVES_UNSTATED'])
  expect(judged(effects, null)).toEqual(['ITEM_LEAVES'])
  const { intent } = sampleFacts()
  const asset = { chainId: safe.chainId, address: UNIQUE, symbol: 'UNQ', decimals: 0 }
  const stated = intent && { ...intent, legs: [{ asset, recipient: THIEF, units: 1n }] }
  expect(judged(effects, stated)).toEqual(['ITEM_LEAVES'])
})

it('an item that is exchanged for another of its collection shows, though no balance changes', async () => {
  const effects = await run(UNIQUE, call(ABI, 'swap', [safe.address, 7n, THIEF, 8n]))
  expect(effects.balances).toEqual([])
  expect(changes(effects)).toEqual([`${THIEF} 7: 1`, `${THIEF} 8: -1`, 'safe 7: -1', 'safe 8: 1'])
  expect(judged(effects)).toEqual(['ITEM_LEAVES_UNSTATED'])
})

it('an item that is burnt goes to nobody', async () => {
  const effects = await run(UNIQUE, call(ABI, 'burn', [7n]))
  expect(changes(effects)).toEqual(['safe 7: -1'])
  expect(judged(effects)).toEqual(['ITEM_LEAVES_UNSTATED'])
})

it('items of a collection of many are counted by number, alone and in a batch', async () => {
  const one = await run(MULTI, call(MULTI_ABI, 'safeTransferFrom', [safe.address, THIEF, 3n, 4n, '0x']))
  expect(one.balances).toEqual([])
  expect(changes(one)).toEqual([`${THIEF} 3: 4`, 'safe 3: -4'])
  expect(judged(one)).toEqual(['ITEM_LEAVES_UNSTATED'])
  const batch = await run(
    MULTI,
    call(MULTI_ABI, 'safeBatchTransferFrom', [safe.address, THIEF, [3n, 4n], [10n, 1n], '0x']),
  )
  expect(changes(batch)).toEqual([`${THIEF} 3: 10`, `${THIEF} 4: 1`, 'safe 3: -10', 'safe 4: -1'])
  expect(judged(batch)).toEqual(['ITEM_LEAVES_UNSTATED'])
})

it('an item that arrives, and a payment without any, find nothing and leave the evidence as it was', async () => {
  const arriving = await run(UNIQUE, call(ABI, 'mint', [safe.address, 9n]))
  expect(changes(arriving)).toEqual(['safe 9: 1'])
  expect(judged(arriving)).toEqual([])
  const payment = await run(chain.tokens.usdc, transfer(THIEF, 5n))
  expect(payment).not.toHaveProperty('items')
  expect(effectsRecord(payment, null)).not.toHaveProperty('items')
  expect(judged(payment)).toEqual([])
})
