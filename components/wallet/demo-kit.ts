import type { AnnouncedWallet } from '@/lib/demo/announce'
import type { Challenged } from './step-up'
import type { ProofInput } from '@/lib/flows/step-up'
import { WalletProblem } from './wallet-problem'

let announced: AnnouncedWallet | null = null

/** Announces a demo member's wallet to this page, in the demo build only. Gives its discovery id. */
export async function announceDemoMember(memberId: string, rpcUrl: string): Promise<string | null> {
  if (process.env.COUNTERSIGN_DEMO !== '1') return null
  const { announceDemoWallet, walletInfo } = await import('@/lib/demo/announce')
  if (announced) announced.switchTo(memberId)
  else announced = announceDemoWallet(memberId, rpcUrl)
  return walletInfo(memberId).rdns
}

/** Answers a challenge with a demo member's software authenticator, in the demo build only. */
export async function askDemoPasskey({ issued, challenge, memberId }: Challenged): Promise<ProofInput | null> {
  if (process.env.COUNTERSIGN_DEMO !== '1') return null
  const { assertDemoPasskey } = await import('@/lib/demo/authenticator')
  const assertion = assertDemoPasskey({ memberId, challenge, rpId: issued.rpId, origin: window.location.origin })
  if (!issued.credentialIds.includes(assertion.credentialId))
    throw new WalletProblem('The demo passkey of this member does not count here. Use a passkey on this device.')
  return { challengeId: issued.challengeId, factor: 'passkey', assertion }
}
