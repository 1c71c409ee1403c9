import type { Address } from 'viem'
import { CONTACT_COLUMNS, TOLD_COLUMN } from '@/lib/assess/book-csv'
import { CONTACT_CLASSES, type ContactClass } from '@/lib/assess/contact-classes'
import { CHAINS } from '@/lib/chains/index'
import { parseAddress } from '@/lib/core/address'
import { readCsv } from '@/lib/stage/csv'
import { slugOf } from './slug-of'

/** As a proposal names a contact. */
export type ContactDraft = {
  readonly id: string
  readonly chainId: number
  readonly address: Address
  readonly name: string
  readonly class: string
}

export type ReadContacts =
  | { readonly ok: true; readonly contacts: readonly ContactDraft[] }
  /** One sentence for each row that is wrong. */
  | { readonly ok: false; readonly problems: readonly string[] }

type Column = (typeof CONTACT_COLUMNS)[number]

/** What a contact is, in words. */
export const CLASS_WORDS: readonly { readonly id: ContactClass; readonly words: string }[] = [
  { id: 'counterparty', words: 'counterparty: a customer, supplier or partner' },
  { id: 'exchange', words: 'exchange: a deposit address' },
  { id: 'own-safe', words: 'own Safe' },
  { id: 'own-wallet', words: 'own wallet that is no Safe' },
  { id: 'protocol', words: 'protocol: a contract that takes deposits' },
]

const MOST = 500

/** A list of contacts as CSV, its header naming the columns name, address, class and chain in any order. */
export function readContacts(text: string, served: readonly number[]): ReadContacts {
  const read = readCsv(text)
  if (!read.ok) return { ok: false, problems: [`Row ${read.row}: ${read.message}`] }
  const [header, ...rows] = read.records
  const names = header?.cells.map((cell) => cell.trim().toLowerCase()) ?? []
  const missing = CONTACT_COLUMNS.filter((column) => names.filter((name) => name === column).length !== 1)
  if (!header || missing.length > 0 || names.some((name, at) => !isColumn(name) || names.indexOf(name) !== at))
    return { ok: false, problems: ['The first row names the columns name, address, class and chain, once each.'] }
  if (rows.length === 0) return { ok: false, problems: ['There is no contact below the header.'] }
  if (rows.length > MOST) return { ok: false, problems: [`It has ${rows.length} contacts; ${MOST} fit one proposal.`] }
  const answers = rows.map(({ row, cells }) => {
    const cellOf = (column: Column) => cells[names.indexOf(column)]?.trim() ?? ''
    return readRow(row, cells.length === names.length ? cellOf : null, served)
  })
  const problems = answers.flatMap((one) => (typeof one === 'string' ? [one] : []))
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, contacts: answers.flatMap((one) => (typeof one === 'string' ? [] : [one])) }
}

const isColumn = (name: string): boolean => [...CONTACT_COLUMNS, TOLD_COLUMN].some((one) => one === name)

function readRow(
  row: number,
  cellOf: ((column: Column) => string) | null,
  served: readonly number[],
): ContactDraft | string {
  if (cellOf === null) return `Row ${row} does not have as many cells as the header.`
  const [name, chainText, kind] = [cellOf('name'), cellOf('chain'), cellOf('class')]
  const chain = CHAINS.find(({ id, shortName }) => String(id) === chainText || shortName === chainText)
  if (!chain || !served.includes(chain.id)) return `Row ${row}: this desk serves no chain ${chainText || '(empty)'}.`
  if (name === '') return `Row ${row} has no name.`
  if (!CONTACT_CLASSES.some((one) => one === kind))
    return `Row ${row}: a class is ${CONTACT_CLASSES.join(', ')}; not ${kind || '(empty)'}.`
  const parsed = parseAddress(cellOf('address'), chain.shortName)
  if (!parsed.ok) return `Row ${row}: ${parsed.message}`
  return { id: slugOf(name), chainId: chain.id, address: parsed.address, name, class: kind }
}

/** The list with one more contact at its end. */
export function withContact(text: string, one: Readonly<Record<Column, string>>): string {
  const head = text.trim() === '' ? CONTACT_COLUMNS.join(',') : text.trimEnd()
  return `${head}\n${CONTACT_COLUMNS.map((column) => csvCell(one[column])).join(',')}\n`
}

// RFC 4180. Read by `readContacts` alone, so no formula is escaped here.
const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
