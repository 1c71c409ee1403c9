import { judgeCondition } from '@/lib/policy/condition'
import type { PolicyFacts } from '@/lib/policy/facts'
import { joinSlots, slotsOf, type GroupSlots } from '@/lib/policy/slots'
import { tighterDecision } from '@/lib/policy/tighter-decision'
import type { BaseRule, Overlay, Policy, Requirement } from '@/lib/policy/types'

/** What one policy version demands, before the Safe's threshold and the people are looked at. */
export type Demand = Pick<
  Requirement,
  'rule' | 'decision' | 'factors' | 'offlineVerdict' | 'delaySeconds' | 'expirySeconds' | 'reasons' | 'trace'
> & { readonly slots: readonly GroupSlots[] }

/** A cancel has no rule of its own: it is never harder than the chain makes it, and waits a month for its signatures. */
const CANCEL: Demand = {
  rule: 'on-chain cancel',
  decision: 'allow',
  slots: [],
  factors: ['passkey'],
  offlineVerdict: false,
  delaySeconds: 0,
  expirySeconds: 30 * 24 * 3600,
  reasons: [],
  trace: ['A cancel is judged by the on-chain threshold with distinct people.'],
}

/**
 * Base rules in order, first match wins, no match blocks; then all overlays that apply, which only tighten (SPEC §4
 * policy 2 and 3). A rule whose input is missing is not skipped: it is taken, and holds.
 */
export function demandOf(policy: Policy, facts: PolicyFacts): Demand {
  if (facts.class === 'cancel') return CANCEL
  return policy.overlays.reduce(
    (demand, overlay) => applyOverlay(demand, overlay, policy, facts),
    baseDemand(policy, facts),
  )
}

function baseDemand(policy: Policy, facts: PolicyFacts): Demand {
  const trace: string[] = []
  for (const rule of policy.rules) {
    if (rule.class !== facts.class) {
      trace.push(`Rule ${rule.name}: for ${rule.class}, not looked at.`)
      continue
    }
    const { answer, why } = judgeCondition(rule.when, facts)
    if (answer === 'fails') {
      trace.push(`Rule ${rule.name}: does not match, ${why}.`)
      continue
    }
    const sentence = `Rule ${rule.name} cannot be judged: ${why}.`
    trace.push(answer === 'holds' ? `Rule ${rule.name}: matches.` : sentence)
    return ruleDemand(rule, policy, trace, answer === 'holds' ? [] : [sentence])
  }
  return {
    rule: null,
    decision: 'block',
    slots: [],
    factors: ['passkey'],
    offlineVerdict: false,
    delaySeconds: 0,
    expirySeconds: 0,
    reasons: [`No rule of the policy allows this ${facts.class}.`],
    trace: [...trace, 'No rule matches: blocked.'],
  }
}

function ruleDemand(rule: BaseRule, policy: Policy, trace: readonly string[], holds: readonly string[]): Demand {
  return {
    rule: rule.name,
    decision: holds.length === 0 ? 'allow' : 'hold',
    slots: joinSlots([], slotsOf(policy, rule.quorum)),
    factors: rule.factors,
    offlineVerdict: rule.offlineVerdict === true,
    delaySeconds: rule.delaySeconds,
    expirySeconds: rule.expirySeconds,
    reasons: holds,
    trace,
  }
}

function applyOverlay(demand: Demand, { name, unless, effect }: Overlay, policy: Policy, facts: PolicyFacts): Demand {
  const { answer, why } = judgeCondition(unless, facts)
  if (answer === 'holds') return { ...demand, trace: [...demand.trace, `Overlay ${name}: does not apply.`] }
  const isMissing = answer === 'missing'
  const sentence = `Overlay ${name} cannot be judged: ${why}.`
  const seen: Demand = {
    ...demand,
    decision: isMissing ? tighterDecision(demand.decision, 'hold') : demand.decision,
    reasons: isMissing ? [...demand.reasons, sentence] : demand.reasons,
    trace: [...demand.trace, isMissing ? sentence : `Overlay ${name}: applies, ${why}.`],
  }
  if (effect.kind === 'require')
    return {
      ...seen,
      slots: joinSlots(seen.slots, slotsOf(policy, effect.quorum)),
      delaySeconds: Math.max(seen.delaySeconds, effect.delaySeconds),
      offlineVerdict: seen.offlineVerdict || effect.offlineVerdict === true,
    }
  return {
    ...seen,
    decision: tighterDecision(seen.decision, effect.kind),
    reasons: [...seen.reasons, effect.sentence],
  }
}
