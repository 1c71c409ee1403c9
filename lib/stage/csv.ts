/** `row` counts as a spreadsheet does: the first record is row 1, and a line break inside quotes starts no row. */
export type CsvRecord = { readonly row: number; readonly cells: readonly string[] }

export type ReadCsv =
  | { readonly ok: true; readonly records: readonly CsvRecord[] }
  | { readonly ok: false; readonly row: number; readonly message: string }

/**
 * Comma separated text to records, as RFC 4180 has it and not more leniently: a quote that stands where none may stand
 * is a fault, never a guess. CRLF, LF or CR end a record. Rows with nothing in them are counted and left out.
 */
export function readCsv(text: string): ReadCsv {
  const records: CsvRecord[] = []
  let cells: string[] = []
  let row = 1
  let at = 0
  const fault = (message: string): ReadCsv => ({ ok: false, row, message })
  while (at < text.length || cells.length > 0) {
    let cell = ''
    if (text[at] === '"') {
      const close = closingQuote(text, at)
      if (close < 0) return fault('a quote is opened and not closed.')
      cell = text.slice(at + 1, close).replaceAll('""', '"')
      at = close + 1
      if (at < text.length && !isEnd(text[at])) return fault('something stands between a closing quote and the comma.')
    } else {
      const from = at
      while (at < text.length && !isEnd(text[at])) at += 1
      cell = text.slice(from, at)
      if (cell.includes('"')) return fault('a quote stands inside a cell that does not begin with one.')
    }
    cells.push(cell)
    if (text[at] === ',') {
      at += 1
      continue
    }
    if (cells.some((one) => one.trim() !== '')) records.push({ row, cells })
    cells = []
    row += 1
    at += text.startsWith('\r\n', at) ? 2 : 1
  }
  return { ok: true, records }
}

const isEnd = (character: string | undefined) => character === ',' || character === '\n' || character === '\r'

/** Place of the quote that closes the cell opened at `open`; doubled quotes are text. -1 when there is none. */
function closingQuote(text: string, open: number): number {
  let at = text.indexOf('"', open + 1)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}
