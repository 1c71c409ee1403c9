import { isSameAddress } from '@/lib/core/address'
import type { PolicyFacts } from '@/lib/policy/facts'
import { fillSlots } from '@/lib/policy/fill-slots'
import type { GroupSlots } from '@/lib/policy/slots'
import type { GroupRequirement } from '@/lib/policy/types'

/** Id of the group that tops slots up to the Safe's own threshold; no policy may define one of this id. */
export const ANY_OWNER = 'any-owner'

type People = Pick<PolicyFacts, 'people' | 'initiatorId' | 'safe'>

/**
 * Slots as people can fill them: owners of this Safe who are not the initiator. Where the policy asks for fewer people
 * than the Safe, slots for any owner make up the difference, so that the needs add up to the approvals required.
 */
export function eligibleGroups(slots: readonly GroupSlots[], facts: People): readonly GroupRequirement[] {
  const owners = facts.people.filter(
    ({ memberId, owners: keys }) =>
      memberId !== facts.initiatorId &&
      keys.some((key) => facts.safe === null || facts.safe.owners.some((owner) => isSameAddress(owner, key))),
  )
  const groups = slots.map(({ id, name, need, members }) => ({
    id,
    name,
    need,
    eligible: owners.filter(({ memberId }) => members.includes(memberId)).map(nameOnly),
  }))
  const asked = groups.reduce((sum, { need }) => sum + need, 0)
  const short = Math.max(1, facts.safe?.threshold ?? 0) - asked
  if (short <= 0) return groups
  return [...groups, { id: ANY_OWNER, name: 'Any owner of the Safe', need: short, eligible: owners.map(nameOnly) }]
}

/** Why these groups can never be filled by distinct people, or null when they can. */
export function unfillableReason(groups: readonly GroupRequirement[]): string | null {
  const everybody = groups.flatMap(({ eligible }) => eligible)
  const { isMet, filled, needed } = fillSlots(groups, everybody)
  if (isMet) return null
  const scarce = groups.find(({ eligible, need }) => eligible.length < need)
  if (scarce !== undefined)
    return `${scarce.name} must give ${scarce.need}, but only ${listed(scarce.eligible)} may approve for it.`
  return `${needed} distinct people must approve, but the groups share people and only ${filled} slots can be filled.`
}

function listed(eligible: GroupRequirement['eligible']): string {
  return eligible.length === 0 ? 'nobody' : eligible.map(({ name }) => name).join(', ')
}

const nameOnly = ({ memberId, name }: { memberId: string; name: string }) => ({ memberId, name })
