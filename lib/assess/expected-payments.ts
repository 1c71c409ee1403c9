import type { Address } from 'viem'
import type { Asset, Leg } from '@/lib/stage/types'

/** What one recipient is to get of one asset, summed over all legs. */
export type ExpectedPayment = { readonly asset: Asset; readonly recipient: Address; readonly units: bigint }

/** One key per asset and account: amounts of different assets are never added. */
export const paymentKey = (asset: string, account: string): string => `${asset.toLowerCase()} ${account.toLowerCase()}`

/** The legs of an intent, summed per asset and recipient. */
export function expectedPayments(legs: readonly Leg[]): ReadonlyMap<string, ExpectedPayment> {
  const sums = new Map<string, ExpectedPayment>()
  for (const { asset, recipient, units } of legs) {
    const key = paymentKey(asset.address, recipient)
    sums.set(key, { asset, recipient, units: (sums.get(key)?.units ?? 0n) + units })
  }
  return sums
}
