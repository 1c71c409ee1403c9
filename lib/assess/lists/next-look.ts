const HOUR_MS = 3_600_000
const LONGEST_HOURS = 24
const AFTER_FAILURE_HOURS = 1

/**
 * When a list is fetched again: four times within the age that it may have, at least once a day, and an hour after a look
 * that brought nothing, so that one silent night of its source makes nothing stale.
 * @param maxAgeHours as its admins set it
 */
export function nextLook(lookedAt: Date, hasFound: boolean, maxAgeHours: number): Date {
  const usual = Math.min(LONGEST_HOURS, maxAgeHours / 4)
  const hours = hasFound ? usual : Math.min(usual, AFTER_FAILURE_HOURS)
  return new Date(lookedAt.getTime() + hours * HOUR_MS)
}
