import 'server-only'

export type Outcome = { readonly verb: string; readonly code: string; readonly count: number }

// One a process: the bundler may give pages and routes a copy of this module each.
const held: { [key: symbol]: Map<string, Outcome> | undefined } = globalThis
const KEY = Symbol.for('countersign/outcomes')

/**
 * Counts how a verb ended in this process since it started.
 * @param verb of the registry, never a caller's word: each becomes a label
 * @param code an error's, OK or FAULT
 */
export function countOutcome(verb: string, code: string): void {
  const counted = (held[KEY] ??= new Map())
  const key = `${verb} ${code}`
  counted.set(key, { verb, code, count: (counted.get(key)?.count ?? 0) + 1 })
}

/** What was counted, by verb and code. */
export const readOutcomes = (): readonly Outcome[] => [...(held[KEY]?.values() ?? [])]
