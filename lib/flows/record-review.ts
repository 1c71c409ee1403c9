import 'server-only'
import type { Tx } from '@/db/client'
import { withdrawalTouched } from '@/db/schema/search'
import { review } from '@/db/schema/withdrawal'
import { touchedAddresses } from '@/lib/assess/touched-addresses'
import { encodeWire } from '@/lib/core/wire'
import { reviewObject } from '@/lib/flows/content'
import type { Reviewed } from '@/lib/flows/gather-review'
import type { AuditDraft } from '@/lib/flows/write'

export type Occasion = 'stage' | 'begin-approval' | 'approve' | 'release' | 'preflight'

/**
 * Keeps a review as it was computed for one occasion, with the addresses that its withdrawal is found by from then on, and
 * names it in the log by its evidence digest.
 */
export async function recordReview(
  tx: Tx,
  withdrawalId: string,
  occasion: Occasion,
  reviewed: Reviewed,
  now: Date,
): Promise<{ id: string; event: AuditDraft }> {
  const { assessment } = reviewed
  const [row] = await tx
    .insert(review)
    .values({
      withdrawalId,
      occasion,
      digest: reviewed.digest,
      evidence: reviewed.evidence,
      shown: encodeWire(reviewed),
      verdict: assessment.verdict,
      ruleSet: assessment.ruleSet,
      blockNumber: assessment.effects.kind === 'simulated' ? assessment.effects.block.number : null,
      at: now,
    })
    .returning({ id: review.id, evidence: review.evidence })
  if (!row) throw new Error('insert returned no row')
  await keepTouched(tx, withdrawalId, reviewed)
  const event: AuditDraft = {
    action: 'review',
    subject: withdrawalId,
    object: reviewObject(row),
    reason: `Reviewed for ${occasion}: ${assessment.verdict}, ${assessment.findings.filter((f) => f.outcome !== 'pass').length} findings.`,
  }
  return { id: row.id, event }
}

async function keepTouched(tx: Tx, withdrawalId: string, reviewed: Reviewed): Promise<void> {
  const { assessment, contacts, assets, ownSafes } = reviewed
  const touched = touchedAddresses({ ...assessment, past: assessment.past ?? null, contacts, assets, ownSafes })
  if (touched.length === 0) return
  const rows = touched.map((line) => ({ withdrawalId, ...line }))
  await tx.insert(withdrawalTouched).values(rows).onConflictDoNothing()
}
