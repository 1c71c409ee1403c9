/**
 * Records to comma separated text, as RFC 4180 has it: CRLF ends each, a cell with a comma, quote or line break is quoted.
 * A cell that a spreadsheet would run as a formula is made text by an apostrophe before it.
 */
export function writeCsv(records: readonly (readonly string[])[]): string {
  return records.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('')
}

// What spreadsheets take for the beginning of a formula, also behind blanks and as wide forms.
const FORMULA = /^\s*[=+\-@\t\r\n＝＋－＠]/u

function cellOf(text: string): string {
  const plain = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
