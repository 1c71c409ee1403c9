import { type Address, encodeFunctionData, numberToHex, parseAbi, parseEther } from 'viem'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { nodes } from '@/lib/assess/rules/nodes'
import { local } from '@/lib/chains/local'
import { createIo } from '@/lib/io/io'
import type { SafeRef } from '@/lib/stage/types'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { type FailingNode, startFailingNode } from '@/tests/builders/failing-node'
import { sampleFacts } from '@/tests/builders/sample-facts'
import { assets, fund } from '@/tests/chain/equal-effects'
import { stageTx, transfer } from '@/tests/chain/signed-safe'

const PAYEE: Address = '0x2222222222222222222222222222222222222222'
const SETTINGS = parseAbi(['function changeThreshold(uint256 threshold)'])
const NO_BLOCKS = ({ method }: { method: string }) =>
  method === 'eth_simulateV1' ? { error: 'the method does not exist' } : null

let chain: TestChain
let second: FailingNode
let third: FailingNode
let safe: SafeRef
beforeAll(async () => {
  chain = await startTestChain()
  second = await startFailingNode(chain.url)
  third = await startFailingNode(chain.url)
  safe = await fund(chain, '1.4.1')
})
beforeEach(() => {
  for (const node of [second, third]) {
    node.failOn(() => null)
    node.falsify((_, result) => result)
  }
})
afterAll(async () => {
  await second?.stop()
  await third?.stop()
  await chain?.stop()
})

const hostOf = (node: { readonly url: string }) => new URL(node.url).host

/** What the nodes, asked in this order, say of a payment, and what the rule makes of it. */
async function ask(...asked: readonly { readonly url: string }[]) {
  const io = createIo({ rpcUrls: new Map([[local.id, asked.map(({ url }) => url)]]), signatureKey: null })
  const state = await io.chain.readSafeState(safe)
  const staged = stageTx(safe, { to: chain.tokens.usdc, data: transfer(PAYEE, 250n) })
  const effects = await io.simulator.simulate({ staged, state, assets: assets(chain) })
  if (effects.kind === 'unavailable') throw new Error(effects.reason)
  const [finding] = nodes.judge({ ...sampleFacts(), effects })
  return { effects, voices: effects.voices?.map(({ says }) => says), finding }
}

it('two honest nodes confirm each other; one that tells the outcome alone confirms no amounts', async () => {
  expect(await ask(chain, second)).toMatchObject({
    ...{ voices: ['same'], finding: { outcome: 'pass' } },
    effects: { party: hostOf(chain), status: 'success' },
  })
  second.failOn(NO_BLOCKS)
  expect(await ask(chain, second)).toMatchObject({ voices: ['nothing'], finding: { code: 'NODES_UNCONFIRMED' } })
  expect(await ask(chain)).toMatchObject({ voices: [], finding: { outcome: 'pass' } })
})

it('a node with another block is named, whichever of the two is asked first', async () => {
  second.falsify(({ method }, result) =>
    method === 'eth_getBlockByNumber' ? { ...(result as object), hash: `0x${'ab'.repeat(32)}` } : result,
  )
  for (const order of [
    [chain, second],
    [second, chain],
  ])
    expect((await ask(...order)).finding).toMatchObject({
      ...{ code: 'NODES_DISAGREE', outcome: 'unknown', severity: 'critical' },
      evidence: [{ label: hostOf(order[1] ?? chain), value: expect.stringContaining('is another one') }],
    })
})

it('a node that gives an old block a new time, or leaves a setting out of its traces, is found out', async () => {
  second.falsify(({ method }, result) => {
    const block = result as { readonly timestamp: string }
    return method === 'eth_getBlockByNumber'
      ? { ...block, timestamp: `0x${(BigInt(block.timestamp) + 30n).toString(16)}` }
      : result
  })
  expect((await ask(second, chain)).finding).toMatchObject({ code: 'NODES_DISAGREE', outcome: 'unknown' })

  const io = createIo({ rpcUrls: new Map([[local.id, [second.url]]]), signatureKey: null })
  const state = await io.chain.readSafeState(safe)
  const data = encodeFunctionData({ abi: SETTINGS, args: [BigInt(state.threshold) === 1n ? 2n : 1n] })
  const staged = stageTx(safe, { to: safe.address, data })
  const shapes = async () => {
    const effects = await io.simulator.simulate({ staged, state, assets: assets(chain) })
    return effects.kind === 'unavailable' ? [] : [...new Set(effects.environments.map(({ digest }) => digest))]
  }
  second.falsify((_, result) => result)
  expect(await shapes()).toHaveLength(1)
  second.falsify(({ method }, result) => (method === 'debug_traceCall' ? withoutThreshold(result) : result))
  expect(await shapes()).toHaveLength(2)
})

it('a node that tells another outcome, or other balances, is named; of three it stands alone', async () => {
  second.failOn(
    (call) =>
      NO_BLOCKS(call) ??
      (call.method === 'eth_call' && carriesExecution(call) ? { result: `0x${'0'.repeat(64)}` } : null),
  )
  const outcome = await ask(chain, second)
  expect(outcome.finding).toMatchObject({ code: 'NODES_DISAGREE', outcome: 'unknown' })
  expect(outcome.effects.voices?.[0]?.what).toBe('there it ends as inner-failure, here as success')
  second.failOn(() => null)
  second.falsify(({ method }, result) => (method === 'eth_simulateV1' ? withoutGains(result) : result))
  const balances = await ask(chain, third, second)
  expect(balances.voices).toEqual(['same', 'other'])
  expect(balances.finding?.sentence).toContain(`${hostOf(second)} stands alone against`)
})

it('a silent node and a slow one confirm nothing and stop nothing, and nobody waits long', async () => {
  second.failOn(() => ({ error: 'rate limit exceeded' }))
  expect(await ask(chain, second)).toMatchObject({
    ...{ voices: ['nothing'], effects: { status: 'success' } },
    finding: { code: 'NODES_UNCONFIRMED', outcome: 'fail', severity: 'medium' },
  })
  const sent = performance.now()
  second.failOn(() => null)
  second.falsify(async (_, result) => {
    await new Promise((resolve) => setTimeout(resolve, 6_000))
    return result
  })
  expect(await ask(chain, second)).toMatchObject({ voices: ['nothing'] })
  expect(performance.now() - sent).toBeLessThan(6_000)
})

it('a node that lags by a block is asked at the newest that both have', async () => {
  const older = await chain.client.getBlock()
  await chain.client.setBalance({ address: safe.address, value: parseEther('11') })
  await chain.client.mine({ blocks: 1 })
  second.falsify(async ({ method, params }, result) =>
    method === 'eth_getBlockByNumber' && params[0] === 'latest' ? await blockAt(older.number) : result,
  )
  expect(await ask(chain, second)).toMatchObject({ voices: ['same'], finding: { outcome: 'pass' } })
  // Being ahead excuses nobody from telling the same.
  third.falsify(({ method }, result) => (method === 'eth_simulateV1' ? withoutGains(result) : result))
  expect((await ask(third, second)).finding).toMatchObject({ code: 'NODES_DISAGREE', outcome: 'unknown' })
})

const THRESHOLD_SLOT = numberToHex(4, { size: 32 })
const withoutThreshold = (result: unknown): unknown =>
  JSON.parse(JSON.stringify(result, (key, value: unknown) => (key === THRESHOLD_SLOT ? undefined : value)))

const carriesExecution = ({ params }: { readonly params: readonly unknown[] }) =>
  JSON.stringify(params[0]).includes('"0x6a761202')

type Block = { readonly calls: readonly { readonly returnData: string }[] }

/** Balances that all read the same before and after. */
const withoutGains = (result: unknown): unknown =>
  (result as readonly Block[]).map(({ calls, ...block }, place) => ({
    ...block,
    calls:
      place > 0 ? calls : calls.map((call, at) => (at > calls.length / 2 ? { ...call, ...backTo(calls, at) } : call)),
  }))
const backTo = (calls: Block['calls'], at: number) => ({
  returnData: calls[at - (calls.length + 1) / 2]?.returnData ?? '0x',
})

async function blockAt(number: bigint): Promise<unknown> {
  const body = { jsonrpc: '2.0', id: 1, method: 'eth_getBlockByNumber', params: [`0x${number.toString(16)}`, false] }
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(chain.url, { method: 'POST', headers, body: JSON.stringify(body) })
  return ((await answer.json()) as { readonly result: unknown }).result
}
