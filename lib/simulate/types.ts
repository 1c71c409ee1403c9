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

/** One item of a collection (ERC-721, ERC-1155), by how many of it an account holds before and after. */
export type ItemChange = {
  readonly token: Address
  readonly id: bigint
  readonly account: Address
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

/** What the Safe allowed somebody and allows less of afterwards: used in the run, or taken back. Base units. */
export type AllowanceSpent = {
  readonly token: Address
  readonly spender: Address
  readonly before: bigint
  readonly after: bigint
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

/** An account that ends with other code; null where it has none. */
export type CodeChange = { readonly address: Address; readonly before: Hash | null; readonly after: Hash | null }

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
  /** Who sent it, where that is whoever is known to execute for the Safe. */
  readonly sender?: Address
  /** What was logged there and what was expected; only of a run that reads no balances and comes out otherwise. */
  readonly loggedInstead?: { readonly here: readonly LoggedMove[]; readonly shown: readonly LoggedMove[] }
  /** The Safe's guard refused this sender before anything ran; the same setting was run once more by an owner. */
  readonly refused?: { readonly guard: Address; readonly sender: Address }
}

type SimulatedChanges = {
  readonly balances: readonly BalanceChange[]
  readonly approvals: readonly ApprovalGranted[]
  readonly safeStorage: readonly SlotChange[]
  /** Absent where it cannot tell, and in reviews from before it was compared. */
  readonly code?: readonly CodeChange[]
  /** Absent where none moves. */
  readonly items?: readonly ItemChange[]
}

/** What another node of the chain says of the same block and run. */
export type NodeVoice = {
  readonly party: string
  readonly says: 'same' | 'other' | 'nothing'
  /** What it says otherwise, or why it says nothing; '' where it says the same. */
  readonly what: string
  /** It says nothing of what moves, but knows the same block and ends the same. */
  readonly isSameEnd?: true
}

/** The same transaction once those before it in the queue of its Safe are executed, by their ids in order. */
export type InTurn =
  | {
      readonly kind: 'simulated'
      readonly after: readonly string[]
      /** The first of them that does not execute itself. */
      readonly failing: string | null
      readonly status: SimulationStatus
      readonly balances: readonly BalanceChange[]
      readonly approvals: readonly ApprovalGranted[]
      /** Whether it does what it does alone. */
      readonly isSame: boolean
    }
  | { readonly kind: 'unavailable'; readonly after: readonly string[]; readonly reason: string }

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
      /** Absent in reviews from before it was kept. */
      readonly code?: readonly CodeChange[]
      /** Absent where none moves. */
      readonly items?: readonly ItemChange[]
      /** Absent where no allowance shrinks. Shown alone: no approval binds it. */
      readonly spent?: readonly AllowanceSpent[]
      /** Absent where nothing comes before it, and in reviews from before that was tried. */
      readonly inTurn?: InTurn
      /** The node whose answers these are, and what the others say; absent in reviews from before they were asked. */
      readonly party?: string
      readonly voices?: readonly NodeVoice[]
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
