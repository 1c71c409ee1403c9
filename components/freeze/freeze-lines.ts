import type { FreezePlaces, KnownFreeze } from '@/db/queries/freezes'
import { displayText } from '@/lib/core/display-text'
import { placeName } from './freeze-choices'
import { isLifted, LIFT_PEOPLE, LIFT_ROLES, mayLift } from '@/lib/policy/freeze'

/** A freeze in words. */
export type FreezeLine = Pick<KnownFreeze, 'id' | 'scope' | 'at' | 'lifts'> & {
  /** "Treasury Safe". */
  readonly what: string
  readonly by: string
  readonly reason: string
  readonly isOver: boolean
  /** How many must still consent. */
  readonly missing: number
  /** Why the viewer does not lift it, '' when they may. */
  readonly whyNot: string
}

type Looking = { readonly memberId: string; readonly roles: readonly string[] }

/** Newest first, as the viewer sees them. */
export function freezeLines(
  freezes: readonly KnownFreeze[],
  places: FreezePlaces,
  viewer: Looking,
): readonly FreezeLine[] {
  return [...freezes].reverse().map((freeze) => {
    const isOver = isLifted(freeze)
    const counted = new Set(freeze.liftedBy.filter((memberId) => mayLift(memberId, freeze))).size
    return {
      id: freeze.id,
      scope: freeze.scope,
      at: freeze.at,
      lifts: freeze.lifts,
      what: placeName(freeze.scope, places),
      by: displayText(freeze.by, 80),
      reason: displayText(freeze.reason, 500),
      isOver,
      missing: isOver ? 0 : LIFT_PEOPLE - counted,
      whyNot: whyNotLift(freeze, viewer),
    }
  })
}

function whyNotLift(freeze: KnownFreeze, { memberId, roles }: Looking): string {
  if (!roles.some((role) => LIFT_ROLES.includes(role))) return `${LIFT_ROLES.join(' and ')} lift freezes.`
  if (freeze.frozenBy === memberId) return 'You set it, so others lift it.'
  if (freeze.causedBy.includes(memberId)) return 'Your signature brought it about, so others lift it.'
  if (!mayLift(memberId, freeze)) return 'It stops you, so others lift it.'
  if (freeze.liftedBy.includes(memberId)) return 'You consented; somebody else must too.'
  return ''
}
