import { NO_PAST, type PastFacts, type PastPayment, type RecipientPast } from '@/lib/assess/past'
import type { AssetAddress } from '@/lib/stage/types'
import { USDC, VENDOR } from '@/tests/builders/sample-facts'

/** When the sample payment is staged. */
const NOW = Date.parse('2026-11-25T09:00:00.000Z')
const DAY = 86_400_000

/** A time so many days before the sample payment. */
export const daysAgo = (days: number): string => new Date(NOW - days * DAY).toISOString()

/** Payments of these amounts, the newest first, so many days apart. */
export const paidEvery = (days: number, amounts: readonly bigint[]): readonly PastPayment[] =>
  amounts.map((units, at) => ({ id: `W-${2000 - at}`, at: daysAgo(days * (at + 1)), units }))

/** The same amount so many times, three days apart. */
export const paid = (times: number, units: bigint, days = 3): readonly PastPayment[] =>
  paidEvery(
    days,
    Array.from({ length: times }, () => units),
  )

/** A past in which the vendor was paid USDC, and whatever else. */
export function pastOf(
  change: Partial<PastFacts> & {
    readonly toVendor?: Partial<RecipientPast>
    readonly ofUsdc?: readonly PastPayment[]
    readonly today?: bigint
    readonly days?: readonly bigint[]
  } = {},
): PastFacts {
  const { toVendor = {}, ofUsdc = [], today = 0n, days = [], ...others } = change
  const asset: AssetAddress = USDC.address
  return {
    ...NO_PAST,
    since: daysAgo(100),
    recipients: [{ asset, recipient: VENDOR, paid: [], ended: [], ...toVendor }],
    assets: [{ asset, paid: ofUsdc, today, days: days.map((units, at) => ({ daysAgo: 2 * (at + 1), units })) }],
    ...others,
  }
}
