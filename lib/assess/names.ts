import type { Address } from 'viem'
import type { Facts } from '@/lib/assess/types'
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
  const { contacts, ownSafes, staged } = facts
  return [...contacts.filter(({ isActive }) => isActive), ...ownSafes, staged.safe].some((it) =>
    isSameAddress(it.address, address),
  )
}

function nameOf({ contacts, ownSafes, assets, staged }: Known, address: Address): string | null {
  const named = [...contacts.filter(({ isActive }) => isActive), ...ownSafes].find((it) =>
    isSameAddress(it.address, address),
  )
  if (named) return named.name
  if (isSameAddress(staged.safe.address, address)) return 'This Safe'
  return assets.find((asset) => isSameAddress(asset.address, address))?.symbol ?? null
}
