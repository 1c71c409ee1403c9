import type { Address } from 'viem'
import { encodeFunctionData, parseAbi, toFunctionSelector } from 'viem/utils'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { local } from '@/lib/chains/local'
import { AppError } from '@/lib/core/errors'
import { blacklistAccount } from '@/lib/desk/tokens'
import { createIo } from '@/lib/io/io'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { type FailingNode, startFailingNode } from '@/tests/builders/failing-node'

const BAD: Address = '0x4aE06B35878EDE14587A7e88DC7F0f4047c33331'
const GOOD: Address = '0x2222222222222222222222222222222222222222'
const NO = `0x${'00'.repeat(32)}`
const ORACLE_ABI = parseAbi(['function isSanctioned(address account) view returns (bool)'])
const IS_SANCTIONED = toFunctionSelector('isSanctioned(address)')
/** Runtime that answers yes to whatever call has BAD as its word, and no to any other. */
const ORACLE_CODE = `0x60043573${BAD.slice(2).toLowerCase()}1460005260206000f3` as const
const ORACLE: Address = '0x40C57923924B5c5c5455c48D93317139ADDaC8fb'

let chain: TestChain
let lying: FailingNode
beforeAll(async () => {
  chain = await startTestChain()
  lying = await startFailingNode(chain.url)
  await blacklistAccount(chain.url, 'usdc', BAD)
})
beforeEach(async () => {
  lying.failOn(() => null)
  lying.falsify((_, result) => result)
  await chain.client.setCode({ address: ORACLE, bytecode: ORACLE_CODE })
})
afterAll(async () => {
  await lying?.stop()
  await chain?.stop()
})

type Asked = Parameters<ReturnType<typeof createIo>['chain']['readBlocked']>[1]
const ask = (questions: Asked, ...nodes: readonly { readonly url: string }[]) =>
  createIo({ rpcUrls: new Map([[local.id, nodes.map(({ url }) => url)]]), signatureKey: null }).chain.readBlocked(
    local.id,
    questions,
  )
const token = (accounts: readonly Address[], source = chain.tokens.usdc) => [{ source, isOracle: false, accounts }]
const oracle = (accounts: readonly Address[]) => [{ source: ORACLE, isOracle: true, accounts }]
const isUnavailable = async (asked: Promise<unknown>) => {
  const fault: unknown = await asked.catch((error: unknown) => error)
  return fault instanceof AppError && fault.code === 'UNAVAILABLE'
}
const denies = () => lying.falsify(({ method }, result) => (method === 'eth_call' ? NO : result))

it('hears of whom one node hides from another, whichever is asked first', async () => {
  const hit = [{ source: chain.tokens.usdc, account: BAD }]
  expect(await ask(token([GOOD, BAD]), chain)).toEqual(hit)
  denies()
  expect(await ask(token([GOOD, BAD]), lying)).toEqual([])
  expect(await ask(token([GOOD, BAD]), lying, chain)).toEqual(hit)
  expect(await ask(token([GOOD, BAD]), chain, lying)).toEqual(hit)
  expect(await ask(oracle([GOOD, BAD]), lying, chain)).toEqual([{ source: ORACLE, account: BAD }])
  expect(await ask([...token([GOOD]), ...oracle([GOOD])], lying, chain)).toEqual([])
})

it('counts a silent node for nothing, and fails where none answers', async () => {
  lying.failOn(({ method }) => (method === 'eth_call' ? { error: 'limit exceeded' } : null))
  expect(await ask(token([GOOD, BAD]), lying, chain)).toEqual([{ source: chain.tokens.usdc, account: BAD }])
  expect(await ask(token([GOOD]), lying, chain)).toEqual([])
  expect(await isUnavailable(ask(token([GOOD]), lying))).toBe(true)
})

it('takes an oracle without an answer for unknown, and a token without the function for clean', async () => {
  expect(await ask(oracle([GOOD]), chain)).toEqual([])
  expect(await ask(token([GOOD, BAD], chain.tokens.fee), chain)).toEqual([])
  // No code at all, as at a node that lost it, and code that reverts.
  for (const bytecode of ['0x', '0x60006000fd'] as const) {
    await chain.client.setCode({ address: ORACLE, bytecode })
    expect(await isUnavailable(ask(oracle([GOOD]), chain))).toBe(true)
  }
})

it('an oracle that one node has lost is answered by another', async () => {
  const asksOracle = ({ params: [call] }: { params: readonly unknown[] }) =>
    (call as { data?: string }).data?.startsWith(IS_SANCTIONED) === true
  lying.failOn((call) => (call.method === 'eth_call' && asksOracle(call) ? { result: '0x' } : null))
  expect(encodeFunctionData({ abi: ORACLE_ABI, args: [BAD] }).startsWith(IS_SANCTIONED)).toBe(true)
  expect(await ask(oracle([GOOD, BAD]), lying, chain)).toEqual([{ source: ORACLE, account: BAD }])
  expect(await isUnavailable(ask(oracle([GOOD]), lying))).toBe(true)
})
