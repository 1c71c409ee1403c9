import { closeSession } from '../flows/session-client'
import { announceDemoMember } from '../wallet/demo-kit'
import { WalletProblem } from '../wallet/wallet-problem'
import { signInWith } from './sign-in'

/**
 * Signs in as a demo member through the same door as everybody, with that member's demo wallet.
 * @param isSignedIn ends the present session first
 */
export async function signInAs(memberId: string, rpcUrl: string, isSignedIn: boolean): Promise<void> {
  const walletId = await announceDemoMember(memberId, rpcUrl)
  if (walletId === null) throw new WalletProblem('This build has no demo members.')
  if (isSignedIn) await closeSession()
  await signInWith(walletId, { onMessage: () => undefined, isWanted: () => true })
}
