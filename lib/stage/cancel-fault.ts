import { buildCancel } from '@/lib/stage/build'
import type { Intent, StagedTx, WithdrawalClass } from '@/lib/stage/types'

/**
 * Why what is kept as a cancel is none, as the end of a sentence, or null: its transaction is exactly the empty self-call
 * at its nonce, it pays nothing, and its initiator named what it replaces. Of the other classes nothing replaces anything.
 */
export function cancelFault(kept: {
  readonly class: WithdrawalClass
  readonly replaces: string | null
  readonly staged: StagedTx
  readonly intent: Intent
}): string | null {
  const { class: kind, replaces, staged, intent } = kept
  if (kind !== 'cancel') return replaces === null ? null : 'replaces another withdrawal but is no cancel'
  const plain = buildCancel({ safe: staged.safe, nonce: staged.tx.nonce })
  if (plain.hashes.safeTx !== staged.hashes.safeTx) return 'does something else than use up its nonce'
  if (intent.legs.length > 0) return 'is a cancel that says it pays'
  return intent.reference === (replaces ?? '') ? null : 'replaces another withdrawal than its initiator confirmed'
}
