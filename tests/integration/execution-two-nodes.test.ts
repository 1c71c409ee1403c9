import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { submission } from '@/db/schema/withdrawal'
import { local } from '@/lib/chains/local'
import { createChainReader } from '@/lib/io/chain-reader'
import { createRpc } from '@/lib/io/rpc'
import { createSimulator } from '@/lib/io/simulator'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { type AskedCall, type FailingNode, startFailingNode } from '@/tests/builders/failing-node'
import {
  executeAs,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  readPage,
  refusalOf,
  stageAs,
} from '@/tests/builders/money-desk'

let chain: TestChain
let second: FailingNode
let desk: MoneyDesk
let id: string

beforeAll(async () => {
  chain = await startTestChain()
  second = await startFailingNode(chain.url)
})
beforeEach(async () => {
  second.failOn(() => null)
  desk = await openMoneyDesk(chain)
  ;({ id } = await stageAs(desk, 'ines', payment(desk)))
  await makeReady(desk, id)
})
afterEach(() => desk.close())
afterAll(async () => {
  await second.stop()
  await chain.stop()
})

/** The same desk with these nodes, asked in this order. */
function withNodes(...urls: string[]): MoneyDesk {
  const rpc = createRpc(new Map([[local.id, urls]]))
  const io = { ...desk.deps.io, chain: createChainReader(rpc, { now: desk.now }), simulator: createSimulator(rpc) }
  return { ...desk, deps: { ...desk.deps, io } }
}
const dataOf = ({ method, params }: AskedCall): string =>
  method === 'eth_call' ? ((params[0] as { data?: string }).data ?? '') : ''
const word = (value: number) => `0x${value.toString(16).padStart(64, '0')}`
const [NONCE, THRESHOLD] = ['0xaffed0e0', '0xe75235b8']
const handOvers = () => desk.db.select().from(submission)

describe('a hand-over with two nodes', () => {
  it('goes when both tell the same state of the Safe', async () => {
    expect(await executeAs(withNodes(chain.url, second.url), 'eli', id)).toMatchObject({ attempt: 1 })
  })

  it.each([
    ['an older nonce', NONCE, 'nonce'],
    ['another threshold', THRESHOLD, 'threshold'],
  ])('does not go when one tells %s, and says which nodes differ in what', async (_what, selector, name) => {
    second.failOn((call) => (dataOf(call) === selector ? { result: word(1) } : null))
    const refusal = await refusalOf(executeAs(withNodes(chain.url, second.url), 'eli', id))
    expect(refusal).toMatchObject({ code: 'UNAVAILABLE' })
    expect(refusal.message).toContain(`differ in its ${name}`)
    expect(refusal.message).toContain(new URL(second.url).host)
    expect(await handOvers()).toEqual([])
    expect((await readPage(desk, 'eli', id)).state).toBe('ready')
  })

  it('does not go on the word of one node for what it does, and goes once another says the same', async () => {
    // It tells the Safe's settings, and is silent about the run.
    const runs = ({ method, params }: AskedCall) =>
      method === 'eth_simulateV1' || JSON.stringify(params).includes('0x6a761202')
    second.failOn((call) => (runs(call) ? { error: 'rate limit exceeded' } : null))
    const refusal = await refusalOf(executeAs(withNodes(chain.url, second.url), 'eli', id))
    expect(refusal).toMatchObject({ code: 'UNAVAILABLE' })
    expect(refusal.message).toContain('Nothing is handed over on the word of one node.')
    expect(refusal.message).toContain(new URL(second.url).host)
    expect(await handOvers()).toEqual([])
    expect((await readPage(desk, 'eli', id)).state).toBe('ready')
    second.failOn(() => null)
    expect(await executeAs(withNodes(chain.url, second.url), 'eli', id)).toMatchObject({ attempt: 1 })
  })

  it('goes with a second node that runs no blocks and ends the same', async () => {
    second.failOn(({ method }) => (method === 'eth_simulateV1' ? { error: 'the method does not exist' } : null))
    expect(await executeAs(withNodes(chain.url, second.url), 'eli', id)).toMatchObject({ attempt: 1 })
  })

  it('does not go when one of two is silent, and goes when two of three tell the same', async () => {
    second.failOn(() => ({ error: 'rate limit exceeded' }))
    const refusal = await refusalOf(executeAs(withNodes(chain.url, second.url), 'eli', id))
    expect(refusal).toMatchObject({ code: 'UNAVAILABLE' })
    expect(await handOvers()).toEqual([])
    const third = await startFailingNode(chain.url)
    try {
      expect(await executeAs(withNodes(chain.url, second.url, third.url), 'eli', id)).toMatchObject({ attempt: 1 })
    } finally {
      await third.stop()
    }
  })
})
