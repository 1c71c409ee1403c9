import { encodeAbiParameters, getAddress, keccak256, type Address } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ethereum } from '@/lib/chains/ethereum'
import { local } from '@/lib/chains/local'
import { DEPLOYED_VERSIONS } from '@/lib/desk/contracts-table'
import { createIo } from '@/lib/io/io'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { startFailingNode } from '@/tests/builders/failing-node'
import { KEYS, openSafe } from '@/tests/chain/signed-safe'

const NOBODY: Address = '0x2222222222222222222222222222222222222222'

let chain: TestChain
beforeAll(async () => {
  chain = await startTestChain()
})
beforeEach(() => chain.reset())
afterAll(() => chain.stop())

const io = (chainId: number = local.id) => createIo({ rpcUrls: new Map([[chainId, [chain.url]]]), signatureKey: null })
const check = (address: Address) => io().chain.checkSafe(local.id, address)

describe('trusting a Safe', () => {
  it.each(DEPLOYED_VERSIONS)('takes an official %s with its owners, threshold and settings', async (version) => {
    const safe = await openSafe(chain, version)
    expect(await check(safe.address)).toEqual({
      ok: true,
      state: {
        version,
        singleton: chain.contracts[version].SafeL2,
        owners: KEYS.slice(0, 3).map(({ address }) => address),
        threshold: 2,
        nonce: 0n,
        modules: [],
        guard: '0x0000000000000000000000000000000000000000',
        moduleGuard: '0x0000000000000000000000000000000000000000',
        fallbackHandler: chain.contracts[version].CompatibilityFallbackHandler,
      },
    })
  })

  it('lists modules beyond one page, also where the contract skips one between pages', async () => {
    for (const version of DEPLOYED_VERSIONS) {
      const safe = await openSafe(chain, version)
      const modules = Array.from({ length: 103 }, (_, place) =>
        getAddress(`0x${(0x1000 + place).toString(16).padStart(40, '0')}`),
      )
      await linkModules(safe.address, modules)
      expect((await io().chain.readSafeState(safe)).modules).toEqual(modules)
    }
  })

  it.each([
    ['nothing deployed', async () => NOBODY, 'has no contract on Local chain'],
    ['a contract that is no Safe', async () => chain.tokens.usdc, 'does not answer like a Safe'],
    [
      'other proxy code',
      async () => {
        const { address } = await openSafe(chain, '1.4.1')
        const code = await chain.client.getCode({ address })
        await chain.client.setCode({ address, bytecode: `${code ?? '0x'}00` })
        return address
      },
      'is not an official Safe proxy',
    ],
    [
      'a singleton that nobody published',
      async () => {
        const { address } = await openSafe(chain, '1.4.1')
        const official = chain.contracts['1.4.1'].SafeL2 ?? NOBODY
        await chain.client.setCode({
          address: NOBODY,
          bytecode: (await chain.client.getCode({ address: official })) ?? '0x',
        })
        await chain.client.setStorageAt({ address, index: 0, value: word(NOBODY) })
        return address
      },
      `runs ${NOBODY}, which is not an official Safe contract`,
    ],
    [
      'changed code at the official address of the singleton',
      async () => {
        const { address } = await openSafe(chain, '1.4.1')
        const official = chain.contracts['1.4.1'].SafeL2 ?? NOBODY
        const code = await chain.client.getCode({ address: official })
        await chain.client.setCode({ address: official, bytecode: `${code ?? '0x'}00` })
        return address
      },
      'is not the official code',
    ],
  ])('refuses %s with a sentence', async (_what, arrange, sentence) => {
    expect(await check(await arrange())).toEqual({ ok: false, sentence: expect.stringContaining(sentence) })
  })
})

describe('a node', () => {
  it('that serves another chain is not asked', async () => {
    await expect(io(ethereum.id).chain.readHead(ethereum.id)).rejects.toThrow('does not serve Ethereum (1)')
  })

  it('that does not answer is replaced by the next one', async () => {
    const urls = ['http://127.0.0.1:9/secret-key', chain.url]
    const both = createIo({ rpcUrls: new Map([[local.id, urls]]), signatureKey: null })
    expect((await both.chain.readHead(local.id)).number).toBeGreaterThan(0n)
  })

  it('is told of by itself, so that a dead one beside another does not pass for well', async () => {
    const urls = [chain.url, 'http://127.0.0.1:9/secret-key']
    const both = createIo({ rpcUrls: new Map([[local.id, urls]]), signatureKey: null })
    const [well, dead] = await both.chain.readNodes(local.id)
    expect(well).toEqual({ party: new URL(chain.url).host, fault: null })
    expect(dead).toMatchObject({ party: '127.0.0.1:9', fault: expect.stringContaining('no connection') })
    expect(dead?.fault).not.toContain('secret-key')
    const [wrong] = await io(ethereum.id).chain.readNodes(ethereum.id)
    expect(wrong?.fault).toContain('does not serve Ethereum (1)')
  })

  it('that does not answer is named without the path of its URL', async () => {
    const only = createIo({ rpcUrls: new Map([[local.id, ['http://127.0.0.1:9/secret-key']]]), signatureKey: null })
    const failure = await only.chain.readHead(local.id).catch((error: Error) => error)
    expect(failure).toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('The chain did not answer') })
    expect(String(failure)).not.toContain('secret-key')
  })

  it('that lacks a method, or does not answer, is told beside the others', async () => {
    const limited = await startFailingNode(chain.url)
    limited.failOn(({ method, params }) =>
      method === 'eth_getProof' || JSON.stringify(params).includes('prestateTracer') ? { error: 'not here' } : null,
    )
    const urls = [limited.url, 'http://127.0.0.1:9/', chain.url]
    const all = createIo({ rpcUrls: new Map([[local.id, urls]]), signatureKey: null })
    const reports = await all.simulator.probe(local.id)
    await limited.stop()
    expect(reports.map(({ lacks, misses, silence }) => ({ lacks, misses, isSilent: silence !== null }))).toEqual([
      { lacks: ['debug_traceCall with prestateTracer'], misses: ['eth_getProof'], isSilent: false },
      { lacks: [], misses: [], isSilent: true },
      { lacks: [], misses: [], isSilent: false },
    ])
  })

  it('of the local chain can do everything that simulation asks for', async () => {
    const party = new URL(chain.url).host
    expect(await io().simulator.probe(local.id)).toEqual([{ party, silence: null, lacks: [], misses: [] }])
  })
})

it('balances of ether and tokens are read in one go, and a missing token is told', async () => {
  const { address } = await openSafe(chain, '1.4.1')
  await chain.client.setBalance({ address, value: 5n })
  const balances = await io().chain.readBalances(local.id, address, ['native', chain.tokens.usdc])
  expect([...balances]).toEqual([
    ['native', 5n],
    [chain.tokens.usdc, 0n],
  ])
  await expect(io().chain.readBalances(local.id, address, [NOBODY])).rejects.toThrow('does not tell the balance')
})

it('a token tells symbol, decimals and code hash', async () => {
  expect(await io().chain.readToken(local.id, chain.tokens.usdc)).toEqual({
    symbol: 'USDC',
    decimals: 6,
    codeHash: expect.stringMatching(/^0x[0-9a-f]{64}$/),
  })
})

// The linked list of SafeStorage slot 1, written directly: enabling a hundred modules would take a hundred blocks.
async function linkModules(safe: Address, modules: readonly Address[]): Promise<void> {
  const sentinel: Address = '0x0000000000000000000000000000000000000001'
  const list = [sentinel, ...modules, sentinel]
  for (let place = 0; place + 1 < list.length; place += 1) {
    const index = keccak256(
      encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [list[place] ?? sentinel, 1n]),
    )
    await chain.client.setStorageAt({ address: safe, index, value: word(list[place + 1] ?? sentinel) })
  }
}

const word = (address: Address) => `0x${address.slice(2).padStart(64, '0')}` as const
