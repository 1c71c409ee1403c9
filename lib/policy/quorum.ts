import type { Address } from 'viem'
import { isSameAddress } from '@/lib/core/address'
import { fillSlots, type SlotStanding } from '@/lib/policy/fill-slots'
import type { Person, Requirement } from '@/lib/policy/types'

export type QuorumStanding = SlotStanding

/**
 * How far a withdrawal's approvals meet its requirement (SPEC §4): distinct people assigned to group slots. Two owner
 * keys of one person count once, an owner key counts only for the person it is proven for, the initiator's never counts.
 * @param approvals current ones only: verified, not stale
 * @returns who fills which slot, and by name whose approval would fill one more
 */
export function assignQuorum(input: {
  readonly requirement: Pick<Requirement, 'groups'>
  readonly people: readonly Person[]
  readonly initiatorId: string
  readonly approvals: readonly { readonly memberId: string; readonly owner: Address }[]
}): QuorumStanding {
  const { requirement, people, initiatorId, approvals } = input
  const counted = approvals.filter(
    ({ memberId, owner }) =>
      memberId !== initiatorId &&
      people.some((person) => person.memberId === memberId && person.owners.some((key) => isSameAddress(key, owner))),
  )
  const groups = requirement.groups.map((group) => ({
    ...group,
    eligible: group.eligible.filter(({ memberId }) => memberId !== initiatorId),
  }))
  return fillSlots(groups, counted)
}
