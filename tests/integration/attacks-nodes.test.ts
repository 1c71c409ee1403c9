import { createTestClient, http, type Hex } from 'viem'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { local } from '@/lib/chains/local'
import type { Json } from '@/lib/core/canonical'
import { createChainReader } from '@/lib/io/chain-reader'
import { createRpc } from '@/lib/io/rpc'
import { createSimulator } from '@/lib/io/simulator'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { startFailingNode } from '@/tests/builders/failing-node'
import { executeAs, makeReady, type MoneyDesk, openMoneyDesk, stageAs } from '@/tests/builders/money-desk'
import { addressOf, change, contactsBody } from '@/tests/builders/proposals'
import { performJob } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk
beforeAll(async () => void (chain = await startTestChain()))
afterAll(async () => void (await chain?.stop()))
beforeEach(async () => {
  desk = await openMoneyDesk(chain)
  return () => desk.close()
})

const put = (address: Hex, bytecode: Hex) =>
  createTestClient({ mode: 'anvil', transport: http(chain.url) }).setCode({ address, bytecode })

async function register(name: string, code: Hex, method: string): Promise<Hex> {
  const address = addressOf(name)
  await put(address, code)
  const pin = await desk.deps.io.chain.readCodePin(local.id, address)
  await change(desk, 'set-contract', {
    chainId: local.id,
    address,
    version: 0,
    name,
    functions: [method],
    ...pin,
  } as Json)
  await change(desk, 'add-contacts', contactsBody(name, address))
  await performJob(desk, 'sign-checkpoint')
  return address
}

it('one lying node of two does not keep a changed contract registered', async () => {
  const pool = await register('two nodes', '0x00', 'stake(uint256 amount)')
  const form = {
    safeId: 'operations',
    legs: [],
    purpose: 'Stake',
    reference: '',
    call: { to: pool, method: 'stake(uint256 amount)', values: ['5'], gives: [] },
  }
  const staged = await stageAs(desk, 'ines', form)
  await makeReady(desk, staged.id)
  const liar = await startFailingNode(chain.url)
  // The chain runs other code now; the first node goes on telling the old one, for the code and in its simulation.
  await put(pool, '0x600050')
  liar.failOn(({ method, params }) =>
    method === 'eth_getCode' && String(params[0]).toLowerCase() === pool.toLowerCase() ? { result: '0x00' } : null,
  )
  const rpc = createRpc(new Map([[local.id, [liar.url, chain.url]]]))
  const both = {
    ...desk,
    deps: {
      ...desk.deps,
      io: { ...desk.deps.io, chain: createChainReader(rpc, { now: desk.now }), simulator: createSimulator(rpc) },
    },
  }
  const outcome = await executeAs(both, 'eli', staged.id).then(
    () => 'handed over',
    (error: unknown) => String(error),
  )
  await liar.stop()
  expect(outcome).not.toBe('handed over')
})
