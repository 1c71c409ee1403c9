import type { WithdrawalLine } from '@/db/queries/withdrawals'

/** A nonce of a Safe's queue, or a run of nonces that nothing holds though something waits behind it. */
export type QueueGroup =
  | {
      readonly kind: 'nonce'
      readonly nonce: bigint
      /** More than one is a conflict: the chain lets at most one of them happen. */
      readonly lines: readonly WithdrawalLine[]
      /** The chain has used this nonce already. */
      readonly isUsed: boolean
    }
  | { readonly kind: 'gap'; readonly from: bigint; readonly to: bigint }

/**
 * A queue in the order that the chain keeps.
 * @param lines that hold nonces, in any order
 * @param next the Safe's own nonce, null where the chain did not say: then only gaps between two held ones are known
 */
export function groupQueue(lines: readonly WithdrawalLine[], next: bigint | null): readonly QueueGroup[] {
  const nonces = [...new Set(lines.map(({ nonce }) => nonce))].sort((a, b) => (a < b ? -1 : 1))
  const groups: QueueGroup[] = []
  let expected = next ?? nonces[0] ?? 0n
  for (const nonce of nonces) {
    if (nonce > expected) groups.push({ kind: 'gap', from: expected, to: nonce - 1n })
    groups.push({
      kind: 'nonce',
      nonce,
      lines: lines.filter((line) => line.nonce === nonce),
      isUsed: next !== null && nonce < next,
    })
    if (nonce >= expected) expected = nonce + 1n
  }
  return groups
}

/** "Nonce 3 is free" or "Nonces 3 to 5 are free". */
export const gapWords = ({ from, to }: { from: bigint; to: bigint }): string =>
  from === to ? `Nonce ${from} is free` : `Nonces ${from} to ${to} are free`
