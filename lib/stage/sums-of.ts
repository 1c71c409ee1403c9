import type { Asset, AssetAddress, Leg } from '@/lib/stage/types'

/** What legs come to in base units: summed per asset, never across, in order of appearance. */
export function sumsOf(legs: readonly Pick<Leg, 'asset' | 'units'>[]): readonly Pick<Leg, 'asset' | 'units'>[] {
  const sums = new Map<AssetAddress, { asset: Asset; units: bigint }>()
  for (const { asset, units } of legs)
    sums.set(asset.address, { asset, units: (sums.get(asset.address)?.units ?? 0n) + units })
  return [...sums.values()]
}
