import type { Address } from 'viem'

export type ContactStatement = {
  readonly installation: string
  readonly chainId: number
  readonly name: string
  readonly address: Address
}

/**
 * What the key of a contact's address signs (EIP-191; a contract answers for it by ERC-1271) to say that the address is
 * theirs. Names the installation and the entry, so that a signature given to somebody else proves nothing here.
 */
export const contactStatement = ({ installation, chainId, name, address }: ContactStatement): string =>
  [
    'Countersign: pay me at this address.',
    'This signature approves no transaction.',
    '',
    `Desk: ${installation}`,
    `Name: ${name}`,
    `Chain: ${chainId}`,
    `Address: ${address}`,
  ].join('\n')
