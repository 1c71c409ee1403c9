import type { Address } from 'viem'
import type { PersonPart, StateGroup, WithdrawalFilter } from '@/db/queries/withdrawal-search'
import { CHAINS } from '@/lib/chains/index'
import { parseAddress } from '@/lib/core/address'
import { isStorable } from '@/lib/core/storable'
import { STATES } from '@/lib/stage/lifecycle'
import type { Asset } from '@/lib/stage/types'
import { GROUP_WORDS, PART_WORDS } from './filter-words'
import { readDay } from '@/lib/core/read-day'

/** The filters of the page, as they are named in its address. */
export const FILTER_FIELDS = ['state', 'safe', 'asset', 'by', 'as', 'to', 'touches', 'from', 'until'] as const
export type FilterField = (typeof FILTER_FIELDS)[number]

/** What a filter may name. */
export type FilterChoices = {
  readonly safes: readonly { readonly id: string; readonly name: string }[]
  readonly assets: readonly Asset[]
  readonly people: readonly { readonly id: string; readonly name: string }[]
}

export type ReadFilter = {
  readonly filter: WithdrawalFilter
  /** As typed, also where it is ignored. */
  readonly typed: Readonly<Record<FilterField, string>>
  /** Why a filter is ignored. */
  readonly problems: Readonly<Partial<Record<FilterField, string>>>
}

export type SearchParams = Readonly<Record<string, string | readonly string[] | undefined>>

type Part = { readonly part: WithdrawalFilter } | { readonly problem: string }

const MAX_LENGTH = 100

/** Reads filters from an address. What cannot be one is ignored with a sentence; an empty field is no filter. */
export function readFilter(params: SearchParams, choices: FilterChoices): ReadFilter {
  const typed = { state: '', safe: '', asset: '', by: '', as: '', to: '', touches: '', from: '', until: '' }
  const problems: Partial<Record<FilterField, string>> = {}
  let filter: WithdrawalFilter = {}
  for (const field of FILTER_FIELDS) {
    const given = params[field]
    if (given === undefined) continue
    typed[field] = typeof given === 'string' ? given.trim() : ''
    const read = typeof given === 'string' ? readField(field, typed, choices) : refuse('It is given twice')
    if ('problem' in read) problems[field] = read.problem
    else filter = { ...filter, ...read.part }
  }
  const { from, until, ...rest } = filter
  if (from && until && from >= until)
    return {
      filter: rest,
      typed,
      problems: { ...problems, until: 'It ends before it begins. Both dates are ignored.' },
    }
  return { filter, typed, problems }
}

function readField(field: FilterField, typed: ReadFilter['typed'], choices: FilterChoices): Part {
  const text = typed[field]
  if (text === '') return { part: {} }
  if (text.length > MAX_LENGTH) return refuse(`It has more than ${MAX_LENGTH} characters`)
  if (!isStorable(text)) return refuse('It holds characters that no text here has')
  switch (field) {
    case 'state':
      return readState(text)
    case 'safe':
      return choices.safes.some(({ id }) => id === text)
        ? { part: { safeId: text } }
        : refuse('This desk serves no such Safe')
    case 'asset':
      return readAsset(text, choices.assets)
    case 'to':
      return readRecipient(text)
    case 'touches':
      return readAddress(text, (address) => ({ touched: { address, part: 'any' } }))
    case 'by':
      return choices.people.some(({ id }) => id === text)
        ? { part: { person: { memberId: text, part: null } } }
        : refuse('Nobody here has that id')
    case 'as':
      return readPart(text, choices.people.find(({ id }) => id === typed.by)?.id)
    case 'from':
    case 'until':
      return readPeriod(field, text)
  }
}

function readPart(text: string, memberId: string | undefined): Part {
  const part = (Object.keys(PART_WORDS) as PersonPart[]).find((one) => one === text)
  if (!part) return refuse('There is no such part')
  return memberId === undefined ? refuse('No person is chosen for it') : { part: { person: { memberId, part } } }
}

function readState(text: string): Part {
  const group = (Object.keys(GROUP_WORDS) as StateGroup[]).find((one) => one === text)
  if (group) return { part: { group } }
  const state = STATES.find((one) => one === text)
  return state ? { part: { state } } : refuse('There is no such state')
}

/** How the page's address names an asset. */
export const assetKey = ({ chainId, address }: Asset): string => `${chainId}:${address}`

function readAsset(text: string, assets: readonly Asset[]): Part {
  const found = assets.find((asset) => assetKey(asset) === text)
  return found
    ? { part: { asset: { chainId: found.chainId, address: found.address } } }
    : refuse('That asset is not registered')
}

function readRecipient(text: string): Part {
  if (!/^([a-z0-9-]+:)?0x[0-9a-f]{40}$/i.test(text)) return { part: { recipient: { text } } }
  return readAddress(text, (address) => ({ recipient: { address } }))
}

function readAddress(text: string, filterOf: (address: Address) => WithdrawalFilter): Part {
  const prefix = CHAINS.find(({ shortName }) => text.startsWith(`${shortName}:`))?.shortName ?? ''
  const parsed = parseAddress(text, prefix)
  return parsed.ok ? { part: filterOf(parsed.address) } : { problem: `${parsed.message} ${IGNORED}` }
}

function readPeriod(field: 'from' | 'until', text: string): Part {
  const day = readDay(text)
  if (day === null) return refuse(`“${text}” is no date; write it as 2026-03-31`)
  // Both days belong to the period.
  return { part: field === 'from' ? { from: day.start } : { until: day.end } }
}

const IGNORED = 'This filter is ignored.'
const refuse = (why: string) => ({ problem: `${why}. ${IGNORED}` })
