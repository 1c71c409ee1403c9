/** Where most of some amounts lie, by ranks alone: one huge amount among them moves nothing. In base units. */
export type Spread = {
  readonly count: number
  readonly median: bigint
  /** The median of the distances from the median, and never less than a fifth of the median. */
  readonly deviation: bigint
  readonly largest: bigint
}

/** Amounts that are all the same have no deviation at all: then twice as much is as far out as it gets. */
const LEAST_DEVIATION = 5n

/** The spread of amounts, null of none. Integers only, so that every machine comes to the same. */
export function spreadOf(amounts: readonly bigint[]): Spread | null {
  const sorted = amounts.toSorted(compare)
  const largest = sorted.at(-1)
  if (largest === undefined) return null
  const median = middleOf(sorted)
  const distances = sorted.map((amount) => (amount > median ? amount - median : median - amount)).toSorted(compare)
  const [measured, least] = [middleOf(distances), median / LEAST_DEVIATION]
  const deviation = measured > least ? measured : least
  return { count: sorted.length, median, deviation: deviation > 0n ? deviation : 1n, largest }
}

/**
 * How far above the median an amount is, in tenths of a robust z-score (0.6745 of the distance over the median absolute
 * deviation; Iglewicz and Hoaglin, 1993); negative below it.
 */
export function scoreTenths(amount: bigint, { median, deviation }: Spread): bigint {
  return ((amount - median) * 6745n) / (deviation * 1000n)
}

/** The score from which on an amount is out of line, in tenths: 3.5, as Iglewicz and Hoaglin have it. */
export const OUT_OF_LINE_TENTHS = 35n

/** "8.3". */
export function scoreText(tenths: bigint): string {
  const size = tenths < 0n ? -tenths : tenths
  return `${tenths < 0n ? '-' : ''}${size / 10n}.${size % 10n}`
}

// Of an even number the lower one: an amount that was paid, not one in between.
const middleOf = (sorted: readonly bigint[]): bigint => sorted[Math.floor((sorted.length - 1) / 2)] ?? 0n

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)
