const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const MINUTE = 60_000

const two = (part: number) => String(part).padStart(2, '0')

/** "02:14". Built from parts, not by locale, so that server and browser write the same. */
export const clockMinute = (at: Date) => `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`

/** "02:14:08". */
export const clockSecond = (at: Date) => `${clockMinute(at)}:${two(at.getUTCSeconds())}`

/** "02:14 UTC". */
export const utcTime = (at: Date) => `${clockMinute(at)} UTC`

/** "Fri 21 Feb 2025". */
export const utcDay = (at: Date) =>
  `${DAYS[at.getUTCDay()]} ${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`

/** "Fri 21 Feb 2025, 14:14 UTC". */
export const utcMinute = (at: Date) => `${utcDay(at)}, ${utcTime(at)}`

/** "14:14 UTC" today, "Fri 21 Feb 2025, 14:14 UTC" on another day. */
export const nearTime = (at: Date, now: Date) => (utcDay(at) === utcDay(now) ? utcTime(at) : utcMinute(at))

/** "at 14:14 UTC" today, "on Fri 21 Feb, 14:14 UTC" on another day: for a sentence. */
export const dayTime = (at: Date, now: Date) =>
  utcDay(at) === utcDay(now) ? `at ${utcTime(at)}` : `on ${utcDay(at).replace(/ \d+$/, '')}, ${utcTime(at)}`

/** "21 Feb, 14:14", with the year in any but the present one: for a column whose head names the zone. */
export const shortMinute = (at: Date, now: Date) =>
  `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]}${at.getUTCFullYear() === now.getUTCFullYear() ? '' : ` ${at.getUTCFullYear()}`}, ${clockMinute(at)}`

/** "2 h 57 min", "40 s"; "0 s" once it is over. */
export function remaining(until: Date, now: Date): string {
  const left = Math.max(0, until.getTime() - now.getTime())
  if (left < MINUTE) return `${Math.ceil(left / 1000)} s`
  const minutes = Math.floor(left / MINUTE)
  const hours = Math.floor(minutes / 60)
  if (hours === 0) return `${minutes} min`
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
}

/** "2 h", "5 s", "1 d" for a length of time. */
export const duration = (seconds: number) => remaining(new Date(seconds * 1000), new Date(0))
