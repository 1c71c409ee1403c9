const SPANS = [
  [86_400, 'days'],
  [3600, 'hours'],
  [60, 'minutes'],
] as const

/** "3 days", never rounded: what is no whole number of a unit is told in the next smaller one. */
export function spanWords(seconds: number): string {
  const found = SPANS.find(([length]) => seconds > length && seconds % length === 0)
  return found ? `${seconds / found[0]} ${found[1]}` : `${seconds} s`
}
