import { readCsvList } from '@/lib/assess/lists/csv'
import { readJsonList } from '@/lib/assess/lists/json'
import { OfacReader } from '@/lib/assess/lists/ofac-reader'
import { readPlainList } from '@/lib/assess/lists/plain'
import { readStixList } from '@/lib/assess/lists/stix'
import type { ListFormat, ListReading } from '@/lib/assess/lists/types'
import { AppError } from '@/lib/core/errors'

/** UTF-8 bytes of a list that is read whole in memory. */
export const MAX_LIST_BYTES = 4_000_000
/** UTF-8 bytes of OFAC's whole list, which is read as it comes and never kept; it had some 80 MB in 2026. */
export const MAX_OFAC_BYTES = 160_000_000

const READERS: Readonly<Record<ListFormat, (text: string, now: Date) => ListReading>> = {
  'ofac-xml': (text) => {
    const reader = new OfacReader()
    reader.push(text)
    return reader.finish()
  },
  plain: readPlainList,
  csv: readCsvList,
  json: readJsonList,
  stix: readStixList,
}

/**
 * Reads a list whole or not at all: a row that cannot be read is an address that nobody would block.
 * @param now what is over by then is left out
 * @throws AppError BAD_INPUT naming row or line and reason
 */
export function readList(format: ListFormat, given: string, now: Date): ListReading {
  if (new TextEncoder().encode(given).length > MAX_LIST_BYTES)
    throw new AppError('BAD_INPUT', `A list may have ${MAX_LIST_BYTES / 1_000_000} MB; this one is longer.`)
  const text = given.replace(/^\uFEFF/, '')
  assertReadable(text)
  return READERS[format](text, now)
}

/** @param linesBefore how many lines came before this piece of a text. @throws AppError BAD_INPUT naming the line that is no UTF-8 */
export function assertReadable(text: string, linesBefore = 0): void {
  const odd = [text.indexOf('\uFFFD'), text.indexOf('\0')].filter((at) => at >= 0)
  if (odd.length === 0) return
  const line = linesBefore + text.slice(0, Math.min(...odd)).split('\n').length
  throw new AppError('BAD_INPUT', `Line ${line} is not UTF-8. Save the file as UTF-8 and import it again.`)
}
