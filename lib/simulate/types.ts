import type { Address, Hash, Hex } from 'viem'
import type { AssetAddress } from '@/lib/stage/types'

/** One frame of the real call tree. */
export type Frame = {
  readonly kind: string
  readonly from: Address
  readonly to: Address
  readonly value: bigint
  readonly input: Hex
  readonly error: string | null
  /** What a failed frame says of its failure, safe to show; absent where it says nothing, and in reviews from before it was kept. */
  readonly reason?: string
  /** With that of the calls inside; absent in reviews from before it was kept. */
  readonly gasUsed?: bigint
  readonly calls: readonly Frame[]
}

/** Measured from balances before and after, never from logs. Units are base units. */
export type BalanceChange = {
  readonly account: Address
  readonly asset: AssetAddress
  readonly before: bigint
  readonly after: bigint
}

/** An allowance or operator right that exists after and did not before, or grew. */
export type ApprovalGranted = {
  readonly token: Address
  readonly owner: Address
  readonly spender: Address
  /** Base units of the allowance afterwards; null for all tokens of a collection. */
  readonly units: bigint | null
}

/** A storage slot of the Safe that changes; `label` names it ("threshold", "singleton", "nonce", …) or is "unknown". */
export type SlotChange = { readonly slot: Hash; readonly label: string; readonly before: Hex; readonly after: Hex }

/** A movement as a token's own events tell it. A claim: tokens log what they like. */
export type LoggedMove = {
  readonly event: 'transfer' | 'deposit' | 'withdrawal'
  readonly token: Address
  readonly from: Address
  readonly to: Address
  /** Base units, over all events of this kind between the two. */
  readonly units: bigint
}

export type TouchedContract = {
  readonly address: Address
  readonly codeHash: Hash
  /** EIP-1967 or Safe slot 0 implementation, null when it has none. */
  readonly implementation: Address | null
}

export type SimulationStatus = 'success' | 'inner-failure' | 'reverted'

/** One block environment the transaction was run in. */
export type Environment = {
  readonly name: string
  readonly status: SimulationStatus
  /** SHA-256 of the canonical effects, so that environments can be compared. */
  readonly digest: Hash
  /** What it measured instead; only where it does not come out as the environment that is shown. */
  readonly instead?: SimulatedChanges
}

type SimulatedChanges = {
  readonly balances: readonly BalanceChange[]
  readonly approvals: readonly ApprovalGranted[]
  readonly safeStorage: readonly SlotChange[]
}

export type Effects =
  | {
      readonly kind: 'simulated'
      readonly block: { readonly number: bigint; readonly hash: Hash; readonly timestamp: bigint }
      readonly status: SimulationStatus
      readonly revertReason: string | null
      readonly gasUsed: bigint
      readonly environments: readonly Environment[]
      readonly root: Frame
      readonly balances: readonly BalanceChange[]
      readonly approvals: readonly ApprovalGranted[]
      readonly safeStorage: readonly SlotChange[]
      readonly touched: readonly TouchedContract[]
      /** Beside the balances; absent in reviews from before it was kept. */
      readonly logged?: readonly LoggedMove[]
    }
  | { readonly kind: 'unavailable'; readonly party: string; readonly reason: string }

/** The Safe's own settings at a block, read from the chain. */
export type SafeState = {
  /** Why the code behind the Safe is not the official one; absent where it is, or nobody looked. */
  readonly codeFault?: string
  readonly version: string
  readonly singleton: Address
  readonly owners: readonly Address[]
  readonly threshold: number
  readonly nonce: bigint
  readonly modules: readonly Address[]
  readonly guard: Address
  readonly moduleGuard: Address
  readonly fallbackHandler: Address
}
