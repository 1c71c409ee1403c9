import 'server-only'
import type { Address, Hex } from 'viem'
import { isAddressEqual, recoverMessageAddress } from 'viem/utils'

/**
 * What a member signs with a wallet to prove that it is theirs. Names installation and member, so that a signature made
 * elsewhere, or for someone else, proves nothing here (SPEC §2).
 */
export function walletProofMessage(proof: { installation: string; memberId: string; address: Address }): string {
  return [
    'Countersign: this wallet is mine.',
    'This signature approves no transaction.',
    '',
    `Installation: ${proof.installation}`,
    `Member: ${proof.memberId}`,
    `Address: ${proof.address}`,
  ].join('\n')
}

/** Whether the signature over the message recovers to the address (EIP-191). */
export async function isWalletProven(proof: { address: Address; message: string; signature: Hex }): Promise<boolean> {
  try {
    const recovered = await recoverMessageAddress({ message: proof.message, signature: proof.signature })
    return isAddressEqual(recovered, proof.address)
  } catch {
    return false // bytes that are no signature recover to nobody
  }
}
