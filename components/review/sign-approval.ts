import type { Address, Hash, Hex } from 'viem'
import { findChain } from '@/lib/chains/index'
import { isSameAddress } from '@/lib/core/address'
import type { SafeRef, StagedTx } from '@/lib/stage/types'
import { WalletProblem } from '../wallet/wallet-problem'
import { openWallet, type OpenWallet } from '../wallet/wallets'
import { hashOf } from './ask-block'

/** Nobody waits longer for a wallet that passes no question on. */
const PATIENCE_MILLISECONDS = 4_000

/**
 * Asks a wallet for the owner's signature over the displayed transaction, EIP-712 only, and believes it only when it
 * recovers to that owner over the hash this page computed.
 * @throws WalletProblem with a sentence; the signature is thrown away
 */
export async function signApproval(
  walletId: string,
  owner: Address,
  staged: StagedTx,
  block: ShownBlock | null,
): Promise<Hex> {
  const { hashSafeTx, normalizeSignature, recoverOwner, typedDataOf } = await import('./checked-code')
  const wallet = await openWallet(walletId, owner)
  assertHolds(wallet, owner)
  await assertOnChain(wallet, staged.safe)
  if (block !== null) await assertSameBlock(wallet, block)
  const answer = await wallet.request('eth_signTypedData_v4', [owner, JSON.stringify(typedDataOf(staged))])
  const signature = typeof answer === 'string' ? normalizeSignature(answer as Hex) : null
  if (signature === null)
    throw new WalletProblem('Your wallet did not answer with an owner signature of 65 bytes. It was thrown away.')
  const signer = await recoverOwner(hashSafeTx(staged.safe, staged.tx).safeTx, signature)
  if (signer === null || !isSameAddress(signer, owner))
    throw new WalletProblem('Your wallet signed other data than this page shows. The signature was thrown away.')
  return signature
}

/** The block whose state the page shows. */
export type ShownBlock = { readonly number: bigint; readonly hash: Hash }

/**
 * The wallet’s own node, which its person chose, is one more voice on which block the chain has (SPEC §4). Many wallets
 * pass no such question on: only another answer stops.
 * @throws WalletProblem when it knows another block
 */
export async function assertSameBlock(wallet: Pick<OpenWallet, 'name' | 'request'>, block: ShownBlock): Promise<void> {
  const asked = wallet.request('eth_getBlockByNumber', [`0x${block.number.toString(16)}`, false]).catch(() => null)
  const late = new Promise<null>((resolve) => void setTimeout(resolve, PATIENCE_MILLISECONDS, null))
  const told = hashOf(((await Promise.race([asked, late])) as { readonly hash?: unknown } | null)?.hash)
  if (told === null || told === block.hash.toLowerCase()) return
  throw new WalletProblem(
    `The node of ${wallet.name} knows another block ${block.number} than this page shows. Load the page anew; where it happens again, sign nothing and tell compliance.`,
  )
}

/** @throws WalletProblem when the wallet does not answer for the address */
export function assertHolds(wallet: OpenWallet, address: Address): void {
  if (wallet.accounts.some((account) => isSameAddress(account, address))) return
  const held = wallet.accounts.join(', ') || 'no account'
  throw new WalletProblem(
    `${wallet.name} answers for ${held}, not for ${address}. Choose that account in the wallet and try again.`,
  )
}

/** Asks the wallet to switch when it is elsewhere. @throws WalletProblem when it stays there */
export async function assertOnChain(wallet: OpenWallet, safe: Pick<SafeRef, 'chainId'>): Promise<void> {
  if (wallet.chainId === safe.chainId) return
  const named = (id: number) => `${findChain(id)?.name ?? 'an unknown chain'} (${id})`
  const problem = new WalletProblem(
    `${wallet.name} is on ${named(wallet.chainId)}; this Safe is on ${named(safe.chainId)}. Switch the wallet and try again.`,
  )
  const chainId = `0x${safe.chainId.toString(16)}`
  await wallet.request('wallet_switchEthereumChain', [{ chainId }]).catch(() => {
    throw problem
  })
  if (Number(await wallet.request('eth_chainId', [])) !== safe.chainId) throw problem
}
