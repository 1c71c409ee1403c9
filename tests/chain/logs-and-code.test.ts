import { type Address, concatHex, type Hex, keccak256, numberToHex, zeroHash } from 'viem'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { codeEffects } from '@/lib/assess/rules/code-effects'
import { logs } from '@/lib/assess/rules/logs'
import { simulation } from '@/lib/assess/rules/simulation'
import { DEPLOYMENT_PROXY } from '@/lib/desk/contracts-table'
import type { SafeRef } from '@/lib/stage/types'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { LIAR_TOKEN, LIAR_TOKEN_CODE } from '@/tests/builders/liar-token'
import { sampleFacts, troubles } from '@/tests/builders/sample-facts'
import { fund, simulate } from '@/tests/chain/equal-effects'
import { stageTx, transfer } from '@/tests/chain/signed-safe'

const PAYEE: Address = '0x2222222222222222222222222222222222222222'
const PLANTED: Address = '0x00000000000000000000000000000000000c0de5'
/** Makes a contract whose code is one byte, STOP. */
const INIT: Hex = '0x600160005360016000f3'

let chain: TestChain
let safe: SafeRef
beforeAll(async () => {
  chain = await startTestChain()
  safe = await fund(chain, '1.4.1')
  await chain.client.setCode({ address: LIAR_TOKEN, bytecode: LIAR_TOKEN_CODE })
  await chain.client.mine({ blocks: 1 })
})
afterAll(() => chain?.stop())

const judged = (rule: typeof logs, effects: Awaited<ReturnType<typeof simulate>>) =>
  troubles(rule.judge({ ...sampleFacts(), effects }))

it.each(['usdc', 'usdt', 'fee', 'false'] as const)('the token %s logs what it does', async (key) => {
  const effects = await simulate(chain, stageTx(safe, { to: chain.tokens[key], data: transfer(PAYEE, 1000n) }))
  expect(judged(logs, effects)).toEqual([])
  expect(effects.code).toEqual([])
})

it('a token that only logs is found, with what it logged kept beside the balances', async () => {
  const effects = await simulate(chain, stageTx(safe, { to: LIAR_TOKEN, data: transfer(PAYEE, 1000n) }))
  expect(effects).toMatchObject({ status: 'success', balances: [] })
  expect(effects.logged).toEqual([
    { event: 'transfer', token: LIAR_TOKEN, from: safe.address, to: PAYEE, units: 1000n },
  ])
  expect(judged(logs, effects)).toEqual(['LOGS_DISAGREE'])
})

it('a contract that the run makes is an effect, and a finding where nobody announced it', async () => {
  const effects = await simulate(chain, stageTx(safe, { to: DEPLOYMENT_PROXY, data: concatHex([zeroHash, INIT]) }))
  expect(effects.status).toBe('success')
  expect(effects.code).toEqual([{ address: expect.any(String), before: null, after: keccak256('0x01') }])
  expect(judged(codeEffects, effects)).toEqual(['CODE_CREATED_UNANNOUNCED'])
})

/** Once the time is past this second it makes that contract; else it does nothing. */
const createsAfter = (second: bigint): Hex =>
  concatHex(['0x63', numberToHex(second, { size: 4 }), '0x4211600b57005b69', INIT, '0x600052600a60166000f000'])

it('a contract that only another block makes is found, and named there', async () => {
  const { timestamp } = await chain.client.getBlock()
  await chain.client.setCode({ address: PLANTED, bytecode: createsAfter(timestamp + 1800n) })
  const effects = await simulate(chain, stageTx(safe, { to: PLANTED, data: '0x' }))
  expect(effects.code).toEqual([])
  expect(judged(codeEffects, effects)).toEqual([])
  expect(judged(simulation, effects)).toEqual(['SIM_ENV_DEPENDENT'])
  const changes = effects.environments.flatMap(({ name, instead }) => (instead ? [{ name, code: instead.code }] : []))
  const code = [{ address: expect.any(String), before: null, after: keccak256('0x01') }]
  expect(changes).toEqual([{ name: 'one hour later, unknown executor', code }])
})

it('a contract that every block makes is the same in all, also in the one that tells no code', async () => {
  await chain.client.setCode({ address: PLANTED, bytecode: createsAfter(0n) })
  const effects = await simulate(chain, stageTx(safe, { to: PLANTED, data: '0x' }))
  expect(effects.code).toHaveLength(1)
  expect(effects.environments.map(({ name }) => name)).toContain('simulated block, no fees')
  expect(judged(simulation, effects)).toEqual([])
})
