import type { Policy, Slots } from '@/lib/policy/types'

/** A group's slots with the people who belong to it, before anybody is ruled out. */
export type GroupSlots = {
  readonly id: string
  readonly name: string
  readonly need: number
  readonly members: readonly string[]
}

/** Slots of a quorum with their groups. A group the policy does not define has no members, so it can never be met. */
export function slotsOf(policy: Policy, quorum: readonly Slots[]): readonly GroupSlots[] {
  return quorum.map(({ group, need }) => {
    const defined = policy.groups.find(({ id }) => id === group)
    return { id: group, name: defined?.name ?? group, need, members: defined?.members ?? [] }
  })
}

/**
 * Both demands at once: of one group the larger need, filled only by people whom both sides know as its members. Whoever
 * meets the result meets each side, so joining can only tighten.
 */
export function joinSlots(a: readonly GroupSlots[], b: readonly GroupSlots[]): readonly GroupSlots[] {
  const joined = new Map(a.map((slots) => [slots.id, slots]))
  for (const slots of b) {
    const known = joined.get(slots.id)
    if (known === undefined) joined.set(slots.id, slots)
    else
      joined.set(slots.id, {
        ...known,
        need: Math.max(known.need, slots.need),
        members: known.members.filter((member) => slots.members.includes(member)),
      })
  }
  return [...joined.values()]
}
