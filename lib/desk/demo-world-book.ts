import { type Address, getAddress, keccak256, toHex } from 'viem'

export type DemoContact = { id: string; name: string; class: string; address: Address }

/** Contacts whose addresses depend on their names only, so that they are the same in every demo world. */
export const DEMO_CONTACTS: readonly DemoContact[] = [
  contact('meridian-custody', 'Meridian Custody', 'custodian'),
  contact('exchange-deposit', 'Exchange deposit', 'exchange'),
  contact('market-maker-a', 'Market maker A', 'counterparty'),
  contact('northwind-audit', 'Northwind Audit Ltd', 'supplier'),
  contact('grants-safe', 'Grants Safe', 'counterparty'),
]

/**
 * An address made to be taken for another: same first and last four hex digits, as look-alike mills produce them. It
 * sent dust to the treasury and is in no book (SPEC §10).
 */
export const LOOK_ALIKE: Address = lookAlikeOf(addressOf('Meridian Custody'))

function contact(id: string, name: string, entryClass: string): DemoContact {
  return { id, name, class: entryClass, address: addressOf(name) }
}

function addressOf(name: string): Address {
  return getAddress(`0x${keccak256(toHex(`countersign demo contact ${name}`)).slice(-40)}`)
}

function lookAlikeOf(address: Address): Address {
  const middle = keccak256(toHex(`look-alike of ${address}`)).slice(2, 34)
  return getAddress(`0x${address.slice(2, 6)}${middle}${address.slice(-4)}`.toLowerCase() as Address)
}
