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

export type Alike<Known> = { readonly known: Known; readonly shared: Resemblance }

/**
 * The known addresses that each candidate resembles, in the order of the known, by the candidate in lower case. Whatever
 * resembles shares its last four digits or its first six, so few of a long book are compared with few of a long batch.
 */
export function findAlike<Known extends { readonly address: string }>(
  candidates: readonly string[],
  known: readonly Known[],
): ReadonlyMap<string, readonly Alike<Known>[]> {
  const byEnd = new Map<string, string[]>()
  for (const candidate of new Set(candidates.map((one) => one.toLowerCase())))
    for (const end of [lastOf(candidate), firstOf(candidate)]) byEnd.set(end, [...(byEnd.get(end) ?? []), candidate])
  const found = new Map<string, Alike<Known>[]>()
  if (byEnd.size === 0) return found
  for (const one of known) {
    const [byLast, byFirst] = [byEnd.get(lastOf(one.address)), byEnd.get(firstOf(one.address))]
    if (!byLast && !byFirst) continue
    for (const candidate of new Set([...(byLast ?? []), ...(byFirst ?? [])])) {
      const shared = resemblance(candidate, one.address)
      if (shared) found.set(candidate, [...(found.get(candidate) ?? []), { known: one, shared }])
    }
  }
  return found
}

const lastOf = (address: string): string => address.slice(-4).toLowerCase()

// With the zeros in front of them, so that it is never taken for the last four.
const firstOf = (address: string): string => address.slice(2, 8 + zerosOf(address)).toLowerCase()

const DIGITS = 40

/** Nothing is copied here. Case does not count. */
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
