import { type Address, concatHex, encodeFunctionData, erc20Abi, type Hex, keccak256, parseAbi, zeroHash } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { nodes } from '@/lib/assess/rules/nodes'
import { local } from '@/lib/chains/local'
import { ISSUER, sendAs } from '@/lib/desk/chain-client'
import { DEPLOYMENT_PROXY } from '@/lib/desk/contracts-table'
import { createIo } from '@/lib/io/io'
import type { SafeRef } from '@/lib/stage/types'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { placeCollections, UNIQUE } from '@/tests/builders/collections'
import { type FailingNode, startFailingNode } from '@/tests/builders/failing-node'
import { encodeRebase, placeToken, REBASING } from '@/tests/builders/odd-tokens'
import { sendOutside } from '@/tests/builders/outside'
import { sampleFacts } from '@/tests/builders/sample-facts'
import { assets, fund } from '@/tests/chain/equal-effects'
import { stageTx, transfer } from '@/tests/chain/signed-safe'

const THIEF: Address = '0x2222222222222222222222222222222222222222'
const ABI = parseAbi([
  'function mint(address to, uint256 id)',
  'function transferFrom(address from, address to, uint256 id)',
  'function swap(address a, uint256 idA, address b, uint256 idB)',
])
/** Makes a contract whose code is one byte, STOP. */
const INIT: Hex = '0x600160005360016000f3'

let chain: TestChain
let liar: FailingNode
let honest: FailingNode
let safe: SafeRef
beforeAll(async () => {
  chain = await startTestChain()
  liar = await startFailingNode(chain.url)
  honest = await startFailingNode(chain.url)
  safe = await fund(chain, '1.4.1')
  await placeCollections(chain.client)
  const mint = (to: Address, id: bigint) => encodeFunctionData({ abi: ABI, functionName: 'mint', args: [to, id] })
  await sendOutside(chain.url, { to: UNIQUE, data: mint(safe.address, 7n) })
  await sendOutside(chain.url, { to: UNIQUE, data: mint(THIEF, 8n) })
})
beforeEach(() => {
  for (const node of [liar, honest]) node.falsify((_, result) => result)
})
afterAll(async () => {
  await liar?.stop()
  await honest?.stop()
  await chain?.stop()
})

async function ask(to: Address, data: Hex) {
  const io = createIo({ rpcUrls: new Map([[local.id, [liar.url, honest.url]]]), signatureKey: null })
  const state = await io.chain.readSafeState(safe)
  const effects = await io.simulator.simulate({ staged: stageTx(safe, { to, data }), state, assets: assets(chain) })
  if (effects.kind === 'unavailable') throw new Error(effects.reason)
  const [finding] = nodes.judge({ ...sampleFacts(), effects })
  return { effects, voice: effects.voices?.[0], finding }
}

describe('a node that leaves something out of its traces, and of all its logs', () => {
  it.each([
    ['the logs of an item that leaves', () => moving(), UNIQUE, withoutLogs, 'a transfer of'],
    ['the call that moves it', () => moving(), UNIQUE, withoutCalls, 'a transfer of'],
    ['items that are exchanged', () => swapping(), UNIQUE, withoutCalls, 'a transfer of'],
    ['an approval of a registered token', () => approving(), null, withoutCalls, 'an approval of'],
  ] as const)('is contradicted: %s', async (_what, dataOf, place, without, words) => {
    const to = place ?? chain.tokens.usdc
    const told = await ask(to, dataOf())
    expect([told.voice, told.finding?.outcome]).toMatchObject([{ says: 'same', what: '' }, 'pass'])
    liar.falsify(({ method }, result) => (LYING.includes(method) ? without(result, to) : result))
    const { voice, finding } = await ask(to, dataOf())
    expect(voice).toMatchObject({ says: 'other', what: expect.stringContaining(`there it logs ${words} ${to}`) })
    expect(finding).toMatchObject({ code: 'NODES_DISAGREE', outcome: 'unknown', severity: 'critical' })
  })

  const moving = () => encodeFunctionData({ abi: ABI, functionName: 'transferFrom', args: [safe.address, THIEF, 7n] })
  const swapping = () => encodeFunctionData({ abi: ABI, functionName: 'swap', args: [safe.address, 7n, THIEF, 8n] })
  const approving = () => encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [THIEF, 900n] })
})

it('a node that tells other code of a new contract is contradicted', async () => {
  const data = concatHex([zeroHash, INIT])
  expect(await ask(DEPLOYMENT_PROXY, data)).toMatchObject({
    ...{ voice: { says: 'same' }, effects: { code: [{ before: null, after: keccak256('0x01') }] } },
  })
  const [real, made] = [keccak256('0x01').slice(2), keccak256('0x02').slice(2)]
  liar.falsify(({ method }, result) => {
    const text = JSON.stringify(result)
    if (method === 'eth_simulateV1') return JSON.parse(text.replaceAll(real, made))
    return method === 'debug_traceCall' ? JSON.parse(text.replaceAll('"code":"0x01"', '"code":"0x02"')) : result
  })
  const { voice, effects } = await ask(DEPLOYMENT_PROXY, data)
  expect(effects.code).toMatchObject([{ after: keccak256('0x02') }])
  expect(voice).toMatchObject({ says: 'other', what: expect.stringContaining('code or the Safe’s storage differ') })
})

it('two honest nodes say the same of a rebasing token, though one is a block behind its newest balances', async () => {
  const token = await placeToken(chain, REBASING, safe.address, 1_000n)
  const older = await chain.client.getBlock()
  await sendAs(chain.client, ISSUER, { to: token, data: encodeRebase(2_000n) })
  await chain.client.mine({ blocks: 1 })
  const behind = { method: 'eth_getBlockByNumber', params: [`0x${older.number.toString(16)}`, false] }
  honest.falsify(async ({ method, params }, result) =>
    method === 'eth_getBlockByNumber' && params[0] === 'latest' ? await chain.client.request(behind as never) : result,
  )
  const { voice, effects } = await ask(token, transfer(THIEF, 250n))
  expect(effects.balances).toHaveLength(2)
  expect(voice).toMatchObject({ says: 'same' })
})

const LYING = ['debug_traceCall', 'eth_simulateV1']
type Raw = {
  readonly address?: string
  readonly to?: string
  readonly logs?: readonly Raw[]
  readonly calls?: readonly Raw[]
}
const isOf = (one: string | undefined, place: Address) => one?.toLowerCase() === place.toLowerCase()

/** The same with none of the logs of a contract. */
const withoutLogs = (result: unknown, place: Address): unknown =>
  JSON.parse(
    JSON.stringify(result, (key, value: unknown) =>
      key === 'logs' && Array.isArray(value) ? (value as Raw[]).filter(({ address }) => !isOf(address, place)) : value,
    ),
  )

/** The same with none of the calls that it gets either. */
const withoutCalls = (result: unknown, place: Address): unknown =>
  JSON.parse(
    JSON.stringify(withoutLogs(result, place), (key, value: unknown) =>
      key === 'calls' && Array.isArray(value) ? (value as Raw[]).filter(({ to }) => !isOf(to, place)) : value,
    ),
  )
