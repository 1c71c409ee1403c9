import { quoted } from '@/lib/stage/payment-list'
import type { LegField } from '@/lib/stage/intent'
import type { CsvRecord } from '@/lib/stage/csv'

export const COLUMNS: readonly LegField[] = ['recipient', 'asset', 'amount']

export type ReadColumns =
  | { readonly ok: true; readonly places: Readonly<Record<LegField, number>> }
  | { readonly ok: false; readonly problems: readonly string[] }

const ASKED = 'It names the columns recipient, asset and amount, in any order.'

/** Which cell of a row is what, by the names in the header row. A column nobody knows is refused, never skipped. */
export function readColumns({ row, cells }: CsvRecord): ReadColumns {
  const names = cells.map((cell) => cell.trim().toLowerCase())
  const placesOf = (column: LegField) => names.flatMap((name, at) => (name === column ? [at] : []))
  if (COLUMNS.every((column) => placesOf(column).length === 0))
    return { ok: false, problems: [`Row ${row} is no header. ${ASKED}`] }
  const strange = cells.filter((_, at) => !COLUMNS.some((column) => column === names[at]))
  const problems = [
    ...strange.map((name) =>
      name.trim() === ''
        ? `Row ${row} has a column without a name. ${ASKED}`
        : `Row ${row} names a column ${quoted(name)}, which this desk does not know. ${ASKED}`,
    ),
    ...COLUMNS.flatMap((column) => {
      const count = placesOf(column).length
      if (count === 1) return []
      return [
        count === 0 ? `Row ${row} names no column ${column}.` : `Row ${row} names the column ${column} ${count} times.`,
      ]
    }),
  ]
  const [recipient, asset, amount] = COLUMNS.map((column) => placesOf(column)[0])
  return problems.length > 0 || recipient === undefined || asset === undefined || amount === undefined
    ? { ok: false, problems }
    : { ok: true, places: { recipient, asset, amount } }
}

const SEPARATORS: readonly (readonly [character: string, name: string])[] = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'vertical bars'],
]

/** The sentence about a list that is separated by something else than commas; null when it is not. */
export function separatorProblem(text: string): string | null {
  const header = text.trimStart().split(/[\r\n]/, 1)[0] ?? ''
  if (header.includes(',')) return null
  const found = SEPARATORS.find(([character]) => header.includes(character))
  return found ? `The columns are separated by ${found[1]}. Save the list with commas between them.` : null
}
