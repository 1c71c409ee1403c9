import { formatUnits } from '@/lib/core/money'
import { MAX_LEGS } from '@/lib/stage/limits'
import type { Leg } from '@/lib/stage/types'
import type { Draft, DraftLeg } from './draft'
import { countOf } from './sum-words'

export type Taking = 'replace' | 'append'

export type Taken = { readonly ok: true; readonly draft: Draft } | { readonly ok: false; readonly sentence: string }

/**
 * What one request has for its legs, in bytes: 64 kB, less purpose and reference at their longest and the passkey's
 * answer. 400 payments of a token fit with amounts of 23 characters each.
 */
const ROOM_BYTES = 58 * 1024

/** The draft with the legs of its list, whose text has then done its work; or why it would not fit. */
export function takeLegs(draft: Draft, legs: readonly Leg[], how: Taking): Taken {
  const next = [...(how === 'append' ? draft.legs : []), ...legs.map(asTyped)]
  if (next.length > MAX_LEGS)
    return {
      ok: false,
      sentence: `With the ${countOf(draft.legs.length, 'leg')} already there it would be ${next.length}; a withdrawal holds at most ${MAX_LEGS}.`,
    }
  const bytes = new TextEncoder().encode(JSON.stringify(next)).length
  if (bytes > ROOM_BYTES)
    return {
      ok: false,
      sentence: `These ${next.length} legs take ${Math.ceil(bytes / 1024)} kB; one request has room for ${ROOM_BYTES / 1024} kB of them. Split the list.`,
    }
  return { ok: true, draft: { ...draft, legs: next, list: '' } }
}

/** Nothing was typed into the legs yet, so that taking others replaces nothing. */
export const isUntouched = (legs: readonly DraftLeg[]) =>
  legs.length === 1 && legs.every(({ recipient, amount }) => recipient.trim() === '' && amount.trim() === '')

/** How many payments of the list already stand among the legs, as far as those can be compared. */
export function countTaken(legs: readonly DraftLeg[], list: readonly Leg[]): number {
  const keyOf = ({ asset, recipient, amount }: DraftLeg) =>
    `${asset} ${recipient.trim().replace(/^[^:]*:/, '')} ${plain(amount)}`.toLowerCase()
  const known = new Set(legs.map(keyOf))
  return list.filter((leg) => known.has(keyOf(asTyped(leg)))).length
}

// "1,250.00", "1250" and "1250.0" are one amount.
const plain = (amount: string) =>
  amount
    .trim()
    .replaceAll(',', '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')

function asTyped({ asset, recipient, units }: Leg): DraftLeg {
  const { whole, fraction } = formatUnits(units, asset.decimals)
  return { asset: asset.address, recipient, amount: `${whole}${fraction}` }
}
