import type { PastFacts, PastPayment } from '@/lib/assess/past'
import { assetPast, paymentsOf, recipientPast } from '@/lib/assess/past-payments'
import { comparedWith } from '@/lib/assess/rules/amount'
import { spreadOf } from '@/lib/assess/robust'
import type { Facts, Finding } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import type { AssetAddress } from '@/lib/stage/types'

/** What an amount was judged by, as a picture of it shows it: each one before, where half of them end, and this one. */
export type PastSeries = {
  readonly asset: AssetAddress
  readonly here: bigint
  readonly median: bigint
  /** What each of the others is, such as "W-1001, 2026-11-01", "W-1001" with a recipient, or "3 days before". */
  readonly before: readonly { readonly name: string; readonly units: bigint }[]
}

/**
 * The amounts that a finding about an amount came from; null of every other finding. From the same facts by the same code
 * as the finding, so that the picture shows what was judged and nothing else.
 */
export function pastSeriesOf(
  { code, path }: Pick<Finding, 'code' | 'path'>,
  facts: Pick<Facts, 'call' | 'staged' | 'ownSafes' | 'past'>,
): PastSeries | null {
  const { past } = facts
  if (past === null) return null
  const payments = paymentsOf(facts)
  const [payment, another] = payments.filter((one) => one.path === path)
  // Of a call that pays twice nobody could tell which one is meant.
  if (!payment || another) return null
  const { asset } = payment
  const ofAsset = assetPast(past.assets, asset)
  switch (code) {
    case 'AMOUNT_EXTREME':
      return series(asset, payment.units, named(ofAsset?.paid ?? []))
    case 'AMOUNT_UNUSUAL':
      return series(asset, payment.units, named(comparedWith(payment, past) ?? []))
    case 'PROBE_THEN_LARGE':
      return series(asset, payment.units, named(recipientPast(past.recipients, payment).paid))
    case 'BATCH_LEG_CHANGED':
    case 'BATCH_AMOUNT_CHANGED':
      return series(asset, payment.units, ofBatch(past.batch, asset))
    case 'VELOCITY_UNUSUAL': {
      const here = payments.reduce((sum, one) => (one.asset === asset ? sum + one.units : sum), ofAsset?.today ?? 0n)
      return series(
        asset,
        here,
        (ofAsset?.days ?? []).map(({ daysAgo, units }) => ({
          name: daysAgo === 1 ? 'The day before' : `${daysAgo} days before`,
          units,
        })),
      )
    }
    default:
      return null
  }
}

const named = (paid: readonly PastPayment[]): PastSeries['before'] =>
  paid.map(({ id, at, units }) => ({ name: `${id}, ${at.slice(0, 10)}`, units }))

const ofBatch = (batch: PastFacts['batch'], asset: AssetAddress): PastSeries['before'] =>
  (batch?.legs ?? [])
    .filter((leg) => isSameAddress(leg.asset, asset))
    .map(({ recipient, units }) => ({ name: `${batch?.id}, ${recipient}`, units }))

function series(asset: AssetAddress, here: bigint, before: PastSeries['before']): PastSeries | null {
  const spread = spreadOf(before.map(({ units }) => units))
  return spread && { asset, here, median: spread.median, before }
}
