import type { Assessment } from '@/lib/assess/review'
import type { Contact } from '@/lib/assess/types'
import type { Outflow, Person } from '@/lib/policy/types'

/** Everything a policy judges, stored or read before; null means: asked for and not available. */
export type PolicyFacts = Pick<Assessment, 'class' | 'staged' | 'intent' | 'findings' | 'verdict'> & {
  /** How the outermost call was read, and who vouches for its target; left out, nobody does. */
  readonly call?: Pick<Assessment['call'], 'target' | 'provenance'>
  /** From the chain: what the Safe itself demands. */
  readonly safe: Pick<NonNullable<Assessment['safe']>, 'threshold' | 'owners'> | null
  readonly contacts: readonly Contact[] | null
  /** Members who may approve, each with the owner addresses proven to be theirs. */
  readonly people: readonly Person[]
  readonly initiatorId: string
  /**
   * What the Safe's other withdrawals paid or reserve, for every window that the policy asks about; an asset that is not
   * in it moved nothing there.
   */
  readonly outflows: readonly Outflow[] | null
}
