import {
  createTestClient,
  defineChain,
  http,
  keccak256,
  parseEther,
  publicActions,
  sliceHex,
  toHex,
  TransactionReceiptNotFoundError,
  walletActions,
  type Address,
  type Hash,
  type Hex,
} from 'viem'
import { setTimeout as sleep } from 'node:timers/promises'
import { local } from '@/lib/chains/local'

const RECEIPT_SECONDS = 20

/** Issues the local tokens and sends every deployment. Nobody has its key: the local chain lets the desk act as it. */
export const ISSUER: Address = sliceHex(keccak256(toHex('countersign local chain issuer')), 12)

/** A client for the local chain with its test methods. @param url http:// URL of the chain's RPC */
export function connectLocalChain(url: string) {
  const chain = defineChain({
    id: local.id,
    name: local.name,
    nativeCurrency: { name: local.native.symbol, ...local.native },
    rpcUrls: { default: { http: [url] } },
  })
  return createTestClient({ mode: 'anvil', chain, transport: http(url, { retryCount: 0 }), pollingInterval: 20 })
    .extend(publicActions)
    .extend(walletActions)
}

export type LocalChainClient = ReturnType<typeof connectLocalChain>

/** One transaction as someone whose key the desk does not have. @throws when it reverts */
export async function sendAs(
  client: LocalChainClient,
  from: Address,
  call: { to?: Address; data?: Hex; value?: bigint; gas?: bigint },
): Promise<Hash> {
  await becomeSender(client, from, call.value ?? 0n)
  const hash = await submitAs(client, from, call)
  await requireSuccess(client, hash)
  return hash
}

/** Lets the chain take transactions from an address without its key, and gives it ether for them. */
export async function becomeSender(client: LocalChainClient, from: Address, value = 0n): Promise<void> {
  const balance = await client.getBalance({ address: from })
  if (balance < value + parseEther('100')) await client.setBalance({ address: from, value: value + parseEther('1000') })
  await client.impersonateAccount({ address: from })
}

/** Like `sendAs` after `becomeSender`, without waiting for the block; follow with `requireSuccess`. */
export async function submitAs(
  client: LocalChainClient,
  from: Address,
  call: { to?: Address; data?: Hex; value?: bigint; gas?: bigint },
): Promise<Hash> {
  return await client.sendTransaction({ account: from, chain: null, ...call })
}

/** Waits until the transaction is in a block. @throws when it reverted or the chain does not mine it */
export async function requireSuccess(client: LocalChainClient, hash: Hash): Promise<void> {
  const deadline = performance.now() + RECEIPT_SECONDS * 1000
  for (;;) {
    const receipt = await client.getTransactionReceipt({ hash }).catch((error: unknown) => {
      if (error instanceof TransactionReceiptNotFoundError) return null
      throw error
    })
    if (receipt?.status === 'success') return
    if (receipt) throw new Error(`transaction ${hash} reverted on the local chain`)
    if (performance.now() > deadline) throw new Error(`transaction ${hash} is not mined after ${RECEIPT_SECONDS} s`)
    await sleep(5)
  }
}
