import type { FreezePlaces } from '@/db/queries/freezes'
import type { Change } from '@/lib/audit/change'
import { displayText } from '@/lib/core/display-text'

/** "Frozen by Tomas" and "Treasury Safe.", from the ids of a told freeze and the names that the page has. */
export function freezeWords({ id, by }: Change, places: FreezePlaces | null): { by: string; what: string } {
  const [kind, ...rest] = id.split('/')
  const scope = rest.slice(0, -1).join('/')
  const named = (list: readonly { id: string; name: string }[] = [], key: string) =>
    displayText(list.find((place) => place.id === key)?.name ?? key, 60)
  const who = by === null ? 'the desk' : named(places?.members, by)
  return { by: `Frozen by ${who}`, what: `${placeName()}.` }

  function placeName(): string {
    if (kind === 'organisation') return `Everything at ${named(places ? [places.organisation] : [], scope)}`
    const lists: Readonly<Record<string, readonly { id: string; name: string }[] | undefined>> = {
      ...{ safe: places?.safes, member: places?.members, chain: places?.chains },
      ...{ asset: places?.assets, counterparty: places?.counterparties },
    }
    return named(lists[kind ?? ''], scope)
  }
}
