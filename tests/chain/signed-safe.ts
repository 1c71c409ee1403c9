import { concatHex, encodeFunctionData, getAddress, parseAbi, type Address, type Hash, type Hex } from 'viem'
import { privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts'
import { keccak256, numberToHex } from 'viem/utils'
import { local } from '@/lib/chains/local'
import { ZERO_ADDRESS } from '@/lib/core/address'
import { becomeSender, submitAs } from '@/lib/desk/chain-client'
import type { DeployedVersion } from '@/lib/desk/contracts-table'
import { deploySafe } from '@/lib/desk/safes'
import type { ExecCall, OwnerSignature } from '@/lib/execute/types'
import { hashSafeTx } from '@/lib/stage/hash'
import type { SafeRef, SafeTx, StagedTx } from '@/lib/stage/types'
import type { TestChain } from '@/tests/builders/chain'

export const KEYS: readonly PrivateKeyAccount[] = [1, 2, 3, 4].map((seed) =>
  privateKeyToAccount(keccak256(numberToHex(0xc0de_0000 + seed))),
)
export const EXECUTOR: Address = getAddress('0xe7ec000000000000000000000000000000e7ec00')

/** A 2-of-3 Safe of the first three test keys. */
export async function openSafe(chain: TestChain, version: DeployedVersion): Promise<SafeRef> {
  const owners = KEYS.slice(0, 3).map(({ address }) => address)
  const address = await deploySafe(chain.url, { version, owners, threshold: 2, saltNonce: 77n })
  return { chainId: local.id, address, version }
}

/** A staged transaction with all gas and refund fields zero unless given. */
export function stageTx(safe: SafeRef, fields: Partial<SafeTx> & { to: Address }): StagedTx {
  const tx: SafeTx = {
    value: 0n,
    data: '0x',
    operation: 0,
    safeTxGas: 0n,
    baseGas: 0n,
    gasPrice: 0n,
    gasToken: ZERO_ADDRESS,
    refundReceiver: ZERO_ADDRESS,
    nonce: 0n,
    ...fields,
  }
  return { safe, tx, hashes: hashSafeTx(safe, tx) }
}

/** Signatures of the keys over the safeTxHash; the first byte order is the one given. */
export async function signWith(staged: StagedTx, keys: readonly PrivateKeyAccount[]): Promise<OwnerSignature[]> {
  return await Promise.all(
    keys.map(async (key) => ({ owner: key.address, signature: await key.sign({ hash: staged.hashes.safeTx }) })),
  )
}

export type Sent = { hash: Hash; status: string; diff: unknown }

/** Sends the call for real, also when it will revert, and says what it changed. */
export async function send(chain: TestChain, call: ExecCall): Promise<Sent> {
  await becomeSender(chain.client, EXECUTOR)
  const hash = await submitAs(chain.client, EXECUTOR, { to: call.to, data: call.data, gas: 8_000_000n })
  const receipt = await chain.client.waitForTransactionReceipt({ hash, pollingInterval: 5 })
  const options = { tracer: 'prestateTracer', tracerConfig: { diffMode: true } }
  const diff = await ask(chain.url, 'debug_traceTransaction', [hash, options])
  return { hash, status: receipt.status, diff }
}

export async function ask(url: string, method: string, params: unknown[]): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const { result, error } = (await response.json()) as { result: unknown; error?: { message: string } }
  if (error) throw new Error(error.message)
  return result
}

const TOKEN = parseAbi(['function transfer(address,uint256)', 'function approve(address,uint256)'])

export const transfer = (to: Address, units: bigint): Hex =>
  encodeFunctionData({ abi: TOKEN, functionName: 'transfer', args: [to, units] })
export const allow = (spender: Address, units: bigint): Hex =>
  encodeFunctionData({ abi: TOKEN, functionName: 'approve', args: [spender, units] })

/** A signature of the Safe's other types, which the desk refuses. */
export const preValidated = (owner: Address): Hex =>
  concatHex([`0x${owner.slice(2).padStart(64, '0')}`, numberToHex(0, { size: 32 }), '0x01'])
