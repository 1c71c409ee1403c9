import 'server-only'
import { and, eq, ne } from 'drizzle-orm'
import type { Hash } from 'viem'
import type { Reader } from '@/db/client'
import { withdrawal } from '@/db/schema/withdrawal'
import type { QueueFacts } from '@/lib/assess/types'
import type { Examined } from '@/lib/flows/gather-facts'
import { readSignedOutside } from '@/lib/flows/signed-outside'
import type { SafeRow } from '@/lib/flows/registry'
import type { SafeState } from '@/lib/simulate/types'

/**
 * What else may use a nonce of a Safe of this desk: its withdrawals that hold one, and at the transaction's own nonce what a
 * present owner signed outside of the desk. An import that no owner signed is never among them: anybody can type one.
 */
export async function readQueue(
  db: Reader,
  safe: Pick<SafeRow, 'id' | 'chainId' | 'address'>,
  { withdrawalId, staged }: Pick<Examined, 'withdrawalId' | 'staged'>,
  state: SafeState | null,
): Promise<QueueFacts['others']> {
  const { nonce } = staged.tx
  const [rows, outside] = await Promise.all([
    db
      .select({ id: withdrawal.id, nonce: withdrawal.nonce, safeTxHash: withdrawal.safeTxHash })
      .from(withdrawal)
      .where(
        and(
          eq(withdrawal.safeId, safe.id),
          eq(withdrawal.isNonceHeld, true),
          withdrawalId === null ? undefined : ne(withdrawal.id, withdrawalId),
        ),
      ),
    readSignedOutside(db, { safe: staged.safe, nonce }, state?.owners ?? []),
  ])
  const held = rows.map((row) => ({ id: row.id, nonce: row.nonce, safeTxHash: row.safeTxHash as Hash }))
  const known = new Set([staged.hashes.safeTx, ...held.map(({ safeTxHash }) => safeTxHash)])
  const strangers = outside.filter(({ safeTxHash }) => !known.has(safeTxHash))
  return [
    ...held,
    ...strangers.map(({ id, safeTxHash }) => ({ id: `${id}, signed outside the desk`, nonce, safeTxHash })),
  ]
}
