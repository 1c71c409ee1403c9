import type { PastFacts } from '@/lib/assess/past'
import type {
  CodeThen,
  Facts,
  Finding,
  HashOpinions,
  HistoryFacts,
  ListFacts,
  QueueFacts,
  Verdict,
} from '@/lib/assess/types'
import type { CallNode } from '@/lib/decode/types'
import type { Effects, SafeState } from '@/lib/simulate/types'
import type { Intent, StagedTx, WithdrawalClass } from '@/lib/stage/types'

/** Stages 1 to 4 of a withdrawal at one block: what is shown and what rules said. Policy adds the requirement. */
export type Assessment = {
  readonly class: WithdrawalClass
  readonly staged: StagedTx
  readonly intent: Intent | null
  readonly call: CallNode
  readonly effects: Effects
  readonly safe: SafeState | null
  readonly hashes: HashOpinions
  readonly queue: QueueFacts
  readonly history: HistoryFacts
  /** What was usual; absent in reviews from before it was asked. */
  readonly past?: PastFacts | null
  /** What the desk's lists said; absent in reviews from before there were any. */
  readonly lists?: ListFacts
  /** What the chain said of blocked accounts; absent in reviews from before it was asked. */
  readonly issuers?: NonNullable<Facts['issuers']> | null
  /** Who runs the code of a contract; absent in reviews from before it was asked. */
  readonly delegations?: NonNullable<Facts['delegations']> | null
  /** Whose the owner keys are, of a change of the owners. */
  readonly members?: NonNullable<Facts['members']>
  /** The code of the first review beside that of this; absent in reviews from before it was compared. */
  readonly codeThen?: readonly CodeThen[]
  /** Names that the built-in index has for functions of the Safe that it calls. */
  readonly selectorCandidates?: NonNullable<Facts['selectorCandidates']>
  readonly findings: readonly Finding[]
  readonly verdict: Verdict
  readonly ruleSet: string
}
