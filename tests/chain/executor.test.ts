import {
  type Address,
  concatHex,
  encodeFunctionData,
  getAddress,
  type Hex,
  numberToHex,
  parseAbi,
  parseEther,
} from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { simulation } from '@/lib/assess/rules/simulation'
import { local } from '@/lib/chains/local'
import { createIo } from '@/lib/io/io'
import { READER_ADDRESS } from '@/lib/io/node-capabilities'
import { GUARD_SLOT } from '@/lib/simulate/safe-slots'
import { VALIDATED } from '@/lib/simulate/validated'
import type { SafeRef } from '@/lib/stage/types'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { type FailingNode, startFailingNode } from '@/tests/builders/failing-node'
import { sampleFacts } from '@/tests/builders/sample-facts'
import { assets, fund } from '@/tests/chain/equal-effects'
import { KEYS, stageTx, transfer } from '@/tests/chain/signed-safe'

const EXECUTOR: Address = getAddress('0xe7ec000000000000000000000000000000e7ec00')
const PAYEE: Address = '0x2222222222222222222222222222222222222222'
const PLANTED: Address = '0x00000000000000000000000000000000000f0001'
const GUARD: Address = '0x00000000000000000000000000000000000f0002'

let chain: TestChain
let node: FailingNode
let safe: SafeRef
beforeAll(async () => {
  chain = await startTestChain()
  safe = await fund(chain, '1.4.1')
  node = await startFailingNode(chain.url)
  await chain.checkpoint()
})
beforeEach(async () => {
  await chain.reset()
  node.failOn(() => null)
  node.falsify((_, result) => result)
})
afterAll(async () => {
  await node?.stop()
  await chain?.stop()
})

const plain = () => ({ to: chain.tokens.usdc, data: transfer(PAYEE, 250n) })
const callPlanted = { to: PLANTED, value: 100n }

async function run(fields: Parameters<typeof stageTx>[1], executor: Address | null = EXECUTOR, url = chain.url) {
  const io = createIo({ rpcUrls: new Map([[local.id, [url]]]), signatureKey: null })
  const state = await io.chain.readSafeState(safe)
  const staged = stageTx(safe, fields)
  const effects = await io.simulator.simulate({ staged, state, assets: assets(chain), executor })
  if (effects.kind === 'unavailable') throw new Error(effects.reason)
  const findings = simulation.judge({ ...sampleFacts(), effects, safe: state })
  return {
    effects,
    codes: findings.filter(({ outcome }) => outcome !== 'pass').map(({ code }) => code),
    validated: effects.environments.find(({ name }) => name === VALIDATED),
  }
}

const put = (address: Address, bytecode: Hex) => chain.client.setCode({ address, bytecode })
/** Sends what it gets to 0xdead where the sender of the transaction is this one, else keeps it. */
const actsFor = (sender: Address): Hex => concatHex(['0x3273', sender, '0x14601c57005b', '0x5f5f5f5f3461dead5af100'])

describe('the executor who is known', () => {
  it('sends the second run, and the one that the node checks', async () => {
    const { effects, codes, validated } = await run(plain())
    expect(codes).toEqual([])
    expect(effects.environments.map(({ sender }) => sender)).toContain(EXECUTOR)
    expect(validated).toMatchObject({ status: 'success', sender: EXECUTOR })
    expect(new Set(effects.environments.map(({ digest }) => digest)).size).toBe(1)
  })

  it('meets a contract that acts for them alone, and it is found; nobody else would have met it', async () => {
    await put(PLANTED, actsFor(EXECUTOR))
    expect((await run(callPlanted)).codes).toEqual(['SIM_ENV_DEPENDENT'])
    expect((await run(callPlanted, null)).codes).toEqual([])
    await put(PLANTED, '0x00')
    expect((await run(callPlanted)).codes).toEqual([])
  })

  it('changes nothing of what is shown', async () => {
    const [known, unknown] = [await run(plain()), await run(plain(), null)]
    const { environments: _, ...shown } = known.effects
    const { environments: __, ...before } = unknown.effects
    expect(shown).toEqual(before)
    expect(known.effects.environments.map(({ digest }) => digest)).toEqual(
      unknown.effects.environments.map(({ digest }) => digest),
    )
  })
})

describe('the run that the node checks like a sent transaction', () => {
  // It is the only one with this author and a price of gas: no other environment has both.
  const actsForAuthorAndPrice = (author: Address): Hex =>
    concatHex(['0x4173', author, '0x143a151516601f5700', '0x5b', '0x5f5f5f5f3461dead5af100'])

  it('finds what acts only with the newest header’s own author and fees, and says what it logs instead', async () => {
    const { miner } = await chain.client.getBlock()
    const code = actsForAuthorAndPrice(miner)
    await put(PLANTED, code)
    const { codes, validated, effects } = await run(callPlanted)
    expect(codes).toEqual(['SIM_ENV_DEPENDENT'])
    const others = effects.environments.filter(({ name }) => name !== VALIDATED)
    expect(new Set(others.map(({ digest }) => digest)).size).toBe(1)
    expect(validated?.loggedInstead?.here.map(({ to, units }) => [to, units])).toContainEqual([
      '0x000000000000000000000000000000000000dEaD',
      100n,
    ])
    await put(PLANTED, '0x00')
    expect((await run(callPlanted)).codes).toEqual([])
  })

  it('is absent where the node refuses it, and neither good nor bad news', async () => {
    const isValidated = ({ method, params }: { method: string; params: readonly unknown[] }) =>
      method === 'eth_simulateV1' && JSON.stringify(params).includes('"validation":true')
    node.failOn((call) => (isValidated(call) ? { error: 'max fee per gas less than block base fee' } : null))
    const { codes, validated, effects } = await run(plain(), EXECUTOR, node.url)
    expect({ codes, validated }).toEqual({ codes: [], validated: undefined })
    expect(effects.environments).toHaveLength(4)
    node.failOn((call) =>
      isValidated(call)
        ? { result: [{ calls: [refusal(-38_012), { status: '0x1', returnData: '0x', logs: [] }] }] }
        : null,
    )
    expect((await run(plain(), EXECUTOR, node.url)).validated).toBeUndefined()
    // A revert is no refusal.
    node.failOn((call) =>
      isValidated(call) ? { result: [{ calls: [refusal(3), { status: '0x1', returnData: '0x', logs: [] }] }] } : null,
    )
    expect((await run(plain(), EXECUTOR, node.url)).codes).toEqual(['SIM_ENV_DEPENDENT'])
  })
})

describe('what tells a run from a sent transaction', () => {
  const HALF_A_MILLION = 5n * 10n ** 23n
  const steal: Hex = '0x5f5f5f5f3461dead5af100'
  /** Keeps what it gets where gas costs nothing, or the sender holds more than anybody, or less than the sum given. */
  const actsForPersons = (least: bigint): Hex =>
    concatHex([
      ...['0x3a15', '0x6f', word(HALF_A_MILLION), '0x32311117'],
      ...['0x6f', word(least), '0x32311017', '0x603a57', steal, '0x5b00'],
    ] as Hex[])
  const word = (wei: bigint) => numberToHex(wei, { size: 16 })
  const hold = (address: Address, value: bigint) => chain.client.setBalance({ address, value })

  it('is neither a price of zero nor a fortune: somebody sends with gas and money as people have it', async () => {
    await put(PLANTED, actsForPersons(0n))
    expect((await run(callPlanted)).codes).toEqual(['SIM_ENV_DEPENDENT'])
    expect((await run(callPlanted, null)).codes).toEqual(['SIM_ENV_DEPENDENT'])
    await put(PLANTED, actsForPersons(parseEther('0.01')))
    expect((await run(callPlanted, null)).codes).toEqual(['SIM_ENV_DEPENDENT'])
    await put(PLANTED, '0x00')
    expect((await run(callPlanted)).codes).toEqual([])
  })

  it('is no balance of the executor, who sends with what they have where it pays the gas', async () => {
    await put(PLANTED, actsForPersons(parseEther('2')))
    await hold(EXECUTOR, parseEther('1'))
    expect((await run(callPlanted)).codes).toEqual([])
    await hold(EXECUTOR, parseEther('3'))
    expect((await run(callPlanted)).codes).toEqual(['SIM_ENV_DEPENDENT'])
    await hold(EXECUTOR, 0n)
    const { codes, validated } = await run(plain())
    expect({ codes, sender: validated?.sender }).toEqual({ codes: [], sender: EXECUTOR })
  })

  it('is not the money of the probe, which comes in a later block', async () => {
    const { miner } = await chain.client.getBlock()
    const isRich: Hex = concatHex(['0x73', READER_ADDRESS, '0x311516'])
    const code = concatHex(['0x4173', miner, '0x143a151516', isRich, '0x60375700', '0x5b', steal])
    await put(PLANTED, code)
    expect((await run(callPlanted)).codes).toEqual(['SIM_ENV_DEPENDENT'])
  })
})

describe('the probe after it', () => {
  const REFUSER: Address = '0x00000000000000000000000000000000000f0003'
  const isValidated = ({ params }: { params: readonly unknown[] }) =>
    JSON.stringify(params).includes('"validation":true')

  it('is no business of a sender with code that takes no coin', async () => {
    const { miner } = await chain.client.getBlock()
    await put(REFUSER, '0x5f5ffd')
    await put(EXECUTOR, concatHex(['0xef0100', REFUSER]))
    expect(await run(plain())).toMatchObject({ codes: [], validated: { status: 'success', sender: EXECUTOR } })
    await put(PLANTED, concatHex(['0x4173', miner, '0x143a151516601f5700', '0x5b', '0x5f5f5f5f3461dead5af100']))
    expect((await run(callPlanted)).codes).toEqual(['SIM_ENV_DEPENDENT'])
  })

  it('takes the run away with it neither where it fails nor where it is not run', async () => {
    const failing = { status: '0x0', returnData: '0x', logs: [] }
    for (const after of [[{ calls: [failing] }], []]) {
      node.falsify((call, result) => (isValidated(call) ? [(result as unknown[])[0], ...after] : result))
      const { codes, validated } = await run(plain(), EXECUTOR, node.url)
      expect({ codes, status: validated?.status }).toEqual({ codes: [], status: 'success' })
      expect((await run(callPlanted, EXECUTOR, node.url)).codes).toEqual([])
    }
  })

  // Tries to pay one wei to who refuses it, then gives back what it got, or to 0xdead where the run is that of the node.
  it('says what the node logs of coin that was undone, so that one such wei hides nothing', async () => {
    const { miner } = await chain.client.getBlock()
    await put(REFUSER, '0x5f5ffd')
    const tries: Hex = concatHex(['0x5f5f5f5f600173', REFUSER, '0x5af150'])
    const givesBack: Hex = '0x5f5f5f5f34335af100'
    await put(PLANTED, concatHex([tries, givesBack]))
    const honest = await run(callPlanted)
    expect({ codes: honest.codes, status: honest.validated?.status }).toEqual({ codes: [], status: 'success' })
    const isReal: Hex = concatHex(['0x4173', miner, '0x143a151516'])
    await put(PLANTED, concatHex([tries, isReal, '0x604557', givesBack, '0x5b', '0x5f5f5f5f3461dead5af100']))
    const { codes, validated } = await run(callPlanted)
    expect(codes).toEqual(['SIM_ENV_DEPENDENT'])
    expect(validated?.loggedInstead?.here.map(({ to, units }) => [to, units])).toContainEqual([
      '0x000000000000000000000000000000000000dEaD',
      100n,
    ])
  })
})

const refusal = (code: number) => ({ status: '0x0', returnData: '0x', logs: [], error: { code, message: 'no' } })

describe('a guard that lets only some execute', () => {
  const setGuard = (code: Hex) =>
    put(GUARD, code).then(() =>
      chain.client.setStorageAt({
        address: safe.address,
        index: GUARD_SLOT,
        value: `0x${'0'.repeat(24)}${GUARD.slice(2)}`,
      }),
    )
  /** Reverts unless one of these sends the transaction. */
  const only = (senders: readonly Address[]): Hex => {
    const size = senders.length * 26
    const okay = `0x${(size + 4).toString(16).padStart(2, '0')}` as Hex
    return concatHex([
      ...senders.map((sender): Hex => concatHex(['0x3273', sender, '0x1460', okay, '0x57'])),
      '0x5f5ffd00',
      '0x5b00',
    ])
  }
  const owners = () => KEYS.slice(0, 3).map(({ address }) => address)

  it('is told, and stops nothing', async () => {
    await setGuard(only([...owners(), EXECUTOR]))
    const { codes, effects } = await run(plain())
    expect(codes).toEqual(['EXECUTION_RESTRICTED'])
    expect(effects.status).toBe('success')
    expect(effects.environments.flatMap(({ refused }) => (refused ? [refused.guard] : []))).toEqual([GUARD])
    await setGuard(only(owners()))
    expect((await run(plain())).codes).toEqual(['EXECUTION_RESTRICTED'])
    expect((await run(plain(), null)).codes).toEqual(['EXECUTION_RESTRICTED'])
  })

  it('hides nothing: what acts only later is found all the same', async () => {
    await setGuard(only(owners()))
    const { timestamp } = await chain.client.getBlock()
    const later = (timestamp + 1800n).toString(16).padStart(8, '0')
    // if (time > later) send what it got to 0xdead
    await put(PLANTED, `0x63${later}4211600a57005b5f5f5f5f3461dead5af100`)
    expect((await run(callPlanted)).codes).toEqual(['SIM_ENV_DEPENDENT', 'EXECUTION_RESTRICTED'])
  })

  it('is not what a payee is who refuses strangers by itself', async () => {
    await put(PLANTED, only(owners()))
    expect((await run({ to: PLANTED, data: encodeFunctionData({ abi: parseAbi(['function run()']) }) })).codes).toEqual(
      ['SIM_ENV_DEPENDENT'],
    )
  })
})
