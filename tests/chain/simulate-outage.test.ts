import { type Address, parseEther } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { local } from '@/lib/chains/local'
import { mintToken } from '@/lib/desk/tokens'
import { createIo } from '@/lib/io/io'
import type { Effects } from '@/lib/simulate/types'
import { encodeMultiSend } from '@/lib/stage/multisend'
import type { SafeRef } from '@/lib/stage/types'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { type AskedCall, type Failing, type FailingNode, startFailingNode } from '@/tests/builders/failing-node'
import { allow, openSafe, stageTx, transfer } from '@/tests/chain/signed-safe'

const PAYEE: Address = '0x2222222222222222222222222222222222222222'
const LIMITED = { error: 'rate limit exceeded, try again later' }

let chain: TestChain
let node: FailingNode
let safe: SafeRef
beforeAll(async () => {
  chain = await startTestChain()
  node = await startFailingNode(chain.url)
})
beforeEach(async () => {
  await chain.reset()
  safe = await openSafe(chain, '1.4.1')
  await chain.client.setBalance({ address: safe.address, value: parseEther('1') })
  await mintToken(chain.url, chain.tokens.usdc, safe.address, 1_000n)
})
afterAll(async () => {
  await node.stop()
  await chain.stop()
})

/** The desk's own reads of tokens, by either method; probes and the execution itself are others. */
function readsToken({ method, params }: AskedCall): boolean {
  const text = JSON.stringify(params)
  const isRead = /"data":"0x(70a08231|dd62ed3e|e985e9c5)/.test(text)
  return (method === 'eth_call' || method === 'eth_simulateV1') && isRead
}
const isOwn = ({ method }: AskedCall) => method === 'eth_simulateV1'

describe.each<[string, Failing]>([
  ['eth_simulateV1', () => null],
  ['eth_call alone', (call) => (isOwn(call) ? { error: 'the method eth_simulateV1 does not exist' } : null)],
])('measuring by %s', (_how, missing) => {
  it.each([
    ['a transfer', () => transfer(PAYEE, 250n)],
    ['an allowance', () => allow(PAYEE, 250n)],
  ])('does not take a rate limit on exactly the reads for “%s changes nothing”', async (_what, data) => {
    node.failOn((call) => missing(call) ?? (readsToken(call) ? LIMITED : null))
    const effects = await simulate(chain.tokens.usdc, data())
    expect(effects).toMatchObject({ kind: 'unavailable', reason: expect.stringContaining('rate limit exceeded') })
    expect(effects).toMatchObject({ reason: expect.stringContaining(new URL(node.url).host) })
  })

  it('measures the same transfer, and contracts that are no tokens, when the node answers', async () => {
    node.failOn(missing)
    const { balances } = simulated(await simulate(chain.tokens.usdc, transfer(PAYEE, 250n)))
    expect(balances.map(({ before, after }) => after - before).sort((a, b) => Number(a - b))).toEqual([-250n, 250n])
    const { approvals } = simulated(await simulate(chain.tokens.usdc, allow(PAYEE, 250n)))
    expect(approvals).toMatchObject([{ spender: PAYEE, units: 250n }])
    const batch = encodeMultiSend([
      { to: PAYEE, value: 7n, data: '0x' },
      { to: chain.tokens.usdc, value: 0n, data: transfer(PAYEE, 5n) },
    ])
    const multiSend = chain.contracts['1.4.1'].MultiSendCallOnly as Address
    expect(simulated(await simulate(multiSend, batch, 1)).balances).toHaveLength(4)
  })

  it('asks the next node when one fails on the reads', async () => {
    node.failOn((call) => missing(call) ?? (readsToken(call) ? LIMITED : null))
    const { balances } = simulated(await simulate(chain.tokens.usdc, transfer(PAYEE, 250n), 0, [node.url, chain.url]))
    expect(balances).toHaveLength(2)
  })

  it('does not take a registered token without an answer for one that does not move', async () => {
    node.failOn(missing)
    await chain.client.setCode({ address: chain.tokens.fee, bytecode: '0x60006000fd' })
    expect(await simulate(PAYEE, '0x')).toMatchObject({
      kind: 'unavailable',
      reason: expect.stringContaining(`The registered token ${chain.tokens.fee} did not answer`),
    })
    const others = [chain.tokens.usdc]
    expect(simulated(await simulate(PAYEE, '0x', 0, [node.url], others)).status).toBe('success')
  })
})

async function simulate(
  to: Address,
  data: `0x${string}`,
  operation: 0 | 1 = 0,
  urls: readonly string[] = [node.url],
  tokens: readonly Address[] = [chain.tokens.usdc, chain.tokens.fee],
): Promise<Effects> {
  const io = createIo({ rpcUrls: new Map([[local.id, urls]]), signatureKey: null })
  const staged = stageTx(safe, { to, data, operation, value: data === '0x' ? 1n : 0n })
  const state = await io.chain.readSafeState(safe)
  const assets = tokens.map((address) => ({ chainId: local.id, address, symbol: 'T', decimals: 6 }))
  return io.simulator.simulate({ staged, state, assets })
}

function simulated(effects: Effects): Extract<Effects, { kind: 'simulated' }> {
  if (effects.kind === 'unavailable') throw new Error(effects.reason)
  return effects
}
