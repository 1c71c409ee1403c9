import type { Address, Hash } from 'viem'
import type { CallNode } from '@/lib/decode/types'
import type { Effects, SafeState } from '@/lib/simulate/types'
import type { WithdrawalState } from '@/lib/stage/lifecycle'
import type { Asset, AssetAddress, Intent, StagedTx, WithdrawalClass } from '@/lib/stage/types'

export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]

/** `fail`: what the code names is present; `unknown`: an input that should have been there was not. Never read as ok. */
export type Outcome = 'pass' | 'fail' | 'unknown'

export type EvidenceLine = { readonly label: string; readonly value: string }

export type Finding = {
  readonly rule: string
  readonly code: string
  readonly outcome: Outcome
  readonly severity: Severity
  /** Path in the call tree, '' when it concerns the whole. */
  readonly path: string
  /** A sentence someone answers for, naming what is there. */
  readonly sentence: string
  readonly evidence: readonly EvidenceLine[]
}

export type Verdict = 'ok' | 'review' | 'warn' | 'block'

/** A trusted contact: only an active entry of the address book is one. */
export type Contact = {
  readonly entryId: string
  readonly version: number
  readonly address: Address
  readonly name: string
  readonly isActive: boolean
  /** ISO time until which a new entry cools, null once it does not. */
  readonly coolingUntil: string | null
}

/** Three computations of one hash; null where one could not be asked. */
export type HashOpinions = { readonly own: Hash; readonly protocolKit: Hash | null; readonly contract: Hash | null }

export type QueueFacts = {
  /** The Safe's nonce on chain; null when the chain did not answer. */
  readonly onchainNonce: bigint | null
  /** Other live withdrawals of this Safe. */
  readonly others: readonly { readonly id: string; readonly nonce: bigint; readonly safeTxHash: Hash }[]
}

/** A withdrawal of the organisation that pays or paid one of these payments, or bears this reference. */
export type EarlierPayment = {
  readonly id: string
  readonly state: WithdrawalState
  /** ISO time. */
  readonly stagedAt: string
  readonly reference: string
  readonly legs: readonly { readonly asset: AssetAddress; readonly recipient: Address; readonly units: bigint }[]
}

/** The organisation's own past on this chain, without what ended unpaid. */
export type HistoryFacts = {
  /** ISO time at which this transaction was staged; now, while it is not. */
  readonly stagedAt: string
  /** Staged before it, or paid meanwhile; the newest first. */
  readonly earlier: readonly EarlierPayment[]
}

/** What is known of the code at an address: `eoa`, `none`, `contract` or another word for what has code. */
export type CodeFacts = { readonly type?: string | null; readonly verified?: boolean | null }

/**
 * What only some sources know, by its name in the corpus. A rule whose fact is absent does not run. Addresses and
 * selectors are of any case.
 */
export type OptionalFacts = {
  readonly code?: Readonly<Record<string, CodeFacts>>
  /** Contracts with verified source that the organisation knows. */
  readonly verifiedTargets?: readonly string[]
  /** The names that signature databases list, by selector. */
  readonly selectorCandidates?: Readonly<Record<string, readonly string[]>>
  /** What this Safe may run in its own place, each with the functions it is meant for. */
  readonly trustedDelegateTargets?: readonly { readonly address: string; readonly selectors: readonly string[] }[]
}

/** Everything the rules judge. Null means: asked for and not available. */
export type Facts = OptionalFacts & {
  readonly class: WithdrawalClass
  readonly staged: StagedTx
  readonly intent: Intent | null
  readonly call: CallNode
  readonly effects: Effects
  readonly safe: SafeState | null
  readonly contacts: readonly Contact[]
  readonly ownSafes: readonly { readonly address: Address; readonly name: string }[]
  readonly assets: readonly Asset[]
  readonly hashes: HashOpinions
  readonly queue: QueueFacts
  readonly history: HistoryFacts
}

/** A rule is a plug-in: one file, one line in the index. Pure; the runner turns a throw into `unknown` at its worst code. */
export type Rule = {
  readonly id: string
  readonly title: string
  readonly codes: Readonly<Record<string, Severity>>
  /** True when the answer may change without the transaction changing (queue, history, lists): not in the digest. */
  readonly drifts?: true
  /** The rule does not run, and says nothing, where this fact is absent. */
  readonly needs?: keyof OptionalFacts
  judge(facts: Facts): readonly Finding[]
}
