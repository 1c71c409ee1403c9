import 'server-only'
import type { Tx } from '@/db/client'
import { withdrawal } from '@/db/schema/withdrawal'
import { withdrawalObject } from '@/lib/flows/content'
import type { Ctx } from '@/lib/flows/flow'
import type { Reviewed } from '@/lib/flows/gather-review'
import type { WithdrawalRow } from '@/lib/flows/locks'
import { moveWithdrawal } from '@/lib/flows/move'
import type { Plan } from '@/lib/flows/plan-withdrawal'
import { proofColumns } from '@/lib/flows/proof-columns'
import { recordReview } from '@/lib/flows/record-review'
import { stagedColumns } from '@/lib/flows/withdrawal-row'
import { readSignedOutside } from '@/lib/flows/signed-outside'
import type { AuditDraft } from '@/lib/flows/write'
import type { WithdrawalState } from '@/lib/stage/lifecycle'

/**
 * Makes a plan a withdrawal, under the locks that its verb took: the row with the confirmation of who staged it, its first
 * review, and where screening leads.
 * @param about how it came by its nonce, and what else its verb knows
 */
export async function insertWithdrawal(
  tx: Tx,
  ctx: Ctx,
  { registry, subject, reviewed }: Plan,
  about: { readonly replaces: string | null; readonly reason: string },
): Promise<{ row: WithdrawalRow; events: [AuditDraft, ...AuditDraft[]] }> {
  const { requirement, assessment } = reviewed
  // An owner may have signed these very fields before they were staged here.
  const { safe, tx: fields, hashes } = subject.staged
  const outside = await readSignedOutside(tx, { safe, nonce: fields.nonce }, assessment.safe?.owners ?? [])
  const seen = outside.find(({ safeTxHash }) => safeTxHash === hashes.safeTx)
  const { proof: stageProof, challenge: stageChallenge } = proofColumns(ctx)
  const [row] = await tx
    .insert(withdrawal)
    .values({
      class: subject.class,
      replaces: about.replaces,
      safeId: registry.safe.id,
      initiatorId: subject.initiatorId,
      ...stagedColumns(subject.staged, subject.intent),
      policyId: subject.policy.id,
      policyVersion: subject.policy.version,
      stageProof,
      stageChallenge,
      stagedAt: ctx.now,
      expiresAt: new Date(ctx.now.getTime() + requirement.expirySeconds * 1000),
      state: 'staged',
      stateSince: ctx.now,
      ...(seen && { signatureRequestedAt: ctx.now }),
    })
    .returning()
  if (!row) throw new Error('insert returned no row')
  const recorded = await recordReview(tx, row.id, 'stage', reviewed, ctx.now)
  const screening = await moveWithdrawal(tx, row, 'screening', { now: ctx.now, reason: 'Screening' })
  const { state, reason } = screened(reviewed)
  const judged = await moveWithdrawal(tx, screening.row, state, { now: ctx.now, reason, subject: reviewed.digest })
  const staged = {
    action: 'stage',
    subject: ctx.proof?.preimage.subject ?? '',
    object: withdrawalObject(row),
    reason: `${about.reason} ${assessment.findings.length} checks, verdict ${assessment.verdict}.${seen ? ` An owner's signature of it came with ${seen.id} before.` : ''}`,
    personal: { purpose: subject.intent.purpose, reference: subject.intent.reference },
  }
  return { row: judged.row, events: [staged, recorded.event, screening.event, judged.event] }
}

/** Where screening leads: a block by rules or policy, a hold by policy, or the approvers. */
export function screened({ assessment, requirement }: Reviewed): { state: WithdrawalState; reason: string } {
  if (assessment.verdict === 'block') {
    const critical = assessment.findings.find((f) => f.severity === 'critical' && f.outcome !== 'pass')
    return { state: 'blocked', reason: critical?.sentence ?? 'A critical rule blocks it.' }
  }
  if (requirement.decision === 'block') return { state: 'blocked', reason: requirement.reasons.join(' ') }
  if (requirement.decision === 'hold') return { state: 'held', reason: requirement.reasons.join(' ') }
  return { state: 'awaiting-approvals', reason: '' }
}
