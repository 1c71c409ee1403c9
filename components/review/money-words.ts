import { formatMoney } from '@/lib/core/money'
import type { Asset } from '@/lib/stage/types'

/** "250.00 USDC", or base units where the decimals are nobody's word. */
export function moneyWords(units: bigint, asset: Asset & { readonly isRegistered?: boolean }): string {
  if (asset.isRegistered === false)
    return `${formatMoney(units, { decimals: 0, symbol: '' }).trim()} base units of ${asset.symbol}`
  return formatMoney(units, asset)
}
