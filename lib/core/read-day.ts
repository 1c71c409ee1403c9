const DAY_MILLISECONDS = 86_400_000

/** A day of the UTC calendar, from its first instant to the first of the next; null where the calendar has none. */
export function readDay(text: string): { readonly start: Date; readonly end: Date } | null {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return null
  const start = new Date(`${text}T00:00:00.000Z`)
  // The 31st of a shorter month would become a day of the next one.
  if (Number.isNaN(start.getTime()) || start.toISOString().slice(0, 10) !== text) return null
  return { start, end: new Date(start.getTime() + DAY_MILLISECONDS) }
}
