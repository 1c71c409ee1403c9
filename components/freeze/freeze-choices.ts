import type { FreezePlaces } from '@/db/queries/freezes'
import { displayText } from '@/lib/core/display-text'
import type { FreezeKind, FreezeScope } from '@/lib/policy/freeze'

/** What a page is about. */
export type FreezeSubject = { readonly withdrawalId?: string; readonly safeId?: string }
/** `scope` is null of the one choice whose address is typed. */
export type FreezeChoice = { readonly key: string; readonly name: string; readonly scope: FreezeScope | null }

/** Whom a thief pays next is in no book. */
const TYPED: FreezeChoice = { key: 'typed', name: 'an address that you type', scope: null }

/** What can be frozen from a page: the narrowest thing it is about first, then everything else from wide to narrow. */
export function freezeChoices(places: FreezePlaces, subject: FreezeSubject = {}): readonly FreezeChoice[] {
  const of = (kind: FreezeKind, ids: readonly { readonly id: string }[]): FreezeScope[] =>
    ids.map(({ id }) => ({ kind, id }))
  const all = [
    ...of('organisation', [places.organisation]),
    ...of('chain', places.chains),
    ...of('safe', places.safes),
    ...of('member', places.members),
    ...of('asset', places.assets),
    ...of('counterparty', places.counterparties),
  ]
  const own: FreezeScope[] = [
    ...(subject.withdrawalId === undefined ? [] : [{ kind: 'withdrawal', id: subject.withdrawalId } as const]),
    ...(subject.safeId === undefined ? [] : [{ kind: 'safe', id: subject.safeId } as const]),
  ]
  const keyOf = ({ kind, id }: FreezeScope) => `${kind} ${id}`
  const rest = all.filter((scope) => !own.some((one) => keyOf(one) === keyOf(scope)))
  return [...[...own, ...rest].map((scope) => ({ key: keyOf(scope), scope, name: nameOf(scope, places) })), TYPED]
}

function nameOf(scope: FreezeScope, places: FreezePlaces): string {
  if (scope.kind === 'organisation') return `everything at ${displayText(places.organisation.name, 60)}`
  // A Safe of the desk is often a contact as well, and the two are frozen apart.
  return scope.kind === 'counterparty' ? `payments to ${placeName(scope, places)}` : placeName(scope, places)
}

/** What a freeze stops, by the name it has here; whatever has none by its id. */
export function placeName({ kind, id }: FreezeScope, places: FreezePlaces): string {
  const known: Readonly<Record<FreezeKind, readonly { readonly id: string; readonly name: string }[]>> = {
    organisation: [places.organisation],
    chain: places.chains,
    safe: places.safes,
    member: places.members,
    asset: places.assets,
    counterparty: places.counterparties,
    withdrawal: [],
  }
  return displayText(known[kind].find((place) => place.id === id)?.name ?? id, 80)
}
