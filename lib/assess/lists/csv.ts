import { csvRows } from '@/lib/assess/lists/csv-rows'
import { EntryCollector, listFault } from '@/lib/assess/lists/entry-collector'
import type { ListReading } from '@/lib/assess/lists/types'
import { AppError } from '@/lib/core/errors'

const NAMES = ['address', 'wallet', 'wallet address', 'wallet_address', 'crypto address', 'value']
const LABELS = ['label', 'name', 'entity', 'description']

/**
 * A CSV whose first row names its columns, one of them the addresses. A column that cannot be told is refused rather than
 * guessed.
 */
export function readCsvList(text: string): ListReading {
  const [head, ...rows] = csvRows(text)
  if (!head) throw new AppError('BAD_INPUT', 'The file is empty.')
  const names = head.cells.map((cell) => cell.trim().toLowerCase())
  const places = names.flatMap((name, at) => (NAMES.includes(name) ? [at] : []))
  const [column] = places
  if (column === undefined || places.length > 1)
    throw listFault(`Line ${head.line}`, `must name exactly one column of addresses (${NAMES.join(', ')}).`)
  const label = names.findIndex((name) => LABELS.includes(name))
  const collector = new EntryCollector()
  for (const { line, cells } of rows) {
    if (cells.length !== names.length)
      throw listFault(`Line ${line}`, `has ${cells.length} cells and the first row ${names.length}.`)
    collector.take(cells[column] ?? '', { place: `Line ${line}`, label: cells[label] ?? '' })
  }
  return collector.reading()
}
