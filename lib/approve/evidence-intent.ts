import { changeRecord } from '@/lib/stage/control'
import type { Intent, StatedCall } from '@/lib/stage/types'

/** An intent as it enters a digest: addresses lowered, units as decimal text, legs in the order shown. */
export function intentRecord(intent: Intent | null) {
  if (intent === null) return null
  return {
    legs: intent.legs.map(({ asset, recipient, units }) => ({
      chainId: asset.chainId,
      asset: asset.address.toLowerCase(),
      symbol: asset.symbol,
      decimals: asset.decimals,
      recipient: recipient.toLowerCase(),
      units: units.toString(),
    })),
    purpose: intent.purpose,
    reference: intent.reference,
    ...(intent.change && { change: changeRecord(intent.change) }),
    ...(intent.call && { call: callRecord(intent.call) }),
  }
}

const callRecord = ({ to, data, gives }: StatedCall) => ({
  to: to.toLowerCase(),
  data: data.toLowerCase(),
  gives: gives.map(({ asset, units }) => ({
    asset: asset.address.toLowerCase(),
    symbol: asset.symbol,
    decimals: asset.decimals,
    units: units.toString(),
  })),
})
