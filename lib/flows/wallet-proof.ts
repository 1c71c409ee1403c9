import 'server-only'
import type { Address, Hex } from 'viem'
import { isAddressEqual, recoverMessageAddress, recoverTypedDataAddress } from 'viem/utils'
import { type WalletStatement, walletStatement, walletStatementText } from '@/lib/approve/wallet-statement'

/**
 * What a member signs with a wallet to prove that it is theirs. Names installation and member, so that a signature made
 * elsewhere, or for someone else, proves nothing here (SPEC §2).
 */
export function walletProofMessage(proof: WalletStatement): string {
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

/**
 * Whether what is kept of a wallet says that it is this member's here, signed by it: as typed data, or, of a desk that was
 * set up with its wallets, as text.
 */
export async function isWalletOf(
  kept: { readonly proofMessage: string; readonly proofSignature: string },
  statement: WalletStatement,
): Promise<boolean> {
  const signature = kept.proofSignature as Hex
  if (kept.proofMessage === walletProofMessage(statement))
    return isWalletProven({ address: statement.address, message: kept.proofMessage, signature })
  if (kept.proofMessage !== walletStatementText(statement)) return false
  try {
    const recovered = await recoverTypedDataAddress({ ...walletStatement(statement), signature })
    return isAddressEqual(recovered, statement.address)
  } catch {
    return false // bytes that are no signature recover to nobody
  }
}
