import type { Address } from 'viem'
import type { AssetAddress, WithdrawalClass } from '@/lib/stage/types'

/** A policy as stored: one immutable version for one Safe (SPEC §4). */
export type Policy = {
  readonly id: string
  readonly version: number
  readonly groups: readonly { readonly id: string; readonly name: string; readonly members: readonly string[] }[]
  /** First match wins; no match blocks. */
  readonly rules: readonly BaseRule[]
  /** All that match apply; they may only tighten. */
  readonly overlays: readonly Overlay[]
}

export type Slots = { readonly group: string; readonly need: number }

export type Condition = {
  /** Matches when every leg's asset is in the list; absent matches any registered asset. */
  readonly assets?: readonly AssetAddress[] | undefined
  /** Per asset, the sum over all legs must not exceed this many base units (decimal text). */
  readonly maxUnits?: Readonly<Record<string, string>> | undefined
  /** Every recipient must be an active contact; what calls a contract pays nobody but the contract. */
  readonly activeRecipientsOnly?: boolean | undefined
  /** What leaves the Safe within a window, this withdrawal included. */
  readonly rolling?: RollingLimit | undefined
}

/** A limit on a sliding window. It limits the assets that it names, and no other. */
export type RollingLimit = {
  readonly seconds: number
  /** Base units (decimal text) per asset. */
  readonly maxUnits: Readonly<Record<string, string>>
}

/** What left the Safe within the last so many seconds, or is reserved to leave it (SPEC §4, velocity). */
export type Outflow = { readonly seconds: number; readonly asset: AssetAddress; readonly units: bigint }

export type BaseRule = {
  readonly name: string
  readonly class: WithdrawalClass
  readonly when: Condition
  readonly quorum: readonly Slots[]
  readonly delaySeconds: number
  readonly expirySeconds: number
  readonly factors: readonly string[]
  /** Each approver pastes the verdict line of the offline verifier; left out means no. */
  readonly offlineVerdict?: boolean | undefined
}

export type Overlay = {
  readonly name: string
  /** Applies when this condition does NOT hold: an overlay names what must be true to stay untightened. */
  readonly unless: Condition
  readonly effect:
    | { readonly kind: 'block'; readonly sentence: string }
    | { readonly kind: 'hold'; readonly sentence: string }
    | {
        readonly kind: 'require'
        readonly quorum: readonly Slots[]
        readonly delaySeconds: number
        readonly offlineVerdict?: boolean | undefined
      }
}

export type Person = { readonly memberId: string; readonly name: string; readonly owners: readonly Address[] }

export type GroupRequirement = {
  readonly id: string
  readonly name: string
  readonly need: number
  /** People who may fill a slot; the initiator is not among them. */
  readonly eligible: readonly { readonly memberId: string; readonly name: string }[]
}

/** What policy demands of one withdrawal. */
export type Requirement = {
  readonly policyId: string
  readonly policyVersion: number
  readonly rule: string | null
  readonly decision: 'allow' | 'hold' | 'block'
  /** Distinct people with an owner key each; never below the Safe's own threshold. */
  readonly approvals: number
  readonly groups: readonly GroupRequirement[]
  readonly factors: readonly string[]
  /** True: who approves pastes the verdict line of the offline verifier. */
  readonly offlineVerdict: boolean
  readonly delaySeconds: number
  readonly expirySeconds: number
  /** Why it holds or blocks, one sentence each. */
  readonly reasons: readonly string[]
  /** Every rule and overlay looked at, in order, with what came of it. */
  readonly trace: readonly string[]
}
