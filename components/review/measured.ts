import type { Address } from 'viem'
import { isSameAddress } from '@/lib/core/address'
import type { Effects } from '@/lib/simulate/types'
import type { AssetAddress } from '@/lib/stage/types'

export type MeasuredChange = { readonly account: Address; readonly asset: AssetAddress; readonly units: bigint }

/** What an account gains or loses of an asset, by measured balances; zero where nothing was measured. */
export function changeOf(effects: Effects, account: Address, asset: AssetAddress): bigint {
  if (effects.kind === 'unavailable') return 0n
  return effects.balances
    .filter((change) => isSameAddress(change.account, account) && isSameAddress(change.asset, asset))
    .reduce((sum, change) => sum + change.after - change.before, 0n)
}

/** Every account and asset whose balance really changes. */
export function measuredChanges(effects: Effects): readonly MeasuredChange[] {
  if (effects.kind === 'unavailable') return []
  return effects.balances.flatMap(({ account, asset, before, after }) =>
    before === after ? [] : [{ account, asset, units: after - before }],
  )
}
