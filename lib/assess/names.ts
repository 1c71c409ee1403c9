import type { Address } from 'viem'
import type { Contact, Facts } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import { displayText } from '@/lib/core/display-text'
import { formatMoney } from '@/lib/core/money'
import type { Asset, AssetAddress } from '@/lib/stage/types'

type Known = Pick<Facts, 'contacts' | 'ownSafes' | 'assets' | 'staged'>

/** What the desk calls an address, always with the whole address: a name alone decides nothing. */
export function who(facts: Known, address: Address): string {
  const name = nameOf(facts, address)
  return name === null ? address : `${displayText(name, 80)} (${address})`
}

/** The registered asset at an address, or null. */
export function findAsset(facts: Pick<Facts, 'assets'>, address: AssetAddress): Asset | null {
  return facts.assets.find((asset) => isSameAddress(asset.address, address)) ?? null
}

/** An exact amount; base units where the asset is not registered, since nobody vouches for its decimals. */
export function amountOf(facts: Pick<Facts, 'assets'>, asset: AssetAddress, units: bigint): string {
  const known = findAsset(facts, asset)
  if (known) return formatMoney(units, known)
  return asset === 'native' ? `${units} wei` : `${units} base units of ${asset}`
}

/** True for active contacts and the organisation's own Safes: addresses that two people vouched for. */
export function isVouchedFor(facts: Omit<Known, 'assets'>, address: Address): boolean {
  const { ownSafes, staged } = facts
  return (
    findContact(facts, address, true) !== null ||
    [...ownSafes, staged.safe].some((it) => isSameAddress(it.address, address))
  )
}

/** The first entry of each address, and the first active one where that is another. */
type Book = { readonly first: ReadonlyMap<string, Contact>; readonly active: ReadonlyMap<string, Contact> }

const books = new WeakMap<readonly Contact[], Book>()

/** The first entry of the address book with this address, or null. A batch asks once for every recipient. */
export function findContact({ contacts }: Pick<Facts, 'contacts'>, address: Address, isActive = false): Contact | null {
  const book = books.get(contacts) ?? bookOf(contacts)
  books.set(contacts, book)
  const key = address.toLowerCase()
  const first = book.first.get(key) ?? null
  return first === null || !isActive || first.isActive ? first : (book.active.get(key) ?? null)
}

function bookOf(contacts: readonly Contact[]): Book {
  const [first, active] = [new Map<string, Contact>(), new Map<string, Contact>()]
  for (const contact of contacts) {
    const key = contact.address.toLowerCase()
    if (!first.has(key)) first.set(key, contact)
    else if (contact.isActive && !active.has(key)) active.set(key, contact)
  }
  return { first, active }
}

function nameOf(facts: Known, address: Address): string | null {
  const { ownSafes, assets, staged } = facts
  const named = findContact(facts, address, true) ?? ownSafes.find((it) => isSameAddress(it.address, address)) ?? null
  if (named) return named.name
  if (isSameAddress(staged.safe.address, address)) return 'This Safe'
  return assets.find((asset) => isSameAddress(asset.address, address))?.symbol ?? null
}
