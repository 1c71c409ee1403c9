import { eligibleGroups, unfillableReason } from '@/lib/policy/eligible'
import type { PolicyFacts } from '@/lib/policy/facts'
import { joinSlots, slotsOf } from '@/lib/policy/slots'
import type { Overlay, Person, Policy } from '@/lib/policy/types'

export type Organisation = {
  readonly people: readonly Person[]
  /** Members who may stage. */
  readonly initiatorIds: readonly string[]
  readonly safe: NonNullable<PolicyFacts['safe']>
}

/**
 * Why a policy could never let something through: a rule, alone or with the overlays that add to it, whose slots no set
 * of distinct people can fill whoever stages it, or a delay that outlasts the expiry. The on-chain cancel is checked too.
 * @returns one sentence each; empty when the policy is satisfiable
 */
export function unsatisfiableReasons(policy: Policy, organisation: Organisation): readonly string[] {
  const overlays = policy.overlays.flatMap(requiredBy)
  const additions = [[], ...overlays.map((overlay) => [overlay]), overlays]
  const reasons = policy.rules.flatMap((rule) =>
    additions.flatMap((added) => {
      const named = added.length === 0 ? '' : ` with ${added.map(({ name }) => `overlay ${name}`).join(' and ')}`
      const delaySeconds = Math.max(rule.delaySeconds, ...added.map((overlay) => overlay.delaySeconds))
      const demanded = [rule.quorum, ...added.map(({ quorum }) => quorum)]
      const slots = demanded.map((quorum) => slotsOf(policy, quorum)).reduce(joinSlots, [])
      const unfillable = unfillableForAll(slots, organisation)
      return [
        ...(unfillable === null ? [] : [`Rule ${rule.name}${named}: ${unfillable}`]),
        ...(delaySeconds < rule.expirySeconds
          ? []
          : [
              `Rule ${rule.name}${named}: it expires after ${rule.expirySeconds} s, before its ${delaySeconds} s delay ends.`,
            ]),
      ]
    }),
  )
  const cancel = unfillableForAll([], organisation)
  return [...new Set([...reasons, ...(cancel === null ? [] : [`An on-chain cancel could not be approved: ${cancel}`])])]
}

function requiredBy({ name, effect }: Overlay) {
  return effect.kind === 'require' ? [{ name, quorum: effect.quorum, delaySeconds: effect.delaySeconds }] : []
}

// Null as soon as one initiator leaves enough others; a shortage that depends on who stages is told at staging.
function unfillableForAll(slots: Parameters<typeof eligibleGroups>[0], organisation: Organisation): string | null {
  const { people, safe, initiatorIds } = organisation
  if (initiatorIds.length === 0) return 'nobody may stage.'
  const reasons = initiatorIds.map((initiatorId) =>
    unfillableReason(eligibleGroups(slots, { people, safe, initiatorId })),
  )
  return reasons.includes(null) ? null : (reasons[0] ?? null)
}
