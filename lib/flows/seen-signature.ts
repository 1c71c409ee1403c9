import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Tx } from '@/db/client'
import { safe } from '@/db/schema/registry'
import { withdrawal } from '@/db/schema/withdrawal'
import { withdrawalObject } from '@/lib/flows/content'
import type { Ctx } from '@/lib/flows/flow'
import type { SafeRow } from '@/lib/flows/registry'
import type { AuditDraft } from '@/lib/flows/write'
import type { StagedTx } from '@/lib/stage/types'

/**
 * A signature of an owner over the hash of a withdrawal has been seen outside, so its nonce is never again given back as if
 * none existed (SPEC §3): the record that a signature was asked for says so. It is no approval and gives nothing over.
 * @param owners whose signatures were seen
 */
export async function noteSeenSignature(
  tx: Tx,
  ctx: Pick<Ctx, 'now'>,
  { safe: place, hashes }: StagedTx,
  { importId, owners }: { readonly importId: string; readonly owners: readonly Address[] },
): Promise<readonly AuditDraft[]> {
  const rows = await tx
    .update(withdrawal)
    .set({ signatureRequestedAt: ctx.now })
    .where(
      and(
        eq(withdrawal.safeTxHash, hashes.safeTx),
        eq(withdrawal.chainId, place.chainId),
        eq(withdrawal.safeAddress, place.address),
        eq(withdrawal.isNonceHeld, true),
        isNull(withdrawal.signatureRequestedAt),
      ),
    )
    .returning()
  return rows.map((row) => ({
    action: 'signature-seen',
    subject: row.safeTxHash,
    object: withdrawalObject(row),
    reason: `A signature by ${owners.join(' and ')} came with ${importId}. Only the chain ends it now.`,
  }))
}

/** Held until commit: a staging of the same transaction, which holds the Safe too, comes before or after and sees the other. */
export async function lockSafeForImport(tx: Tx, { id }: Pick<SafeRow, 'id'>): Promise<void> {
  await tx.select({ id: safe.id }).from(safe).where(eq(safe.id, id)).for('update')
}
