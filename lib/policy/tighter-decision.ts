import type { Requirement } from '@/lib/policy/types'

type Decision = Requirement['decision']

const ORDER: readonly Decision[] = ['allow', 'hold', 'block']

/** The tighter of two decisions: block over hold over allow (SPEC §4 policy 3). */
export function tighterDecision(a: Decision, b: Decision): Decision {
  return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b
}
