import { judgeCondition } from '@/lib/policy/condition'
import type { PolicyFacts } from '@/lib/policy/facts'
import type { BaseRule, Condition, Policy, Requirement } from '@/lib/policy/types'

/**
 * Whether a signer is asked, before their wallet opens, if somebody makes them hurry: unless policy itself sets the
 * withdrawal apart as a small one. So a policy without tiers of amounts has every payment asked about, a tier that asks
 * for the offline verifier always, and a finding that warns as well. A cancel moves nothing and is asked about only then.
 * @param policies as pinned at staging and as active now
 */
export function needsPause(
  facts: SmallFacts & Pick<PolicyFacts, 'verdict'>,
  policies: readonly Policy[],
  requirement: Pick<Requirement, 'offlineVerdict'>,
): boolean {
  if (requirement.offlineVerdict || facts.verdict === 'warn' || facts.verdict === 'block') return true
  if (facts.class === 'cancel') return false
  return policies.length === 0 || !policies.every((policy) => isSetApart(policy, facts))
}

type SmallFacts = Pick<PolicyFacts, 'class' | 'intent' | 'contacts' | 'outflows' | 'call' | 'findings'>

/**
 * True where the rule that takes the withdrawal limits its amount, a later one would take it as well and asks for more,
 * and neither an earlier amount nor an overlay is exceeded. What cannot be judged is not small.
 */
function isSetApart(policy: Policy, facts: SmallFacts): boolean {
  if (facts.class === 'configuration') return false
  const rules = policy.rules.filter((rule) => rule.class === facts.class)
  const answerOf = (condition: Condition) => judgeCondition(condition, facts).answer
  const place = rules.findIndex(({ when }) => answerOf(when) !== 'fails')
  const rule = rules[place]
  if (rule?.when.maxUnits === undefined || answerOf(rule.when) !== 'holds') return false
  const isOverLower = rules
    .slice(0, place)
    .some(({ when }) => isLimited(when) && answerOf(withoutLimits(when)) !== 'fails')
  const isTightened = policy.overlays.some(
    ({ unless, effect }) => effect.kind === 'require' && answerOf(unless) !== 'holds',
  )
  const hasStricter = rules.slice(place + 1).some((later) => answerOf(later.when) === 'holds' && asksMore(later, rule))
  return !isOverLower && !isTightened && hasStricter
}

const isLimited = ({ maxUnits, rolling }: Condition) => maxUnits !== undefined || rolling !== undefined
const withoutLimits = (when: Condition): Condition => ({ ...when, maxUnits: undefined, rolling: undefined })

const asksMore = (one: BaseRule, than: BaseRule): boolean =>
  peopleOf(one) > peopleOf(than) ||
  one.delaySeconds > than.delaySeconds ||
  (one.offlineVerdict === true && than.offlineVerdict !== true)

const peopleOf = ({ quorum }: BaseRule) => quorum.reduce((sum, { need }) => sum + need, 0)
