/** Hex digits that two addresses share at each end, leading zeros left out. */
export type Resemblance = { readonly first: number; readonly last: number }

/**
 * How two different addresses look alike to someone who reads their ends, or null when they do not: at least 4 equal
 * digits at both ends, or at least 6 at one. Leading zero digits do not count (SPEC §4; poisoning of May 2024).
 */
export function resemblance(candidate: string, known: string): Resemblance | null {
  const a = candidate.slice(2).toLowerCase()
  const b = known.slice(2).toLowerCase()
  if (a === b) return null
  const zeros = /^0*/.exec(a)?.[0].length ?? 0
  const shared = countEqual(a, b)
  const first = Math.max(0, shared - zeros)
  const last = countEqual(reversed(a), reversed(b))
  return (first >= 4 && last >= 4) || first >= 6 || last >= 6 ? { first, last } : null
}

function countEqual(a: string, b: string): number {
  const at = [...a].findIndex((digit, index) => digit !== b[index])
  return at < 0 ? a.length : at
}

const reversed = (text: string) => [...text].reverse().join('')
