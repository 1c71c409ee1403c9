/**
 * Records to comma separated text, as RFC 4180 has it: CRLF ends each, a cell with a comma, quote or line break is quoted.
 * A cell that a spreadsheet would run as a formula is made text by an apostrophe before it.
 */
export function writeCsv(records: readonly (readonly string[])[]): string {
  return records.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('')
}

// What spreadsheets take for the beginning of a formula, also behind blanks and as wide forms.
const FORMULA = /^\s*[=+\-@\t\r\n＝＋－＠]/u
// Where a locale separates cells by semicolons or tabs, one begins behind each of them.
const INNER_FORMULA = /([;|]\s*|(?<=.)\t\s*)(?=[=+\-@＝＋－＠])/gsu

function cellOf(text: string): string {
  const inner = text.replaceAll(INNER_FORMULA, "$1'")
  const plain = FORMULA.test(inner) ? `'${inner}` : inner
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
