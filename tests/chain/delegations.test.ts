import { createWalletClient, http, zeroAddress } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { local } from '@/lib/chains/local'
import { ISSUER, becomeSender } from '@/lib/desk/chain-client'
import { createIo } from '@/lib/io/io'
import { startTestChain, type TestChain } from '@/tests/builders/chain'

let chain: TestChain
beforeAll(async () => void (chain = await startTestChain()))
afterAll(() => chain.stop())

const DEAD_NODE = 'http://127.0.0.1:1'
const read = (urls: readonly string[], accounts: Parameters<ReturnType<typeof reader>['readDelegations']>[1]) =>
  reader(urls).readDelegations(local.id, accounts)
const reader = (urls: readonly string[]) => createIo({ rpcUrls: new Map([[local.id, urls]]), signatureKey: null }).chain

it('finds an account that delegates, until it takes that back, and neither a contract nor an account of a key', async () => {
  const account = privateKeyToAccount(generatePrivateKey())
  const plain = privateKeyToAccount(generatePrivateKey()).address
  const { usdc } = chain.tokens
  await becomeSender(chain.client, ISSUER)
  const wallet = createWalletClient({ account: ISSUER, chain: chain.client.chain, transport: http(chain.url) })
  const delegateTo = async (contractAddress: typeof usdc, nonce: number) => {
    const signed = await account.signAuthorization({ contractAddress, chainId: local.id, nonce })
    const hash = await wallet.sendTransaction({ to: plain, value: 1n, authorizationList: [signed] })
    await chain.client.waitForTransactionReceipt({ hash })
  }
  const asked = [plain, account.address, usdc]
  expect(await read([chain.url], asked)).toEqual([])
  await delegateTo(usdc, 0)
  expect(await read([chain.url], asked)).toEqual([{ account: account.address, delegate: usdc }])
  // What a silent node keeps to itself another one says; where all are silent nothing is known.
  expect(await read([DEAD_NODE, chain.url], asked)).toHaveLength(1)
  await expect(read([DEAD_NODE], asked)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await delegateTo(zeroAddress, 1)
  expect(await read([chain.url], asked)).toEqual([])
})
