/**
 * A largest assignment of people to slots, each person and each slot used at most once (Kuhn's augmenting paths).
 * Deterministic: people are tried in the order given, slots in the order each lists them.
 * @param choices for each person the slots they may fill
 * @returns slot to person, both as positions
 */
export function largestMatching(choices: readonly (readonly number[])[]): ReadonlyMap<number, number> {
  const filled = new Map<number, number>()
  for (let person = 0; person < choices.length; person += 1) place(person, choices, filled, new Set())
  return filled
}

function place(
  person: number,
  choices: readonly (readonly number[])[],
  filled: Map<number, number>,
  tried: Set<number>,
): boolean {
  for (const slot of choices[person] ?? []) {
    if (tried.has(slot)) continue
    tried.add(slot)
    const holder = filled.get(slot)
    if (holder !== undefined && !place(holder, choices, filled, tried)) continue
    filled.set(slot, person)
    return true
  }
  return false
}
