/** What is killed outright; `supervisor` is the process that keeps the others up, `all` everything at the same moment. */
export const TARGETS = ['database', 'chain', 'web', 'worker', 'supervisor', 'all'] as const
export type Target = (typeof TARGETS)[number]

/** The step at which it happens. */
export const STEPS = ['stage', 'approve', 'hand-over', 'send', 'confirm'] as const
export type Step = (typeof STEPS)[number]

/** One kill in the life of one withdrawal: so many milliseconds after a step began, which may be after it ended. */
export type Kill = { readonly target: Target; readonly step: Step; readonly afterMs: number }

const LONGEST_MS = 1_500

/**
 * The kills of a soak, the same for the same seed. Every target comes at every step before one repeats.
 * @param seed any integer
 * @param targets what may be killed; at least one
 */
export function planKills(seed: number, runs: number, targets: readonly Target[] = TARGETS): Kill[] {
  const random = createRandom(seed)
  const kills: Kill[] = []
  while (kills.length < runs)
    kills.push(...shuffle(everyPair(targets), random).map((pair) => ({ ...pair, afterMs: delay(random) })))
  return kills.slice(0, runs)
}

const everyPair = (targets: readonly Target[]) => targets.flatMap((target) => STEPS.map((step) => ({ target, step })))

// Half of them at once, where most is under way.
const delay = (random: () => number): number =>
  random() < 0.5 ? Math.floor(random() * 200) : Math.floor(random() * LONGEST_MS)

function shuffle<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((entry) => ({ entry, order: random() }))
    .sort((one, other) => one.order - other.order)
    .map(({ entry }) => entry)
}

/** Mulberry32: small, and the same on every machine. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
