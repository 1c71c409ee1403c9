import { parseAbi } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { local } from '@/lib/chains/local'
import { AppError } from '@/lib/core/errors'
import { ISSUER, sendAs } from '@/lib/desk/chain-client'
import { createIo, type Io } from '@/lib/io/io'
import { buildNewSafe, type SafeParts } from '@/lib/stage/new-safe'
import { safePartsOf } from '@/lib/stage/safe-parts'
import { startTestChain, type TestChain } from '@/tests/builders/chain'

let chain: TestChain
let io: Io
let parts: SafeParts
beforeAll(async () => {
  chain = await startTestChain()
  io = createIo({ rpcUrls: new Map([[local.id, [chain.url]]]), signatureKey: null })
  const found = safePartsOf(local.id)
  if (found === null) throw new Error('the local chain has the official contracts')
  parts = found
})
afterAll(async () => void (await chain?.stop()))

const owners = [1, 2, 3].map(() => privateKeyToAccount(generatePrivateKey()).address)
const order = { owners, threshold: 2, saltNonce: 77n }

it('stands where it was said to stand, with these owners and official code', async () => {
  const { address, to, data } = buildNewSafe(parts, order, await io.chain.readProxyCreationCode(local.id))
  expect(await chain.client.getCode({ address })).toBeUndefined()
  await sendAs(chain.client, ISSUER, { to, data })
  const checked = await io.chain.checkSafe(local.id, address)
  expect(checked).toMatchObject({ ok: true, state: { owners, threshold: 2, modules: [], nonce: 0n, version: '1.4.1' } })
})

it('stands elsewhere with another owner, threshold or salt', async () => {
  const code = await io.chain.readProxyCreationCode(local.id)
  const orders = [
    order,
    { ...order, threshold: 3 },
    { ...order, saltNonce: 78n },
    { ...order, owners: owners.slice(1) },
  ]
  expect(new Set(orders.map((one) => buildNewSafe(parts, one, code).address)).size).toBe(orders.length)
})

it('is not made by a factory, or of a singleton, with other code', async () => {
  for (const { address } of [parts.factory, parts.singleton]) {
    const code = await chain.client.getCode({ address })
    await chain.client.setCode({ address, bytecode: '0x6000' })
    const refusal: unknown = await io.chain.readProxyCreationCode(local.id).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(AppError)
    expect(refusal).toMatchObject({ code: 'BLOCKED' })
    await chain.client.setCode({ address, bytecode: code ?? '0x' })
  }
  const abi = parseAbi(['function proxyCreationCode() view returns (bytes)'])
  expect(
    await chain.client.readContract({ address: parts.factory.address, abi, functionName: 'proxyCreationCode' }),
  ).toBe(await io.chain.readProxyCreationCode(local.id))
})
