import type { ServedSafe } from '@/db/queries/safes'
import type { VouchedContract } from '@/lib/decode/types'
import type { SafeState } from '@/lib/simulate/types'
import type { Asset } from '@/lib/stage/types'

export type Holding = {
  readonly asset: Asset
  /** Null when the chain did not say. */
  readonly units: bigint | null
}

/** A Safe with what its chain says now, or why it says nothing. */
export type SafeNow = ServedSafe & {
  readonly assets: readonly Asset[]
  readonly contracts: readonly VouchedContract[]
} & (
    | {
        readonly now: {
          readonly owners: number
          readonly threshold: number
          readonly nonce: bigint
          readonly state: SafeState
          readonly holds: readonly Holding[]
          readonly block: bigint
          /** Unix seconds of the block. */
          readonly at: number
        }
      }
    | { readonly now: null; readonly problem: string }
  )
