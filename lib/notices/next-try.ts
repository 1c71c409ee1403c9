/** From this many tries on a delivery is given up. */
export const MOST_TRIES = 10

const FIRST_WAIT_SECONDS = 30
const LONGEST_WAIT_SECONDS = 6 * 3600

/**
 * When a delivery is tried again: three times as long after each try, 30 s to 6 h, less up to a half by chance, so that what
 * failed together does not come back together. Ten tries take about a day.
 * @param tries how many there were, from 1
 * @param chance from 0 to 1
 */
export function nextTry(tries: number, now: Date, chance: number): Date {
  const seconds = Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 3 ** (tries - 1))
  return new Date(now.getTime() + seconds * 1000 * (1 - Math.min(1, Math.max(0, chance)) / 2))
}
