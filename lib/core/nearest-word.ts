/**
 * The known word that somebody most likely meant, or null where none is near: at most a third of its letters differ,
 * upper and lower case being one.
 */
export function nearestWord(typed: string, known: readonly string[]): string | null {
  // Nobody mistypes a name of this length; a body may hold anything.
  if (typed.length > 60) return null
  const near = known
    .map((word) => ({ word, steps: stepsBetween(typed.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, steps }) => steps <= Math.max(1, Math.floor(word.length / 3)))
    .sort((one, other) => one.steps - other.steps)
  return near[0]?.word ?? null
}

/** Letters to add, drop, replace, or swap with their neighbour (optimal string alignment). */
function stepsBetween(one: string, other: string): number {
  let before: readonly number[] = []
  let row: readonly number[] = Array.from({ length: other.length + 1 }, (_, place) => place)
  for (let down = 0; down < one.length; down += 1) {
    const next = [down + 1]
    for (let across = 0; across < other.length; across += 1) {
      const isSame = one[down] === other[across]
      const isSwapped = across > 0 && one[down] === other[across - 1] && one[down - 1] === other[across]
      next.push(
        Math.min(
          ...[(row[across + 1] ?? 0) + 1, (next[across] ?? 0) + 1, (row[across] ?? 0) + (isSame ? 0 : 1)],
          ...(isSwapped ? [(before[across - 1] ?? 0) + 1] : []),
        ),
      )
    }
    before = row
    row = next
  }
  return row.at(-1) ?? 0
}
