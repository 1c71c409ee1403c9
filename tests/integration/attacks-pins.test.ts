import { createTestClient, http, type Hex, pad } from 'viem'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { local } from '@/lib/chains/local'
import { createChainReader } from '@/lib/io/chain-reader'
import { createRpc } from '@/lib/io/rpc'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { addressOf } from '@/tests/builders/proposals'

let chain: TestChain
beforeAll(async () => void (chain = await startTestChain()))
afterAll(async () => void (await chain?.stop()))
const DIAMOND = 'c8fcad8db84d3cc18b4c41d551ea0ee66dd599cde068d998e57d5e09332c131c'

it.each([
  ['a diamond', `0x7f${DIAMOND}50366000600037600060003660006000600754` + '5af400'],
  ['a proxy with a slot of its own', '0x36600060003760006000366000600754' + '5af400'],
])('%s is not pinned as if it were no proxy', async (name, code) => {
  const anvil = createTestClient({ mode: 'anvil', transport: http(chain.url) })
  const [front, one, other] = [addressOf(name), addressOf(`${name} 1`), addressOf(`${name} 2`)]
  await anvil.setCode({ address: front, bytecode: code as Hex })
  await anvil.setCode({ address: one, bytecode: '0x00' })
  await anvil.setCode({ address: other, bytecode: '0x600050' })
  const reader = createChainReader(createRpc(new Map([[local.id, [chain.url]]])), { now: () => new Date() })
  await anvil.setStorageAt({ address: front, index: pad('0x7'), value: pad(one) })
  const before = await reader.readCodePin(local.id, front).then(
    (pin) => JSON.stringify(pin),
    (error: unknown) => String(error),
  )
  await anvil.setStorageAt({ address: front, index: pad('0x7'), value: pad(other) })
  const after = await reader.readCodePin(local.id, front).then(
    (pin) => JSON.stringify(pin),
    (error: unknown) => String(error),
  )
  expect(before.startsWith('AppError') || after !== before).toBe(true)
})

it('an account that runs another’s code is pinned with that code', async () => {
  const anvil = createTestClient({ mode: 'anvil', transport: http(chain.url) })
  const [account, one] = [addressOf('7702 account'), addressOf('7702 code')]
  await anvil.setCode({ address: account, bytecode: `0xef0100${one.slice(2)}` as Hex })
  await anvil.setCode({ address: one, bytecode: '0x00' })
  const reader = createChainReader(createRpc(new Map([[local.id, [chain.url]]])), { now: () => new Date() })
  const before = await reader.readCodePin(local.id, account).then(
    (pin) => JSON.stringify(pin),
    (error: unknown) => String(error),
  )
  await anvil.setCode({ address: one, bytecode: '0x600050' })
  const after = await reader.readCodePin(local.id, account).then(
    (pin) => JSON.stringify(pin),
    (error: unknown) => String(error),
  )
  expect(before.startsWith('AppError') || after !== before).toBe(true)
})
