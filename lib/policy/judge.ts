import { demandOf } from '@/lib/policy/demand'
import { eligibleGroups, unfillableReason } from '@/lib/policy/eligible'
import type { PolicyFacts } from '@/lib/policy/facts'
import { brokenInvariants } from '@/lib/policy/invariants'
import { stricterOf } from '@/lib/policy/stricter'
import { tighterDecision } from '@/lib/policy/tighter-decision'
import type { Policy, Requirement } from '@/lib/policy/types'

/**
 * What policy demands of one withdrawal (SPEC §4): invariants, then the stricter of the version pinned at staging and the
 * current one, never below the Safe's own threshold. Same inputs, same requirement.
 * @param facts the review and its surroundings; `pinned` names the requirement, at staging it is the current version
 */
export function decide(facts: PolicyFacts & { readonly pinned: Policy; readonly current: Policy }): Requirement {
  const { pinned, current } = facts
  const asPinned = demandOf(pinned, facts)
  const isOneVersion = pinned.id === current.id && pinned.version === current.version
  const { slots, ...demand } = isOneVersion ? asPinned : stricterOf(asPinned, demandOf(current, facts))

  const groups = eligibleGroups(slots, facts)
  const blocks = [...brokenInvariants(facts), ...shortages(groups, facts)]
  const holds = facts.safe === null ? ['The Safe’s owners and threshold could not be read.'] : []
  const tightened = tighterDecision(demand.decision, holds.length > 0 ? 'hold' : 'allow')
  return {
    policyId: pinned.id,
    policyVersion: pinned.version,
    ...demand,
    decision: blocks.length > 0 ? 'block' : tightened,
    approvals: groups.reduce((sum, { need }) => sum + need, 0),
    groups,
    reasons: [...blocks, ...demand.reasons, ...holds],
    trace: [...blocks.map((sentence) => `Blocked: ${sentence}`), ...demand.trace, ...holds],
  }
}

// With the Safe unread it holds already, and nobody can tell yet who its owners are.
function shortages(groups: Requirement['groups'], { safe }: PolicyFacts): readonly string[] {
  const reason = safe === null ? null : unfillableReason(groups)
  return reason === null ? [] : [reason]
}
