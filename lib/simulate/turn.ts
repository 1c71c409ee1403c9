import type { StagedTx } from '@/lib/stage/types'

/** A withdrawal that the chain takes before another one of its Safe. */
export type Ahead = {
  readonly id: string
  readonly nonce: bigint
  /** Null where its stored fields do not give its hash. */
  readonly staged: StagedTx | null
}

/** More than this many are not run one after another for one review. */
export const MOST_AHEAD = 20

/**
 * The transactions that surely run before one with this nonce, in their order, from the Safe's nonce on.
 * @returns a sentence where that is not one sequence: nobody knows then what comes before
 */
export function turnOf(
  ahead: readonly Ahead[],
  { next, own }: { readonly next: bigint; readonly own: bigint },
): readonly StagedTx[] | string {
  if (ahead.length > MOST_AHEAD) return `More than ${MOST_AHEAD} come before it.`
  const turn: StagedTx[] = []
  for (let nonce = next; nonce < own; nonce += 1n) {
    const [first, second] = ahead.filter((one) => one.nonce === nonce)
    if (!first) return `Nonce ${nonce} belongs to nothing yet.`
    if (second) return `${first.id} and ${second.id} share nonce ${nonce}, and which of them runs is not known.`
    if (first.staged === null) return `The stored fields of ${first.id} do not give its hash.`
    turn.push(first.staged)
  }
  return turn
}
