import { readFileSync } from 'node:fs'
import { type Address, encodeAbiParameters, getAddress, type Hex, keccak256, numberToHex, pad, parseAbi } from 'viem'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { runRules } from '@/lib/assess/run'
import { decode } from '@/lib/decode/decode'
import type { StagedTx } from '@/lib/stage/types'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { sampleFacts, troubles } from '@/tests/builders/sample-facts'
import { assets, fund, ioOf, simulate, type Simulated } from '@/tests/chain/equal-effects'
import { EXECUTOR, stageTx } from '@/tests/chain/signed-safe'

type Case = {
  readonly id: string
  readonly safeVersion: string
  readonly tx: { readonly to: Address; readonly data: Hex; readonly operation: number }
  readonly context: { readonly deploy?: readonly { readonly address: Address; readonly runtime: Hex }[] }
}

/** Code of real thefts, or code with the same effect, put where the corpus has it. */
const CASES = (JSON.parse(readFileSync('tests/fixtures/corpus/cases.json', 'utf8')) as { cases: readonly Case[] }).cases
const withCode = CASES.filter(({ context }) => context.deploy !== undefined)
const USDC: Address = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'
const TOKEN = parseAbi([
  'function approve(address,uint256) returns (bool)',
  'function balanceOf(address) view returns (uint256)',
])

let chain: TestChain
beforeAll(async () => {
  chain = await startTestChain()
})
beforeEach(() => chain.reset())
afterAll(() => chain.stop())

it('there are three of them', () => {
  expect(withCode.map(({ id }) => id)).toEqual(['P001', 'P006', 'P041'])
})

it.each(['P001', 'P006'])('%s writes another contract into slot 0, and is blocked for it', async (id) => {
  const { staged, effects, found } = await judged(caseOf(id))
  const written = effects.safeStorage.find(({ label }) => label === 'singleton')
  // The first argument of what calls itself a transfer.
  expect(staged.tx.data.toLowerCase()).toContain(`a9059cbb${written?.after.slice(2)}`)
  expect(found).toContain('SINGLETON_CHANGE')
})

it.each(['P001', 'P006'])('a harmless contract in the place of the one of %s writes nothing there', async (id) => {
  const { effects, found } = await judged(caseOf(id), '0x00')
  expect(effects.safeStorage.map(({ label }) => label)).toEqual(['nonce'])
  expect(new Set(effects.environments.map(({ digest }) => digest)).size).toBe(1)
  expect(found).not.toContain('SIM_ENV_DEPENDENT')
})

it('P041 shows a node one side and a miner another, and is caught between them', async () => {
  const { effects, found } = await judged(caseOf('P041'))
  expect(new Set(effects.environments.map(({ digest }) => digest)).size).toBeGreaterThan(1)
  expect(found).toContain('SIM_ENV_DEPENDENT')
})

it('a contract that is the same on both sides is not', async () => {
  const { found } = await judged(caseOf('P041'), '0x00')
  expect(found).not.toContain('SIM_ENV_DEPENDENT')
})

function caseOf(id: string): Case {
  const found = withCode.find((one) => one.id === id)
  if (found === undefined) throw new Error(`the corpus has ${id}`)
  return found
}

/** The case as a transaction of a Safe of this chain, which holds USDC and lets the contract take it. */
async function judged({ tx, context }: Case, runtime?: Hex) {
  for (const { address, runtime: own } of context.deploy ?? [])
    await chain.client.setCode({ address, bytecode: runtime ?? own })
  const safe = await fund(chain, '1.3.0')
  await holdUsdc(safe.address, tx.to)
  const staged = stageTx(safe, { to: getAddress(tx.to), data: tx.data, operation: tx.operation })
  const effects = await simulate(chain, staged)
  return { staged, effects, found: await codesOf(staged, effects) }
}

async function codesOf(staged: StagedTx, effects: Simulated): Promise<readonly string[]> {
  const { chainId, address, version } = staged.safe
  const facts = {
    ...sampleFacts(),
    ...{
      staged,
      effects,
      intent: null,
      safe: await ioOf(chain).chain.readSafeState(staged.safe),
      assets: assets(chain),
    },
    call: decode(staged, { chainId, safe: address, safeVersion: version, tokens: [] }),
  }
  return troubles(runRules(facts)).map((trouble) => trouble.split(' ')[0] ?? '')
}

/** Puts the token of this chain where the case has it, with a balance and an allowance. */
async function holdUsdc(safe: Address, spender: Address): Promise<void> {
  const code = await chain.client.getCode({ address: chain.tokens.usdc })
  await chain.client.setCode({ address: USDC, bytecode: code ?? '0x' })
  for (let slot = 0n; slot < 20n; slot++) {
    const index = keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [safe, slot]))
    await chain.client.setStorageAt({ address: USDC, index, value: pad(numberToHex(10n ** 24n)) })
    const args = [safe] as const
    if ((await chain.client.readContract({ address: USDC, abi: TOKEN, functionName: 'balanceOf', args })) > 0n) break
    await chain.client.setStorageAt({ address: USDC, index, value: pad('0x') })
  }
  await chain.client.impersonateAccount({ address: safe })
  await chain.client.setBalance({ address: EXECUTOR, value: 10n ** 18n })
  const hash = await chain.client.writeContract({
    ...{ address: USDC, abi: TOKEN, functionName: 'approve', args: [spender, 1_000_000n] },
    ...{ account: safe, chain: null },
  })
  await chain.client.waitForTransactionReceipt({ hash, pollingInterval: 5 })
  await chain.client.stopImpersonatingAccount({ address: safe })
}
