import { readDay } from '@/lib/core/read-day'

const DAY_MILLISECONDS = 86_400_000
const USUAL_DAYS = 90

export type ReadPeriod = {
  /** As typed, or the usual one: "2026-03-31". */
  readonly from: string
  readonly until: string
  readonly errors: { readonly from?: string; readonly until?: string }
  /** Null where the days are none. */
  readonly period: { readonly from: Date; readonly until: Date } | null
}

/** The period of a page's address; the last 90 days where it names none. */
export function readPeriod(
  params: Readonly<Record<string, string | readonly string[] | undefined>>,
  now: Date,
): ReadPeriod {
  const day = (at: Date) => at.toISOString().slice(0, 10)
  const typed = (name: string, usual: string) => {
    const value = params[name]
    return typeof value === 'string' && value !== '' ? value : usual
  }
  const from = typed('from', day(new Date(now.getTime() - USUAL_DAYS * DAY_MILLISECONDS)))
  const until = typed('until', day(now))
  const [first, last] = [readDay(from), readDay(until)]
  const missing = 'Give a day, such as 2026-03-31.'
  const errors = {
    ...(first === null && { from: missing }),
    ...(last === null ? { until: missing } : first !== null && from > until && { until: 'It ends before it begins.' }),
  }
  const isGood = first !== null && last !== null && from <= until
  return { from, until, errors, period: isGood ? { from: first.start, until: last.end } : null }
}
