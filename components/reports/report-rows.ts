import type { Paid, Volume } from '@/db/queries/reports'
import { formatMoney } from '@/lib/core/money'
import { duration } from '../review/times'

/** Base units of one asset, summed, with the largest of them. */
export type AssetGroup<Row> = {
  readonly key: string
  readonly asset: Pick<Volume, 'chainId' | 'symbol' | 'decimals'>
  readonly rows: readonly Row[]
  readonly total: string
  readonly payments: number
}

/** Rows by asset, in the order in which the assets come. Amounts of different assets are never compared. */
export function byAsset<Row extends Volume | Paid>(rows: readonly Row[]): readonly AssetGroup<Row>[] {
  const keys = [...new Set(rows.map(keyOf))]
  return keys.flatMap((key) => {
    const own = rows.filter((row) => keyOf(row) === key)
    const [first] = own
    if (!first) return []
    const units = own.reduce((sum, row) => sum + row.units, 0n)
    const payments = own.reduce((sum, row) => sum + row.payments, 0)
    return [{ key, asset: first, rows: own, total: formatMoney(units, first), payments }]
  })
}

const keyOf = ({ chainId, asset }: Pick<Volume, 'chainId' | 'asset'>) => `${chainId}:${asset.toLowerCase()}`

/** How large an amount is beside the largest of its group, 0 to 1. */
export function shareOf(units: bigint, rows: readonly { readonly units: bigint }[]): number {
  const most = rows.reduce((max, row) => (row.units > max ? row.units : max), 0n)
  return most === 0n ? 0 : Number((units * 10_000n) / most) / 10_000
}

const EDGES = [5 * 60, 30 * 60, 2 * 3600, 8 * 3600, 24 * 3600, 3 * 24 * 3600]

/** How many took how long: "up to 5 minutes", …, "longer". */
export function spread(seconds: readonly number[]): readonly { readonly words: string; readonly count: number }[] {
  const upTo = EDGES.map((edge, at) => ({
    words: `up to ${duration(edge)}`,
    count: seconds.filter((one) => one <= edge && one > (EDGES[at - 1] ?? -1)).length,
  }))
  const longest = EDGES.at(-1) ?? 0
  return [...upTo, { words: 'longer', count: seconds.filter((one) => one > longest).length }]
}

/** The middle one, null where there is none. @param sorted shortest first */
export const medianOf = (sorted: readonly number[]): number | null =>
  sorted[Math.floor((sorted.length - 1) / 2)] ?? null

const WEEK_MILLISECONDS = 7 * 86_400_000

/** Every week from the first to the last, those without a payment too: a gap is a fact. */
export function everyWeek(rows: readonly Volume[]): readonly { readonly week: string; readonly units: bigint }[] {
  const weeks = rows.map(({ week }) => week).sort()
  const [first, last] = [weeks[0], weeks.at(-1)]
  if (first === undefined || last === undefined) return []
  const count = Math.round((Date.parse(last) - Date.parse(first)) / WEEK_MILLISECONDS) + 1
  return Array.from({ length: count }, (_, at) => {
    const week = new Date(Date.parse(first) + at * WEEK_MILLISECONDS).toISOString().slice(0, 10)
    return { week, units: rows.find((row) => row.week === week)?.units ?? 0n }
  })
}
