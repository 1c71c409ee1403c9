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

/** Letters to add, drop or replace (Levenshtein). */
function stepsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place)
  for (const [down, letter] of [...one].entries()) {
    const next = [down + 1]
    for (let across = 0; across < other.length; across += 1)
      next.push(
        Math.min(
          ...[(row[across + 1] ?? 0) + 1, (next[across] ?? 0) + 1],
          (row[across] ?? 0) + (letter === other[across] ? 0 : 1),
        ),
      )
    row = next
  }
  return row.at(-1) ?? 0
}
