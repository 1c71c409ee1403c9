import { listFault } from '@/lib/assess/lists/entry-collector'

export type CsvRow = { readonly line: number; readonly cells: readonly string[] }

/** The rows of a CSV (RFC 4180), with the line each begins on; empty lines are left out. @throws AppError BAD_INPUT */
export function csvRows(text: string): readonly CsvRow[] {
  const rows: CsvRow[] = []
  let [cells, cell, isQuoted, line, begins]: [string[], string, boolean, number, number] = [[], '', false, 1, 1]
  const endRow = () => {
    cells.push(cell)
    if (cells.length > 1 || cell.trim() !== '') rows.push({ line: begins, cells })
    ;[cells, cell] = [[], '']
  }
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (char === '\n') line += 1
    if (isQuoted && char === '"' && text.charAt(at + 1) === '"') {
      cell += '"'
      at += 1
    } else if (char === '"' && (isQuoted || cell === '')) isQuoted = !isQuoted
    else if (isQuoted) cell += char
    else if (char === ',') {
      cells.push(cell)
      cell = ''
    } else if (char === '\n') {
      endRow()
      begins = line
    } else if (char !== '\r') cell += char
  }
  if (isQuoted)
    throw listFault(`Line ${begins}`, 'opens a quotation mark that nothing closes. The file may be cut off.')
  endRow()
  return rows
}
