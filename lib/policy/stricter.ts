import type { Demand } from '@/lib/policy/demand'
import { joinSlots } from '@/lib/policy/slots'
import { tighterDecision } from '@/lib/policy/tighter-decision'

/**
 * What satisfies both the pinned and the current version (SPEC §4): tighter decision, joined slots, longer delay, shorter
 * expiry, the offline verdict where either asks for it, and only factors that both accept.
 */
export function stricterOf(pinned: Demand, current: Demand): Demand {
  const factors = pinned.factors.filter((factor) => current.factors.includes(factor))
  const isOpen = factors.length > 0
  return {
    rule: pinned.rule,
    decision: isOpen ? tighterDecision(pinned.decision, current.decision) : 'block',
    slots: joinSlots(pinned.slots, current.slots),
    factors,
    offlineVerdict: pinned.offlineVerdict || current.offlineVerdict,
    delaySeconds: Math.max(pinned.delaySeconds, current.delaySeconds),
    expirySeconds: Math.min(pinned.expirySeconds, current.expirySeconds),
    reasons: [
      ...new Set([...pinned.reasons, ...current.reasons]),
      ...(isOpen ? [] : ['The policy as pinned and as it is now accept no factor in common.']),
    ],
    trace: [
      ...pinned.trace.map((line) => `As pinned: ${line}`),
      ...current.trace.map((line) => `As it is now: ${line}`),
    ],
  }
}
