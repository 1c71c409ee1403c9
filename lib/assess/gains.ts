import type { Address } from 'viem'
import type { Facts } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import type { AssetAddress } from '@/lib/stage/types'

/** What somebody outside gains while the transaction runs, measured. */
export type Gain = { readonly account: Address; readonly asset: AssetAddress; readonly units: bigint }

/** Everybody who gains by the simulation, other than the Safe itself: bytes need not name them. */
export function gainsOf({ effects, staged }: Pick<Facts, 'effects' | 'staged'>): readonly Gain[] {
  if (effects.kind === 'unavailable' || effects.status !== 'success') return []
  return effects.balances.flatMap(({ account, asset, before, after }) =>
    after <= before || isSameAddress(account, staged.safe.address) ? [] : [{ account, asset, units: after - before }],
  )
}
