import { displayText } from '@/lib/core/display-text'
import { formatMoney } from '@/lib/core/money'
import { sumsOf } from '@/lib/stage/sums-of'
import type { Leg } from '@/lib/stage/types'

/** "1,250.00 USDC and 0.50 ETH": summed per asset, never across, in order of appearance. */
export function sumWords(legs: readonly Pick<Leg, 'asset' | 'units'>[]): string {
  const words = sumsOf(legs).map(({ asset, units }) => displayText(formatMoney(units, asset), 120))
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}

/** "12 payments, 3 assets: 1,250.00 USDC, 3.00 EURC and 0.50 ETH in all." */
export function listWords(legs: readonly Leg[]): string {
  const assets = new Set(legs.map(({ asset }) => asset.address)).size
  return `${countOf(legs.length, 'payment')}, ${countOf(assets, 'asset')}: ${sumWords(legs)} in all.`
}

/** "1 leg", "12 legs". */
export const countOf = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`
