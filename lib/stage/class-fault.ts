import { buildCall, buildCancel, buildOwnersChange } from '@/lib/stage/build'
import { isSameChange } from '@/lib/stage/control'
import { ownersNamedIn, readOwnersChange } from '@/lib/stage/owners-change'
import type { Intent, StagedTx, WithdrawalClass } from '@/lib/stage/types'

type Kept = {
  readonly class: WithdrawalClass
  readonly replaces: string | null
  readonly staged: StagedTx
  readonly intent: Intent
}

/**
 * Why what is kept as a withdrawal of its class is none, as the end of a sentence, or null. A cancel is exactly the empty
 * self-call at its nonce, and its initiator named what it replaces; of the other classes nothing replaces anything. A
 * configuration is exactly the change that its initiator confirmed, a contract call exactly those bytes.
 */
export function classFault(kept: Kept): string | null {
  const { class: kind, replaces, intent } = kept
  if (kind === 'cancel') return cancelFault(kept)
  if (replaces !== null) return 'replaces another withdrawal but is no cancel'
  if ((intent.change !== undefined) !== (kind === 'configuration')) return 'is of another class than what it asks for'
  if ((intent.call !== undefined) !== (kind === 'contract-call')) return 'is of another class than what it asks for'
  if (intent.change) return changeFault(kept, intent.change)
  if (intent.call) {
    const built = buildCall({ safe: kept.staged.safe, call: intent.call, nonce: kept.staged.tx.nonce })
    return built.hashes.safeTx === kept.staged.hashes.safeTx
      ? null
      : 'calls something else than its initiator confirmed'
  }
  return null
}

function cancelFault({ replaces, staged, intent }: Kept): string | null {
  const plain = buildCancel({ safe: staged.safe, nonce: staged.tx.nonce })
  if (plain.hashes.safeTx !== staged.hashes.safeTx) return 'does something else than use up its nonce'
  if (intent.legs.length > 0 || intent.change || intent.call) return 'is a cancel that says it pays'
  return intent.reference === (replaces ?? '') ? null : 'replaces another withdrawal than its initiator confirmed'
}

function changeFault({ staged }: Kept, change: NonNullable<Intent['change']>): string | null {
  const { safe, tx } = staged
  const read = readOwnersChange(tx.data)
  const isStated = read !== null && isSameChange(read, change)
  // Built again from the owners that the bytes themselves name, so that nothing but the change is left to differ.
  const built = isStated ? buildOwnersChange({ safe, change, nonce: tx.nonce, owners: ownersNamedIn(tx.data) }) : null
  return built?.hashes.safeTx === staged.hashes.safeTx
    ? null
    : 'changes something else of the Safe than its initiator confirmed'
}
