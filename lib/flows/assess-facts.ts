import 'server-only'
import type { Assessment } from '@/lib/assess/review'
import { RULE_SET } from '@/lib/assess/rules/index'
import { runRules } from '@/lib/assess/run'
import type { Facts } from '@/lib/assess/types'
import { verdictOf } from '@/lib/assess/verdict'

/** What the rules of this build say of the facts, beside what it is said of. */
export function assess(facts: Facts): Assessment {
  const {
    class: kind,
    staged,
    intent,
    call,
    effects,
    safe,
    hashes,
    queue,
    history,
    past,
    lists,
    members,
    issuers,
    delegations,
    codeThen,
    selectorCandidates,
  } = facts
  const findings = runRules(facts)
  return {
    ...{ class: kind, staged, intent, call, effects, safe, hashes, queue, history, past },
    ...{
      findings,
      verdict: verdictOf(findings),
      ruleSet: RULE_SET,
      ...(lists && { lists }),
      ...(members && { members }),
      ...(issuers !== undefined && { issuers }),
      ...(delegations !== undefined && { delegations }),
      ...(codeThen && { codeThen }),
      ...(selectorCandidates && { selectorCandidates }),
    },
  }
}
