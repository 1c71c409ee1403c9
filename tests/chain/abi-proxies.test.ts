import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { concat, type Address, type Hex, padHex } from 'viem'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { local } from '@/lib/chains/local'
import { createIo } from '@/lib/io/io'
import { startTestChain, type TestChain } from '@/tests/builders/chain'

const PROXY: Address = '0x4aE06B35878EDE14587A7e88DC7F0f4047c33331'
const BEACON: Address = '0x4F904989f296264F1Af620F5B992830ba772e891'
const IMPLEMENTATION_SLOT = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc'
const BEACON_SLOT = '0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50'

/** Passes every call on to the address in a storage slot. */
const passingOn = (slot: Hex): Hex => concat(['0x363d3d373d3d3d363d7f', slot, '0x545af43d82803e903d91604357fd5bf3'])
/** EIP-1167. */
const minimal = (to: Address): Hex => concat(['0x363d3d373d3d3d363d73', to, '0x5af43d82803e903d91602b57fd5bf3'])
/** Answers every call with an address. */
const answering = (address: Address): Hex => concat(['0x73', address, '0x60005260206000f3'])

let chain: TestChain
let folder: string
beforeAll(async () => {
  chain = await startTestChain()
  folder = await mkdtemp(path.join(tmpdir(), 'abis-'))
  const token = [
    {
      type: 'function',
      name: 'transfer',
      inputs: [
        { name: 'to', type: 'address' },
        { name: 'amount', type: 'uint256' },
      ],
    },
    { type: 'function', name: 'balanceOf', inputs: [{ name: 'of', type: 'address' }] },
    { type: 'function', name: 'selfDestructTheDesk', inputs: [] },
  ]
  await mkdir(path.join(folder, String(local.id)))
  await writeFile(path.join(folder, String(local.id), `${chain.tokens.usdc.toLowerCase()}.json`), JSON.stringify(token))
})
beforeEach(() => chain.reset())
afterAll(async () => {
  await rm(folder, { recursive: true })
  await chain.stop()
})

const lookUp = async (address: Address) => {
  const abis = { folder, sourcifyUrl: null }
  const io = createIo({ rpcUrls: new Map([[local.id, [chain.url]]]), signatureKey: null, abis })
  return (await io.abis.lookUp(local.id, [address]))[0]
}
const store = (address: Address, slot: Hex, value: Address) =>
  chain.client.setStorageAt({ address, index: slot, value: padHex(value) })

it('says of an EIP-1967 proxy whose ABI it is, and which function its code lacks', async () => {
  await chain.client.setCode({ address: PROXY, bytecode: passingOn(IMPLEMENTATION_SLOT) })
  await store(PROXY, IMPLEMENTATION_SLOT, chain.tokens.usdc)
  const answer = await lookUp(PROXY)
  expect(answer).toMatchObject({ address: PROXY, source: 'local-folder', implementation: chain.tokens.usdc })
  expect(answer).toMatchObject({
    functions: { '0xa9059cbb': 'transfer(address to, uint256 amount)' },
    absent: [expect.stringMatching(/^0x/)],
  })
})

it('follows a beacon and a minimal proxy', async () => {
  await chain.client.setCode({ address: BEACON, bytecode: answering(chain.tokens.usdc) })
  await chain.client.setCode({ address: PROXY, bytecode: passingOn(BEACON_SLOT) })
  await store(PROXY, BEACON_SLOT, BEACON)
  expect(await lookUp(PROXY)).toMatchObject({ implementation: chain.tokens.usdc })

  await chain.client.setCode({ address: PROXY, bytecode: minimal(chain.tokens.usdc) })
  expect(await lookUp(PROXY)).toMatchObject({ implementation: chain.tokens.usdc })
})

it('names no implementation where there is none, and ends where a proxy leads to itself', async () => {
  const own = await lookUp(chain.tokens.usdc)
  expect(own).toMatchObject({ source: 'local-folder', absent: [expect.any(String)] })
  expect(own).not.toHaveProperty('implementation')

  await chain.client.setCode({ address: PROXY, bytecode: passingOn(IMPLEMENTATION_SLOT) })
  await store(PROXY, IMPLEMENTATION_SLOT, PROXY)
  expect(await lookUp(PROXY)).toEqual({
    address: PROXY,
    failure: expect.stringContaining(`For its implementation ${PROXY}`),
  })
})
