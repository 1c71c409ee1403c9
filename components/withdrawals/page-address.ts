import type { PageStart } from '@/db/queries/withdrawal-search'
import { FILTER_FIELDS, type FilterField, type SearchParams } from './read-filter'

const PATH = '/withdrawals'

/** Where a page begins, or null for the newest, also where the address names nothing that could be a place. */
export function readStart(params: SearchParams): PageStart | null {
  const { below, above } = params
  if (isNumber(below)) return { below: Number(below) }
  return isNumber(above) ? { above: Number(above) } : null
}

/** The address of a page with the same filters. Empty fields are left out, so that it can be read and passed on. */
export function pageAddress(typed: Readonly<Record<FilterField, string>>, start: PageStart | null): string {
  const query = new URLSearchParams(
    FILTER_FIELDS.flatMap((field) => (typed[field] === '' ? [] : [[field, typed[field]]])),
  )
  if (start !== null && 'below' in start) query.set('below', String(start.below))
  if (start !== null && 'above' in start) query.set('above', String(start.above))
  return query.size === 0 ? PATH : `${PATH}?${query.toString()}`
}

const isNumber = (text: SearchParams[string]): text is string => typeof text === 'string' && /^\d{1,12}$/.test(text)
