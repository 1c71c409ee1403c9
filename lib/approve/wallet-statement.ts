import type { Address } from 'viem'
import { canonicalize } from '@/lib/core/canonical'

export type WalletStatement = { readonly installation: string; readonly memberId: string; readonly address: Address }

const TYPES = {
  WalletProof: [
    { name: 'statement', type: 'string' },
    { name: 'installation', type: 'string' },
    { name: 'member', type: 'string' },
    { name: 'wallet', type: 'address' },
  ],
} as const

/**
 * What a wallet signs when its owner accepts an invitation (EIP-712). Names installation and member, so that a signature
 * made elsewhere, or for someone else, proves nothing here; no chain, since an owner is one on all of them (SPEC §2).
 */
export const walletStatement = ({ installation, memberId, address }: WalletStatement) =>
  ({
    domain: { name: 'Countersign', version: '1' },
    types: TYPES,
    primaryType: 'WalletProof',
    message: {
      statement: 'This wallet is mine. This signature approves no transaction.',
      installation,
      member: memberId,
      wallet: address,
    },
  }) as const

/** The same as the text that is kept beside the signature. */
export const walletStatementText = (statement: WalletStatement): string => canonicalize(walletStatement(statement))
