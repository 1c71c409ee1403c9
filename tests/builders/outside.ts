import { type Address, encodeFunctionData, type Hex, numberToHex, parseAbi } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { local } from '@/lib/chains/local'
import { demoMember } from '@/lib/demo/members'
import { createDemoWallet } from '@/lib/demo/wallet'
import { connectLocalChain } from '@/lib/desk/chain-client'
import { encodeExecTransaction } from '@/lib/execute/exec-transaction'
import { packSignatures } from '@/lib/execute/pack'
import { hashSafeTx } from '@/lib/stage/hash'
import type { SafeRef, SafeVersion, StagedTx } from '@/lib/stage/types'

const ZERO: Address = '0x0000000000000000000000000000000000000000'
const NONCE = parseAbi(['function nonce() view returns (uint256)'])
/** What owners can change past the desk. */
export const SETTINGS = parseAbi([
  'function enableModule(address module)',
  'function swapOwner(address previous, address old, address added)',
  'function execTransactionFromModule(address to, uint256 value, bytes data, uint8 operation) returns (bool)',
])

type Call = { readonly to: Address; readonly value: bigint; readonly data: Hex }
export type OutsideSafe = { readonly address: Address; readonly version: string; readonly threshold: number }

/** As many owners as it takes agree past the desk, and Eli's wallet sends it. */
export async function executeOutside(
  chainUrl: string,
  { address, version, threshold }: OutsideSafe,
  call: Call,
  signers: readonly string[],
): Promise<StagedTx> {
  const client = connectLocalChain(chainUrl)
  const nonce = await client.readContract({ address, abi: NONCE, functionName: 'nonce' })
  const safe: SafeRef = { chainId: local.id, address, version: version as SafeVersion }
  const gas = { safeTxGas: 0n, baseGas: 0n, gasPrice: 0n, gasToken: ZERO, refundReceiver: ZERO }
  const tx = { ...call, operation: 0, ...gas, nonce }
  const staged: StagedTx = { safe, tx, hashes: hashSafeTx(safe, tx) }
  const signatures = await Promise.all(
    signers.map(async (who) => {
      const { address: owner, privateKey } = demoMember(who)
      return { owner, signature: await privateKeyToAccount(privateKey).sign({ hash: staged.hashes.safeTx }) }
    }),
  )
  await sendOutside(chainUrl, encodeExecTransaction(staged, packSignatures(signatures, threshold)))
  return staged
}

/** Eli's wallet sends any call. @returns the block it is in */
export async function sendOutside(
  chainUrl: string,
  { to, data, value = 0n }: Pick<Call, 'to' | 'data'> & Partial<Pick<Call, 'value'>>,
): Promise<bigint> {
  const request = { from: demoMember('eli').address, to, data, value: numberToHex(value) }
  const hash = await createDemoWallet('eli', chainUrl).request({ method: 'eth_sendTransaction', params: [request] })
  const receipt = await connectLocalChain(chainUrl).waitForTransactionReceipt({ hash: hash as Hex })
  if (receipt.status !== 'success') throw new Error('what was done outside reverted')
  return receipt.blockNumber
}

export const enableModule = (safe: Address, module: Address): Call => ({
  ...{ to: safe, value: 0n },
  data: encodeFunctionData({ abi: SETTINGS, functionName: 'enableModule', args: [module] }),
})

export const swapOwner = (safe: Address, names: { previous: Address; old: Address; added: Address }): Call => ({
  ...{ to: safe, value: 0n },
  data: encodeFunctionData({
    abi: SETTINGS,
    functionName: 'swapOwner',
    args: [names.previous, names.old, names.added],
  }),
})
