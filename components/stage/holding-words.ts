import { displayText } from '@/lib/core/display-text'
import { formatMoney } from '@/lib/core/money'
import type { SafeNow } from '../dashboard/safe-now'

/** "Holds 101,204,118.40 USDC and 2,118.50 ETH. 3 of 5 owners, nonce 4." */
export function holdingWords(safe: SafeNow): string {
  if (safe.now === null) return safe.problem
  const held = safe.now.holds.flatMap(({ asset, units }) =>
    units === null || units === 0n ? [] : [displayText(formatMoney(units, asset), 80)],
  )
  const { threshold, owners, nonce } = safe.now
  return `Holds ${held.length === 0 ? 'nothing' : held.join(', ')}. ${threshold} of ${owners} owners, nonce ${nonce} on chain.`
}
