import type { Address, Hex } from 'viem'
import { findChain } from '@/lib/chains/index'
import { isSameAddress } from '@/lib/core/address'
import type { SafeRef, StagedTx } from '@/lib/stage/types'
import { WalletProblem } from '../wallet/wallet-problem'
import { openWallet, type OpenWallet } from '../wallet/wallets'

/**
 * Asks a wallet for the owner's signature over the displayed transaction, EIP-712 only, and believes it only when it
 * recovers to that owner over the hash this page computed.
 * @throws WalletProblem with a sentence; the signature is thrown away
 */
export async function signApproval(walletId: string, owner: Address, staged: StagedTx): Promise<Hex> {
  const { hashSafeTx, normalizeSignature, recoverOwner, typedDataOf } = await import('./checked-code')
  const wallet = await openWallet(walletId, owner)
  assertHolds(wallet, owner)
  await assertOnChain(wallet, staged.safe)
  const answer = await wallet.request('eth_signTypedData_v4', [owner, JSON.stringify(typedDataOf(staged))])
  const signature = typeof answer === 'string' ? normalizeSignature(answer as Hex) : null
  if (signature === null)
    throw new WalletProblem('Your wallet did not answer with an owner signature of 65 bytes. It was thrown away.')
  const signer = await recoverOwner(hashSafeTx(staged.safe, staged.tx).safeTx, signature)
  if (signer === null || !isSameAddress(signer, owner))
    throw new WalletProblem('Your wallet signed other data than this page shows. The signature was thrown away.')
  return signature
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
