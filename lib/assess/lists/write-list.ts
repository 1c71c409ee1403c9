import type { Address } from 'viem'
import { MAX_LIST_BYTES } from '@/lib/assess/lists/read-list'
import { displayText } from '@/lib/core/display-text'
import { sha256Hex } from '@/lib/core/digest'
import { AppError } from '@/lib/core/errors'
import { writeCsv } from '@/lib/core/write-csv'

/** An address that a list names now. */
export type ListedEntry = {
  readonly address: Address
  readonly label: string
  /** ISO time of the snapshot that brought it. */
  readonly since: string
  /** ISO time from which it counts; left out where it counts at once. */
  readonly validFrom?: string
}

export const EXPORT_FORMATS = ['stix', 'csv'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

type Named = { readonly installation: string; readonly listId: string; readonly name: string }

/**
 * A list as text for others, such that reading it again gives the same addresses. The same list gives the same text.
 * @throws AppError BAD_INPUT for one that is longer than a list may be
 */
export function writeList(format: ExportFormat, list: Named, entries: readonly ListedEntry[]): string {
  const text = format === 'csv' ? csvOf(entries) : stixOf(list, entries)
  if (new TextEncoder().encode(text).length > MAX_LIST_BYTES)
    throw new AppError('BAD_INPUT', `${list.name} is longer than ${MAX_LIST_BYTES / 1_000_000} MB in this format.`)
  return text
}

const csvOf = (entries: readonly ListedEntry[]): string =>
  writeCsv([
    ['address', 'label', 'listed_since', 'valid_from'],
    ...entries.map(({ address, label, since, validFrom = '' }) => [address, displayText(label), since, validFrom]),
  ])

/** TLP:AMBER, as STIX 2.1 itself defines it (section 7.2.1.4): whom a desk holds for listed is for few to read. */
const AMBER = {
  type: 'marking-definition',
  spec_version: '2.1',
  id: 'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82',
  created: '2017-01-20T00:00:00.000Z',
  definition_type: 'tlp',
  name: 'TLP:AMBER',
  definition: { tlp: 'amber' },
} as const

/** STIX 2.1: one indicator an address, each marked TLP:AMBER. Ids follow from what they name, so that a newer export updates an older one. */
function stixOf({ installation, listId, name }: Named, entries: readonly ListedEntry[]): string {
  const idOf = (type: string, of: string) => `${type}--${uuidOf([installation, listId, of].join('\n'))}`
  const indicators = entries.map(({ address, label, since, validFrom = since }) => ({
    type: 'indicator',
    spec_version: '2.1',
    id: idOf('indicator', address),
    created: since,
    modified: since,
    name: label === '' ? displayText(name) : displayText(label),
    indicator_types: ['malicious-activity'],
    pattern: `[cryptocurrency-wallet:value = '${address}']`,
    pattern_type: 'stix',
    valid_from: validFrom,
    object_marking_refs: [AMBER.id],
  }))
  const objects = [...indicators, AMBER]
  return `${JSON.stringify({ type: 'bundle', id: idOf('bundle', entries.map(({ address }) => address).join()), objects })}\n`
}

// A hash in the form of a UUID that says it is of the holder's own making (RFC 9562, version 8).
function uuidOf(text: string): string {
  const hex = sha256Hex(text).slice(2)
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
