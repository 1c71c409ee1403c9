import type { FreezePlaces } from '@/db/queries/freezes'
import { displayText } from '@/lib/core/display-text'
import type { FreezeScope } from '@/lib/policy/freeze'

/** What a page is about. */
export type FreezeSubject = { readonly withdrawalId?: string; readonly safeId?: string }
export type FreezeChoice = { readonly key: string; readonly name: string; readonly scope: FreezeScope }

/** What can be frozen from a page: the narrowest thing it is about first, then everything else from wide to narrow. */
export function freezeChoices(places: FreezePlaces, subject: FreezeSubject = {}): readonly FreezeChoice[] {
  const { organisation, safes, members } = places
  const all: FreezeScope[] = [
    { kind: 'organisation', id: organisation.id },
    ...safes.map(({ id }) => ({ kind: 'safe', id }) as const),
    ...members.map(({ id }) => ({ kind: 'member', id }) as const),
  ]
  const own: FreezeScope[] = [
    ...(subject.withdrawalId === undefined ? [] : [{ kind: 'withdrawal', id: subject.withdrawalId } as const]),
    ...(subject.safeId === undefined ? [] : [{ kind: 'safe', id: subject.safeId } as const]),
  ]
  const keyOf = ({ kind, id }: FreezeScope) => `${kind} ${id}`
  const rest = all.filter((scope) => !own.some((one) => keyOf(one) === keyOf(scope)))
  return [...own, ...rest].map((scope) => ({ key: keyOf(scope), scope, name: nameOf(scope, places) }))
}

function nameOf({ kind, id }: FreezeScope, { organisation, safes, members }: FreezePlaces): string {
  if (kind === 'withdrawal') return id
  if (kind === 'organisation') return `everything at ${displayText(organisation.name, 60)}`
  const found = (kind === 'safe' ? safes : members).find((place) => place.id === id)
  return displayText(found?.name ?? id, 60)
}
