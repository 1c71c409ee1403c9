import type { Address } from 'viem'
import { isSameAddress } from '@/lib/core/address'
import { formatMoney } from '@/lib/core/money'
import { spanWords } from '@/lib/policy/span-words'
import type { AssetAddress } from '@/lib/stage/types'
import type { Condition, Overlay, Policy, Slots } from '@/lib/policy/types'

/** Names of what a policy writes as ids, addresses and base units, as this desk registered them. */
export type PolicyNames = {
  /** Assets of the Safe's own chain. */
  readonly assets: readonly { readonly address: AssetAddress; readonly symbol: string; readonly decimals: number }[]
  readonly members: readonly { readonly id: string; readonly name: string }[]
}

/** With these everything reads as it stands in the policy, so that only what is the same reads the same. */
export const NO_NAMES: PolicyNames = { assets: [], members: [] }

/** Something of a policy in words. */
export type Words = (names: PolicyNames) => string

const registered = (address: string, { assets }: PolicyNames) =>
  assets.find((one) => isSameAddress(one.address, address))

/** Its symbol; where it is not registered, or shares its symbol with another, its address. */
export function assetName(address: string, names: PolicyNames): string {
  const symbol = registered(address, names)?.symbol
  const isAlone = names.assets.filter((one) => one.symbol === symbol).length === 1
  return symbol !== undefined && isAlone ? symbol : address.toLowerCase()
}

export type NamedAsset = { readonly symbol: string; readonly address: Address }

/** Which of these are named by their symbols, each once, as they are registered. */
export function namedAddresses(addresses: readonly string[], names: PolicyNames): readonly NamedAsset[] {
  return names.assets.flatMap(({ address, symbol }) =>
    address !== 'native' && assetName(address, names) === symbol && addresses.some((one) => isSameAddress(one, address))
      ? [{ symbol, address }]
      : [],
  )
}

/** "1,000.00 USDC"; in base units where the asset is not registered. */
export function amountWords(units: string, address: string, names: PolicyNames): string {
  const asset = registered(address, names)
  return asset === undefined
    ? `${units} base units`
    : formatMoney(BigInt(units), { decimals: asset.decimals, symbol: assetName(address, names) })
}

export const groupWords =
  (group: Policy['groups'][number] | undefined): Words =>
  (names) =>
    group ? `${group.name}: ${[...group.members].sort().map(memberName(names)).join(', ')}` : 'not there'

// The id stays beside the name: two people may share one.
const memberName =
  ({ members }: PolicyNames) =>
  (id: string): string => {
    const name = members.find((one) => one.id === id)?.name
    return name === undefined ? id : `${name} (${id})`
  }

export const slotWords = (slots: readonly Slots[]): string =>
  slots.length === 0 ? 'the Safe’s threshold' : slots.map(({ group, need }) => `${need} of ${group}`).join(' and ')

export const assetsWords =
  ({ assets }: Condition): Words =>
  (names) =>
    assets
      ? [...assets]
          .map((one) => assetName(one, names))
          .sort()
          .join(', ')
      : 'any'

export const recipientWords = ({ activeRecipientsOnly }: Condition): string =>
  activeRecipientsOnly === true ? 'active contacts only' : 'anybody'

export const rollingWords =
  ({ rolling }: Condition): Words =>
  (names) =>
    rolling
      ? `within ${spanWords(rolling.seconds)} at most ${Object.entries(rolling.maxUnits)
          .map(([asset, limit]) => limitWords(limit, asset, names))
          .sort()
          .join(', ')}`
      : 'none'

const limitWords = (units: string, asset: string, names: PolicyNames): string =>
  registered(asset, names) === undefined
    ? `${units} base units of ${asset.toLowerCase()}`
    : amountWords(units, asset, names)

/** A whole overlay in a sentence, for one that comes or goes. */
export const overlayWords =
  (overlay: Overlay | undefined): Words =>
  (names) =>
    overlay ? `${effectWords(overlay.effect)}, unless ${conditionWords(overlay.unless, names)}` : 'not there'

function effectWords(effect: Overlay['effect']): string {
  if (effect.kind !== 'require') return `${effect.kind}s and says “${effect.sentence}”`
  const verdict = effect.offlineVerdict === true ? ', the offline verdict' : ''
  return `requires ${slotWords(effect.quorum)}, a delay of ${spanWords(effect.delaySeconds)}${verdict}`
}

function conditionWords(condition: Condition, names: PolicyNames): string {
  const { assets, maxUnits, activeRecipientsOnly, rolling } = condition
  const parts = [
    ...(assets === undefined ? [] : [`assets are ${assetsWords(condition)(names)}`]),
    ...Object.entries(maxUnits ?? {}).map(([asset, units]) => `at most ${limitWords(units, asset, names)}`),
    ...(activeRecipientsOnly === true ? ['recipients are active contacts only'] : []),
    ...(rolling === undefined ? [] : [rollingWords(condition)(names)]),
  ]
  return parts.length === 0 ? 'nothing: its condition always holds' : parts.join(' and ')
}
