import type { BalanceChange } from '@/lib/simulate/types'

/**
 * The accounts and assets that have more than one change among these, a sentence each. A balance is measured once, before and after:
 * whoever sums what is told would count a change that is repeated twice, and find twice what arrives.
 */
export function toldTwice(balances: readonly BalanceChange[]): readonly string[] {
  const seen = new Set<string>()
  const twice = new Map<string, string>()
  for (const { account, asset } of balances) {
    const key = `${account} ${asset}`.toLowerCase()
    const what = asset === 'native' ? 'the chain’s coin' : asset
    if (seen.has(key)) twice.set(key, `The balance of ${account} in ${what} is told more than once.`)
    seen.add(key)
  }
  return [...twice.values()]
}
