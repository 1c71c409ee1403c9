import type { Address } from 'viem'
import type { CodeProof } from '@/lib/approve/enrolment-code'
import { walletStatement } from '@/lib/approve/wallet-statement'
import { isSameAddress } from '@/lib/core/address'
import { callFlow } from '../flows/client'
import { WalletProblem } from '../wallet/wallet-problem'
import { openWallet } from '../wallet/wallets'

/** An invitation as the desk showed it to who has its code. */
export type Invitation = {
  readonly installation: string
  readonly memberId: string
  readonly address: Address
  readonly organisation: string
  readonly name: string
  readonly roles: readonly string[]
  /** ISO time. */
  readonly expiresAt: string
}

/** What an invitation with this code says. @throws FlowError */
export async function readInvitation(code: string): Promise<Invitation> {
  const { keyOfCode } = await import('@/lib/approve/enrolment-code')
  return callFlow('read-invitation', { codeKey: keyOfCode(code) })
}

/**
 * Proves the invited wallet: it signs that it is this member's here (EIP-712), and nothing that moves money.
 * @throws WalletProblem, FlowError
 */
export async function acceptWith(walletId: string, code: string, invitation: Invitation): Promise<void> {
  const wallet = await openWallet(walletId, invitation.address)
  if (!wallet.accounts.some((account) => isSameAddress(account, invitation.address)))
    throw new WalletProblem(
      `${wallet.name} does not answer for ${invitation.address}. Choose that account in the wallet and try again.`,
    )
  const signature = await wallet.request('eth_signTypedData_v4', [invitation.address, typedText(invitation)])
  if (typeof signature !== 'string') throw new WalletProblem('The wallet did not answer with a signature.')
  const { proveInvitation } = await import('@/lib/approve/invitation')
  const proof: CodeProof = proveInvitation(code, invitation)
  await callFlow('accept-invitation', { code: proof, address: invitation.address, walletSignature: signature })
}

// Wallets want the domain's own type among the types.
function typedText(invitation: Invitation): string {
  const { types, ...typed } = walletStatement(invitation)
  const EIP712Domain = [
    { name: 'name', type: 'string' },
    { name: 'version', type: 'string' },
  ]
  return JSON.stringify({ ...typed, types: { EIP712Domain, ...types } })
}
