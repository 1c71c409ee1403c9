import type { Address, Hash, Hex } from 'viem'
import type { PastFacts } from '@/lib/assess/past'
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

/**
 * How two people say that an address is whose its entry says. Of a signed message and of the transfer itself the desk saw
 * proof; who spoke to whom is their word. Times are minutes in ISO 8601, UTC.
 */
export type Verification =
  | { readonly how: 'call-back'; readonly by: string; readonly at: string; readonly source: string }
  | { readonly how: 'test-transfer'; readonly by: string; readonly at: string; readonly withdrawalId: string }
  /** By whom, as the signature itself shows: where no key did, a contract said so, on the word of the chain's nodes. */
  | { readonly how: 'signed-message'; readonly signer: 'key' | 'contract' }

/** A trusted contact: only an active entry of the address book is one. */
export type Contact = {
  readonly entryId: string
  readonly version: number
  readonly address: Address
  readonly name: string
  readonly isActive: boolean
  /** ISO time until which a new entry cools, null once it does not. */
  readonly coolingUntil: string | null
  /** Absent where nobody recorded any. Shown; no rule and no policy goes by it. */
  readonly verification?: Verification
}

/** How an owner of a Safe agreed, in the words of the Safe Transaction Service; MALFORMED is no signature at all. */
export type SignatureType = 'EOA' | 'ETH_SIGN' | 'APPROVED_HASH' | 'CONTRACT_SIGNATURE' | 'UNKNOWN' | 'MALFORMED'

/** A signature that came with the transaction, tried against its hash. */
export type CheckedSignature = {
  readonly owner: Address | null
  readonly type: SignatureType
  /** Who signed this very hash; null where nothing can be recovered. */
  readonly recovered: Address | null
  /** Null where only the chain could say. */
  readonly valid: boolean | null
  /** Why it is not valid, '' where nothing speaks against it. */
  readonly fault: string
}

/** What somebody who handed over the transaction says about it. Compared, never trusted. */
export type Claims = { readonly chainId?: number; readonly safeTxHashes?: readonly Hash[] }

/** What is known of the code at an address; null where nothing is said. */
export type KnownCode = {
  readonly address: Address
  readonly hasCode: boolean | null
  readonly isVerified: boolean | null
}

/** An entry of a Safe's own list of code that may run in its place. */
export type DelegateTarget = { readonly address: Address; readonly selectors: readonly Hex[] }

/** The transaction of another Safe that this one approves by its hash, judged by itself. */
export type ParentFacts = {
  readonly staged: StagedTx
  readonly findings: readonly Finding[]
  readonly verdict: Verdict
}

/** What somebody says the transaction is for. A swap's proceeds go to the Safe, or to whom they name. */
export type StatedKind = {
  readonly kind: 'swap' | 'batch' | 'upgrade' | 'deploy'
  readonly recipient: Address | null
}

export type EnsFacts = { readonly stated: string | null; readonly names: Readonly<Record<string, Address>> }

/** What an address ran when the transaction was proposed, and what it runs now; null where one of them is not known. */
export type CodeThen = {
  readonly address: Address
  readonly then: CodePin
  readonly now: CodePin
}
export type CodePin = { readonly implementation: Address | null; readonly codeHash: Hash | null }

/** Three computations of one hash; null where one could not be asked. */
export type HashOpinions = { readonly own: Hash; readonly protocolKit: Hash | null; readonly contract: Hash | null }

export type QueueFacts = {
  /** The Safe's nonce on chain; null when the chain did not answer. */
  readonly onchainNonce: bigint | null
  /** Other live withdrawals of this Safe. */
  readonly others: readonly { readonly id: string; readonly nonce: bigint; readonly safeTxHash: Hash | null }[]
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

/** What the desk's own lists say of the addresses in a transaction. None known where no list is set up. */
export type ListFacts = {
  readonly known: readonly {
    readonly id: string
    readonly name: string
    /** Of the newest snapshot's text. */
    readonly sha256: string
    /** ISO time. */
    readonly at: string
    readonly isStale: boolean
  }[]
  readonly hits: readonly { readonly listId: string; readonly address: Address; readonly label: string }[]
}

/** Facts that nobody is bound to have, by the name of the key that brings them. */
export type OptionalNeed =
  | 'claimed'
  | 'claimedChainId'
  | 'confirmations'
  | 'code.verified'
  | 'selectorCandidates'
  | 'flagged'
  | 'ens'
  | 'knownInitCodeHashes'
  | 'codeThen'
  | 'members'
  | 'issuers'
  | 'delegations'

/** Facts that a code may need: the desk is bound to have all but the optional ones, an offline caller none. */
export type Need =
  | 'simulation'
  | 'threshold'
  | 'onchainNonce'
  | 'competing'
  | 'history'
  | 'past'
  | 'claimedSafeTxHash'
  | 'code'
  | OptionalNeed

/**
 * Everything the rules judge. Null means: asked for and not available. An optional fact that is absent was never to be
 * had: the codes that need it are not checked (`needs.ts`), which is never the same as clean.
 */
export type Facts = {
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
  /** What is usual here. Offline nobody has it, and of a Safe that is not the desk's there is none. */
  readonly past: PastFacts | null
  /** Which of the facts above somebody gave, offline or of a Safe that is not the desk's; the others hold nothing there. Of the desk's own all are due. */
  readonly given?: readonly Need[]
  readonly claims?: Claims
  readonly signatures?: readonly CheckedSignature[]
  readonly code?: readonly KnownCode[]
  readonly verifiedTargets?: readonly Address[]
  readonly delegateTargets?: readonly DelegateTarget[]
  /** Signatures that databases list, by lower-case selector. */
  readonly selectorCandidates?: Readonly<Record<string, readonly string[]>>
  readonly parent?: ParentFacts
  /** A purpose that is no list of payments. */
  readonly stated?: StatedKind
  /** Free text beside the transaction: labels to look at, they announce nothing. */
  readonly labels?: readonly string[]
  /** Addresses on a list of what must not be dealt with. */
  readonly flagged?: readonly Address[]
  /** Where `flagged` is from, in the desk. */
  readonly lists?: ListFacts
  /** What names resolve to, and the name that was stated for the recipient. */
  readonly ens?: EnsFacts
  /** keccak256 of creation code that the organisation has reviewed. */
  readonly knownInitCodeHashes?: readonly Hash[]
  /** Accounts that tokens and oracles on chain say they block; null where the chain did not answer. */
  readonly issuers?: IssuerFacts | null
  /** Recipients and owners that run the code of a contract (EIP-7702); null where the chain did not answer. */
  readonly delegations?: readonly { readonly account: Address; readonly delegate: Address }[] | null
  /** Who of the desk holds which owner keys; given where a change of the owners is judged. */
  readonly members?: readonly { readonly name: string; readonly owners: readonly Address[] }[]
  /** Code of targets when this was proposed, and now. */
  readonly codeThen?: readonly CodeThen[]
}

export type IssuerFacts = {
  /** The oracles among those asked; the others are tokens. */
  readonly oracles: readonly Address[]
  readonly blocked: readonly { readonly source: Address; readonly account: Address }[]
}

/** A rule is a plug-in: one file, one line in the index. Pure; the runner turns a throw into `unknown` at its worst code. */
export type Rule = {
  readonly id: string
  readonly title: string
  readonly codes: Readonly<Record<string, Severity>>
  /** True when the answer may change without the transaction changing (queue, history, lists): not in the digest. */
  readonly drifts?: true
  /** What a code cannot be judged without. A rule none of whose codes can be judged does not run. */
  readonly needs?: Readonly<Record<string, readonly Need[]>>
  judge(facts: Facts): readonly Finding[]
}
