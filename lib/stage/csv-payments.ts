import { parseAddress } from '@/lib/core/address'
import { parseUnits } from '@/lib/core/money'
import { readCsv } from '@/lib/stage/csv'
import { COLUMNS, readColumns, separatorProblem } from '@/lib/stage/csv-columns'
import { type LegField, parseLeg } from '@/lib/stage/intent'
import {
  assetsCalled,
  type ListContext,
  quoted,
  type ReadList,
  refuseList,
  repeatWarnings,
  tooManyPayments,
} from '@/lib/stage/payment-list'
import type { Leg } from '@/lib/stage/types'

/**
 * Payments from comma separated text with the columns recipient (address or active book entry), asset (symbol, address
 * or `native`) and amount. Rows are numbered as a spreadsheet does, the header being row 1.
 */
export function readCsvPayments(text: string, context: ListContext): ReadList {
  const separator = separatorProblem(text)
  if (separator !== null) return refuseList(separator)
  const csv = readCsv(text)
  if (!csv.ok) return refuseList(`Row ${csv.row}: ${csv.message}`)
  const [header, ...rows] = csv.records
  if (!header) return refuseList('The list is empty.')
  const columns = readColumns(header)
  if (!columns.ok) return refuseList(...columns.problems)
  if (rows.length === 0) return refuseList('The list names its columns and holds no payment.')
  const tooMany = tooManyPayments(rows.length)
  if (tooMany !== null) return refuseList(tooMany)

  const placed: { leg: Leg; at: number }[] = []
  const problems: string[] = []
  for (const { row, cells } of rows) {
    if (cells.length !== header.cells.length) {
      problems.push(`Row ${row} has ${cells.length} cells, the header ${header.cells.length}. ${QUOTES}`)
      continue
    }
    const cellAt = (column: LegField) => (cells[columns.places[column]] ?? '').trim()
    const read = readRow({ recipient: cellAt('recipient'), asset: cellAt('asset'), amount: cellAt('amount') }, context)
    if (read.leg) placed.push({ leg: read.leg, at: row })
    for (const column of COLUMNS) {
      const message = read.problems.get(column)
      if (message !== undefined) problems.push(`Row ${row}, ${column}: ${message}`)
    }
  }
  if (problems.length > 0) return refuseList(...problems)
  return { ok: true, legs: placed.map(({ leg }) => leg), warnings: repeatWarnings(placed, 'Rows') }
}

const QUOTES = 'A cell with a comma in it stands in double quotes.'

type Cells = Readonly<Record<LegField, string>>
type ReadRow = { readonly leg: Leg | null; readonly problems: ReadonlyMap<LegField, string> }

function readRow(cells: Cells, context: ListContext): ReadRow {
  const problems = new Map<LegField, string>()
  const meant = { ...cells }
  const settle = (column: LegField, answer: Answer) => {
    if (answer.ok) meant[column] = answer.value
    else problems.set(column, answer.message)
  }
  for (const column of COLUMNS) settle(column, plainCell(column, cells[column]))
  if (!problems.has('recipient')) settle('recipient', recipientOf(cells.recipient, context))
  if (!problems.has('asset')) settle('asset', assetOf(cells.asset, context))
  if (!problems.has('amount')) settle('amount', amountOf(cells.amount))

  // The fields of the form have the last word, so that a file can mean nothing that could not be typed.
  const { asset, recipient, units, problems: found } = parseLeg(meant, context)
  for (const { field, message } of found)
    if (!problems.has(field))
      problems.set(field, field === 'amount' && asset ? amountSentence(cells.amount, asset, message) : message)
  const isWhole = problems.size === 0 && asset !== null && recipient !== null && units !== null
  return { leg: isWhole ? { asset, recipient, units } : null, problems }
}

type Answer = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly message: string }

/** A spreadsheet runs what begins with one of these, so that what a person sees there may not be what the file says. */
function plainCell(column: LegField, cell: string): Answer {
  if (cell === '') return { ok: false, message: 'the cell is empty.' }
  if (column === 'amount' && /^[-−][\d.,\s]+$/.test(cell))
    return { ok: false, message: `${quoted(cell)} is less than nothing. Write how much to send.` }
  if (!/^[=+\-@]/.test(cell)) return { ok: true, value: cell }
  return {
    ok: false,
    message: `${quoted(cell)} begins with ${cell.charAt(0)} as a formula does. Write the plain value.`,
  }
}

function recipientOf(cell: string, { contacts, chain }: ListContext): Answer {
  if (/^([^:\s]+:)?0x/i.test(cell)) {
    const parsed = parseAddress(cell, chain.shortName)
    return parsed.ok ? { ok: true, value: parsed.address } : parsed
  }
  const named = contacts.filter(({ chainId, name }) => chainId === chain.id && isSameName(name, cell))
  const active = named.find(({ isActive }) => isActive)
  if (active) return { ok: true, value: active.address }
  const why =
    named.length > 0 ? 'is in the address book and not active.' : 'is no address and no name in the address book.'
  return { ok: false, message: `${quoted(cell)} ${why}` }
}

const isSameName = (a: string, b: string) => a.trim().normalize('NFC') === b.normalize('NFC')

function assetOf(cell: string, context: ListContext): Answer {
  if (cell.toLowerCase() === 'native') return { ok: true, value: 'native' }
  if (/^([^:\s]+:)?0x/i.test(cell)) {
    const parsed = parseAddress(cell, context.chain.shortName)
    return parsed.ok ? { ok: true, value: parsed.address } : parsed
  }
  const [first, ...more] = assetsCalled(cell, context)
  if (first && more.length === 0) return { ok: true, value: first.address }
  const message = first
    ? `${more.length + 1} registered assets are called ${quoted(cell)}. Write the address of the one you mean.`
    : `${quoted(cell)} is not registered on ${context.chain.name}. Two people add it before it can be sent.`
  return { ok: false, message }
}

/** A comma is a thousand to one reader and a decimal to another: taken only where it can be read one way. */
function amountOf(cell: string): Answer {
  const isGrouped = /^\d{1,3}((,\d{3})+\.\d+|(,\d{3}){2,})$/.test(cell)
  if (isGrouped || !cell.includes(',')) return { ok: true, value: cell }
  const [, whole, rest] = /^(\d+),(\d+)$/.exec(cell) ?? []
  const message =
    whole === undefined || rest === undefined
      ? `${quoted(cell)} has commas that do not part thousands. Write it without them.`
      : `${quoted(cell)} may mean ${whole}${rest} or ${whole}.${rest}. Write it without the comma.`
  return { ok: false, message }
}

function amountSentence(cell: string, { symbol, decimals }: Leg['asset'], message: string): string {
  const isTooFine = parseUnits(cell, 80).ok && !parseUnits(cell, decimals).ok
  if (!isTooFine) return message
  return `${quoted(cell)} has more decimals than ${quoted(symbol)}, which has ${decimals}.`
}
