import type { Address } from 'viem'
import { stringToHex } from 'viem/utils'
import { callFlow } from '../flows/client'
import { openSession } from '../flows/session-client'
import { WalletProblem } from '../wallet/wallet-problem'
import { openWallet } from '../wallet/wallets'

/** What a wallet is asked to sign, before it is asked. */
export type SignInMessage = { readonly message: string; readonly address: Address }

/** How the page goes along with a sign-in. */
export type SignInFollower = {
  /** Called with the sentence before the wallet asks, so that the page can show it. */
  readonly onMessage: (asked: SignInMessage) => void
  /** False once the person turned away from this wallet: what it signs later opens nothing. */
  readonly isWanted: () => boolean
}

/**
 * Signs in with a wallet: the desk composes the sentence, the wallet signs exactly that (EIP-4361).
 * @returns whether a session is open now
 * @throws WalletProblem, FlowError
 */
export async function signInWith(walletId: string, { onMessage, isWanted }: SignInFollower): Promise<boolean> {
  const wallet = await openWallet(walletId)
  const [address] = wallet.accounts
  if (!address) throw new WalletProblem(`${wallet.name} gave no account. Choose one in the wallet and try again.`)
  const { message } = await callFlow('request-sign-in', { address, chainId: wallet.chainId })
  if (!message.includes(address) || !message.startsWith(`${window.location.host} wants you to sign in`))
    throw new WalletProblem('The desk sent a sentence for another address or another site. It was not signed.')
  if (!isWanted()) return false
  onMessage({ message, address })
  const signature = await wallet.request('personal_sign', [stringToHex(message), address])
  if (typeof signature !== 'string') throw new WalletProblem('The wallet did not answer with a signature.')
  if (!isWanted()) return false
  await openSession({ message, signature })
  return true
}
