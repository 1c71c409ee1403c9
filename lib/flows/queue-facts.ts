import 'server-only'
import { and, eq, gte, lt, ne, sql } from 'drizzle-orm'
import type { Hash } from 'viem'
import type { Reader } from '@/db/client'
import { withdrawal } from '@/db/schema/withdrawal'
import type { QueueFacts } from '@/lib/assess/types'
import type { Examined } from '@/lib/flows/gather-facts'
import { readSignedOutside } from '@/lib/flows/signed-outside'
import type { SafeRow } from '@/lib/flows/registry'
import { transactionOf } from '@/lib/flows/transaction-columns'
import { type Ahead, MOST_AHEAD } from '@/lib/simulate/turn'
import type { SafeState } from '@/lib/simulate/types'
import { hashSafeTx } from '@/lib/stage/hash'

export type Queue = {
  readonly others: QueueFacts['others']
  /** Those of the desk's own that the chain takes before it. */
  readonly ahead: readonly Ahead[]
}

/**
 * What else may use a nonce of a Safe of this desk: its withdrawals that hold one, and at the transaction's own nonce what a
 * present owner signed outside of the desk. An import that no owner signed is never among them: anybody can type one.
 */
export async function readQueue(
  db: Reader,
  safe: Pick<SafeRow, 'id' | 'chainId' | 'address'>,
  { withdrawalId, staged }: Pick<Examined, 'withdrawalId' | 'staged'>,
  state: SafeState | null,
): Promise<Queue> {
  const { nonce } = staged.tx
  const isLive = and(
    eq(withdrawal.safeId, safe.id),
    eq(withdrawal.isNonceHeld, true),
    withdrawalId === null ? undefined : ne(withdrawal.id, withdrawalId),
  )
  const isEarlier = state === null ? sql`false` : and(lt(withdrawal.nonce, nonce), gte(withdrawal.nonce, state.nonce))
  const [rows, earlier, outside] = await Promise.all([
    db
      .select({ id: withdrawal.id, nonce: withdrawal.nonce, safeTxHash: withdrawal.safeTxHash })
      .from(withdrawal)
      .where(isLive),
    db
      .select()
      .from(withdrawal)
      .where(and(isLive, isEarlier))
      .orderBy(withdrawal.nonce, withdrawal.stagedAt)
      .limit(MOST_AHEAD + 1),
    readSignedOutside(db, { safe: staged.safe, nonce }, state?.owners ?? []),
  ])
  const held = rows.map((row) => ({ id: row.id, nonce: row.nonce, safeTxHash: row.safeTxHash as Hash }))
  const known = new Set([staged.hashes.safeTx, ...held.map(({ safeTxHash }) => safeTxHash)])
  const strangers = outside.filter(({ safeTxHash }) => !known.has(safeTxHash))
  return {
    others: [
      ...held,
      ...strangers.map(({ id, safeTxHash }) => ({ id: `${id}, signed outside the desk`, nonce, safeTxHash })),
    ],
    ahead: earlier.map(aheadFrom),
  }
}

// A row that was changed behind the desk tells nothing of what runs.
function aheadFrom(row: typeof withdrawal.$inferSelect): Ahead {
  const { safe, tx } = transactionOf(row)
  const hashes = hashSafeTx(safe, tx)
  return { id: row.id, nonce: row.nonce, staged: hashes.safeTx === row.safeTxHash ? { safe, tx, hashes } : null }
}
