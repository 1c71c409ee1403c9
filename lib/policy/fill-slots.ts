import { largestMatching } from '@/lib/policy/matching'
import type { GroupRequirement } from '@/lib/policy/types'

type Member = { readonly memberId: string; readonly name: string }

export type SlotStanding = {
  readonly isMet: boolean
  /** Slots filled by distinct people, of `needed`. */
  readonly filled: number
  readonly needed: number
  readonly groups: readonly {
    readonly id: string
    readonly name: string
    readonly need: number
    readonly filledBy: readonly Member[]
    /** Who could still fill an open slot of this group. */
    readonly missing: readonly Member[]
  }[]
  /** Everybody whose approval would fill one more slot, by name. */
  readonly missing: readonly Member[]
}

/**
 * Assigns people to group slots, as many as can be (SPEC §4). A person fills one slot however often they are named;
 * whoever is eligible nowhere fills none.
 */
export function fillSlots(
  groups: readonly GroupRequirement[],
  people: readonly { readonly memberId: string }[],
): SlotStanding {
  const approvers = [...new Set(people.map(({ memberId }) => memberId))]
  const names = new Map(groups.flatMap(({ eligible }) => eligible).map((member) => [member.memberId, member]))
  const slots = groups.flatMap((group, place) => Array.from({ length: group.need }, () => ({ group, place })))
  const choicesOf = (memberId: string): readonly number[] =>
    slots.flatMap(({ group }, slot) => (group.eligible.some((known) => known.memberId === memberId) ? [slot] : []))

  const choices = approvers.map(choicesOf)
  const matching = largestMatching(choices)
  const isUseful = ({ memberId }: Member): boolean =>
    !approvers.includes(memberId) && largestMatching([...choices, choicesOf(memberId)]).size > matching.size
  const missing = [...names.values()].filter(isUseful)
  return {
    isMet: matching.size === slots.length,
    filled: matching.size,
    needed: slots.length,
    groups: groups.map((group, place) => {
      const filledBy = [...matching].flatMap(([slot, person]) => {
        const member = names.get(approvers[person] ?? '')
        return slots[slot]?.place === place && member !== undefined ? [member] : []
      })
      const open = filledBy.length < group.need
      return {
        id: group.id,
        name: group.name,
        need: group.need,
        filledBy,
        missing: open
          ? missing.filter(({ memberId }) => group.eligible.some((known) => known.memberId === memberId))
          : [],
      }
    }),
    missing,
  }
}
