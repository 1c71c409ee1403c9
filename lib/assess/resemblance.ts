/** Hex digits that two addresses share at each end, leading zeros left out. */
export type Resemblance = { readonly first: number; readonly last: number }

/**
 * How two different addresses look alike to someone who reads their ends, or null when they do not: at least 4 equal
 * digits at both ends, or at least 6 at one. Leading zero digits do not count (SPEC §4; poisoning of May 2024).
 */
export function resemblance(candidate: string, known: string): Resemblance | null {
  const last = countEqual(candidate, known, DIGITS, -1)
  if (last === DIGITS) return null
  const shared = countEqual(candidate, known, DIGITS, 1)
  const first = Math.max(0, shared - zerosOf(candidate))
  return (first >= 4 && last >= 4) || first >= 6 || last >= 6 ? { first, last } : null
}

const DIGITS = 40

/** Every recipient is compared with every known address, so nothing is copied here. Case does not count. */
function countEqual(a: string, b: string, most: number, step: 1 | -1): number {
  let count = 0
  let at = step === 1 ? 2 : most + 1
  while (count < most && (a.charCodeAt(at) | 0x20) === (b.charCodeAt(at) | 0x20)) {
    count += 1
    at += step
  }
  return count
}

function zerosOf(address: string): number {
  let count = 0
  while (count < DIGITS && address[count + 2] === '0') count += 1
  return count
}
