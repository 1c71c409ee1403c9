import { encodeFunctionData, parseAbi, parseEther, type Address } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runRules } from '@/lib/assess/run'
import { NO_PAST } from '@/lib/assess/past'
import { STRANGER, troubles } from '@/tests/builders/sample-facts'
import type { Facts } from '@/lib/assess/types'
import { local } from '@/lib/chains/local'
import { decode } from '@/lib/decode/decode'
import { DEPLOYED_VERSIONS, type DeployedVersion } from '@/lib/desk/contracts-table'
import { LOCAL_TOKENS, mintToken, type LocalToken } from '@/lib/desk/tokens'
import { createIo } from '@/lib/io/io'
import { buildTransfer } from '@/lib/stage/build'
import type { Asset, Leg, SafeRef, StagedTx, WithdrawalClass } from '@/lib/stage/types'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { openSafe, stageTx, transfer, allow } from '@/tests/chain/signed-safe'

const PAYEE: Address = '0xc090682F12C01cF17056DFc90575fc9D4cc94244'
const OWNER_CALLS = parseAbi(['function addOwnerWithThreshold(address,uint256)'])

let chain: TestChain
beforeAll(async () => {
  chain = await startTestChain()
})
beforeEach(() => chain.reset())
afterAll(() => chain.stop())

describe.each(DEPLOYED_VERSIONS)('rules on a real Safe %s', (version) => {
  it('find an honest payment of ether and of each well-behaved token fine', async () => {
    const safe = await fund(version)
    for (const leg of [pay(null, 5n), pay('usdc', 250n), pay('usdt', 250n)])
      expect(await judgeLegs(safe, [leg])).toEqual([])
  })

  it('find an honest batch fine', async () => {
    const legs = [pay(null, parseEther('0.5')), pay('usdc', 250n), pay('usdt', 7n), pay('usdc', 1n)]
    expect(await judgeLegs(await fund(version), legs)).toEqual(['DELEGATECALL_TRUSTED 1'])
  })

  it('find an empty self-call to be a cancel and nothing else', async () => {
    const safe = await fund(version)
    expect(await judge(stageTx(safe, { to: safe.address }), { kind: 'cancel', legs: null })).toEqual(['REJECTION_TX 1'])
  })

  it('find an announced owner change explained down to its storage', async () => {
    const safe = await fund(version)
    const data = encodeFunctionData({ abi: OWNER_CALLS, functionName: 'addOwnerWithThreshold', args: [STRANGER, 3n] })
    const staged = stageTx(safe, { to: safe.address, data })
    expect(await judge(staged, { kind: 'configuration', legs: [] })).toEqual(['OWNER_ADD 1', 'THRESHOLD_CHANGE 1'])
  })
})

describe('rules about tokens that do not do what they are asked', () => {
  it.each([
    ['keeps a fee', 'fee', ['INTENT_AMOUNT_MISMATCH']],
    ['answers false', 'false', ['INTENT_AMOUNT_MISMATCH', 'INTENT_AMOUNT_MISMATCH']],
    ['reverts', 'stuck', ['SIMULATION_REVERTED']],
  ] as const)('block a token that %s', async (_what, token, expected) => {
    expect(await judgeLegs(await fund('1.4.1'), [pay(token, 1000n)])).toEqual(expected)
  })
})

describe('rules about bytes that are not what is requested', () => {
  it('block code that replaces the singleton', async () => {
    const staged = stageTx(await fund('1.3.0'), { to: chain.tokens.drainer, operation: 1, data: transfer(PAYEE, 0n) })
    const found = await judge(staged, { kind: 'transfer', legs: [pay(null, 5n)] })
    expect(found).toEqual(expect.arrayContaining(['DELEGATECALL_UNTRUSTED 1', 'SINGLETON_CHANGE', 'INTENT_MISMATCH 1']))
  })

  it('block an approval in the place of a payment', async () => {
    const staged = stageTx(await fund('1.4.1'), { to: chain.tokens.usdc, data: allow(PAYEE, 5n) })
    const found = await judge(staged, { kind: 'transfer', legs: [pay('usdc', 5n)] })
    expect(found.filter((it) => it.startsWith('INTENT_MISMATCH')).length).toBeGreaterThanOrEqual(2)
  })
})

function pay(token: LocalToken | null, units: bigint): Leg {
  const address = token === null ? 'native' : chain.tokens[token]
  const asset = assets().find((it) => it.address === address)
  if (!asset) throw new Error('no such token')
  return { asset, recipient: PAYEE, units }
}

async function judgeLegs(safe: SafeRef, legs: readonly Leg[]): Promise<readonly string[]> {
  const intent = { legs, purpose: 'test', reference: '' }
  return await judge(buildTransfer({ safe, intent, nonce: 0n }), { kind: 'transfer', legs })
}

async function judge(
  staged: StagedTx,
  { kind, legs }: { kind: WithdrawalClass; legs: readonly Leg[] | null },
): Promise<readonly string[]> {
  const io = createIo({ rpcUrls: new Map([[local.id, [chain.url]]]), signatureKey: null })
  const state = await io.chain.readSafeState(staged.safe)
  const tokens = assets().flatMap(({ address, symbol }) => (address === 'native' ? [] : [{ address, symbol }]))
  const { chainId, address, version } = staged.safe
  const facts: Facts = {
    class: kind,
    staged,
    intent: legs === null ? null : { legs, purpose: 'test', reference: '' },
    call: decode(staged, { chainId, safe: address, safeVersion: version, tokens }),
    effects: await io.simulator.simulate({ staged, state, assets: assets() }),
    safe: state,
    contacts: [{ entryId: 'c', version: 1, address: PAYEE, name: 'Payee', isActive: true, coolingUntil: null }],
    ownSafes: [],
    assets: assets(),
    hashes: {
      own: staged.hashes.safeTx,
      protocolKit: await io.safeKit.hashOf(staged),
      contract: await io.chain.hashByContract(staged),
    },
    queue: { onchainNonce: state.nonce, others: [] },
    history: { stagedAt: '2026-11-25T09:00:00.000Z', earlier: [] },
    past: NO_PAST,
  }
  return troubles(runRules(facts))
}

async function fund(version: DeployedVersion): Promise<SafeRef> {
  const safe = await openSafe(chain, version)
  await chain.client.setBalance({ address: safe.address, value: parseEther('10') })
  for (const key of Object.keys(LOCAL_TOKENS) as LocalToken[])
    await mintToken(chain.url, chain.tokens[key], safe.address, 1_000_000n)
  return safe
}

function assets(): Asset[] {
  const tokens = Object.entries(LOCAL_TOKENS).map(([key, { symbol, decimals }]) => ({
    chainId: local.id,
    address: chain.tokens[key as LocalToken],
    symbol,
    decimals,
  }))
  return [{ chainId: local.id, address: 'native', symbol: 'ETH', decimals: 18 }, ...tokens]
}
