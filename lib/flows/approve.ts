import 'server-only'
import { z } from 'zod'
import { and, eq, sql } from 'drizzle-orm'
import type { Hash } from 'viem'
import { approval, review, signatureRequest } from '@/db/schema/withdrawal'
import { asksForReason } from '@/lib/approve/checklist'
import { signatureHash } from '@/lib/approve/signature-hash'
import { approvalSubject } from '@/lib/approve/subjects'
import type { ApprovalSubject } from '@/lib/approve/types'
import { MAX_VERDICT_LINE_LENGTH, verdictLineFault } from '@/lib/approve/verdict-line'
import { displayText } from '@/lib/core/display-text'
import { AppError } from '@/lib/core/errors'
import { approvalObject } from '@/lib/flows/content'
import { type Ctx, defineFlow } from '@/lib/flows/flow'
import { addressInput, digestInput, reasonInput, signatureInput, withdrawalIdInput } from '@/lib/flows/inputs'
import { lockForMoney, lockWithdrawal } from '@/lib/flows/locks'
import { markStale } from '@/lib/flows/mark-stale'
import { assertMayApprove } from '@/lib/flows/may-approve'
import { movesOfRow } from '@/lib/flows/moved'
import { moveWithdrawal } from '@/lib/flows/move'
import { proofColumns } from '@/lib/flows/proof-columns'
import { claimOf, isByOwner, quarantinePosted } from '@/lib/flows/quarantine'
import { recordReview } from '@/lib/flows/record-review'
import { type CurrentReview, reviewNow } from '@/lib/flows/review-now'
import { readStanding } from '@/lib/flows/standing'
import { readWithdrawal } from '@/lib/flows/withdrawal-row'
import { type AuditDraft, write } from '@/lib/flows/write'
import { isReplacement } from '@/lib/policy/freeze'
import { expectedVerdict } from '@/lib/verify/expected-verdict'

const REASON_ASKED = 'Give a reason of at least eight characters for each finding you acknowledge.'

const input = z.strictObject({
  withdrawalId: withdrawalIdInput,
  evidenceDigest: digestInput,
  acknowledged: z
    .array(z.strictObject({ code: z.string().max(80), path: z.string().max(60), reason: reasonInput(REASON_ASKED) }))
    .max(100),
  owner: addressInput,
  signature: signatureInput,
  verdictLine: z.string().max(MAX_VERDICT_LINE_LENGTH, 'A verdict line is shorter.').optional(),
})
type Input = z.output<typeof input>

/** One member's decision: owner signature over the safeTxHash and a passkey over everything that was shown (SPEC §5). */
export const approve = defineFlow({
  verb: 'approve',
  entrance: 'door',
  input,
  gate: {
    actors: ['member'],
    roles: ['signer'],
    stepUp: {
      action: 'approve',
      subject: async (ctx, posted) => {
        const row = await readWithdrawal(ctx.db, posted.withdrawalId)
        return { digest: approvalSubject(subjectOf(row.safeTxHash as Hash, posted)), policyVersion: row.policyVersion }
      },
    },
  },
  run: async (ctx, posted) => {
    const current = await reviewNow(ctx, posted.withdrawalId)
    const { memberId } = assertMayApprove(ctx, current, posted)
    assertFactor(ctx, current)
    await assertAsked(ctx, current, posted, memberId)
    await assertSigned(ctx, current, posted, memberId)
    assertAcknowledged(current, posted)
    await assertVerdictLine(current, posted)
    return record(ctx, current, posted, memberId)
  },
})

const subjectOf = (safeTxHash: Hash, posted: Input): ApprovalSubject => ({
  safeTxHash,
  evidenceDigest: posted.evidenceDigest,
  acknowledged: posted.acknowledged,
  signatureHash: signatureHash(posted.owner, posted.signature),
  ...(posted.verdictLine === undefined ? {} : { verdictLine: posted.verdictLine }),
})

function assertFactor(ctx: Ctx, { reviewed }: CurrentReview): void {
  const factor = ctx.proof?.factor ?? 'none'
  const { factors } = reviewed.requirement
  if (!factors.includes(factor))
    throw new AppError('STEP_UP_REFUSED', `The policy takes ${factors.join(' or ')} here; this was ${factor}.`)
}

// The request names the review that was shown: a signature given while another one was shown approves nothing.
async function assertAsked(ctx: Ctx, current: CurrentReview, posted: Input, memberId: string): Promise<void> {
  const [asked] = await ctx.db
    .select({ id: signatureRequest.id })
    .from(signatureRequest)
    .innerJoin(review, eq(review.id, signatureRequest.reviewId))
    .where(
      and(
        eq(signatureRequest.withdrawalId, current.row.id),
        eq(signatureRequest.memberId, memberId),
        eq(signatureRequest.owner, posted.owner),
        eq(review.digest, posted.evidenceDigest),
      ),
    )
    .limit(1)
  if (!asked) throw new AppError('CONFLICT', 'This signature was never asked for here. Start the approval again.')
}

async function assertSigned(ctx: Ctx, { row }: CurrentReview, posted: Input, memberId: string): Promise<void> {
  const { owner, signature } = posted
  const claimed = await claimOf(row.safeTxHash as Hash, { memberId, owner, signature })
  if (isByOwner(claimed)) return
  await quarantinePosted(ctx, row, claimed)
  const frozen = isReplacement(row)
    ? `${row.id} passes the freeze that says so, and still needs a signature of yours that is good.`
    : `${row.id} is frozen until two people have looked.`
  throw new AppError(
    'BLOCKED',
    `Your wallet signed other data than this page shows. The signature is kept apart and counts for nothing. ${frozen}`,
  )
}

// Exactly what is there now: an acknowledgement of what is not would excuse it when it comes.
function assertAcknowledged({ reviewed }: CurrentReview, { acknowledged }: Input): void {
  const present = reviewed.assessment.findings.filter(asksForReason)
  const isSame = (one: Place, other: Place) => one.code === other.code && one.path === other.path
  const missing = present
    .filter((finding) => !acknowledged.some((known) => isSame(known, finding)))
    .map(({ code, path }) => ({
      field: `acknowledged.${code}.${path}`,
      message: `Acknowledge ${code} by name and give a reason of at least eight characters.`,
    }))
  const extra = acknowledged
    .filter(
      (known, at) =>
        !present.some((finding) => isSame(known, finding)) || acknowledged.findIndex((one) => isSame(one, known)) < at,
    )
    .map(({ code, path }) => ({
      field: `acknowledged.${displayText(code)}.${displayText(path)}`,
      message: `${displayText(code)} is no high finding of this review, or is acknowledged twice. Acknowledge what is there and nothing else.`,
    }))
  const problems = [...missing, ...extra]
  if (problems[0]) throw new AppError('BAD_INPUT', problems[0].message, problems)
}

// Whoever approves asked a machine without a network, and it read what is approved.
async function assertVerdictLine({ row, reviewed }: CurrentReview, { verdictLine }: Input): Promise<void> {
  if (verdictLine === undefined && !reviewed.requirement.offlineVerdict) return
  const { assessment, contacts } = reviewed
  const fault =
    verdictLine === undefined
      ? 'The policy asks for the verdict line of the offline verifier. Give it the JSON of this page and paste what it prints.'
      : verdictLineFault(verdictLine, await expectedVerdict({ id: row.id, assessment, contacts }))
  if (fault !== null) throw new AppError('BAD_INPUT', fault, [{ field: 'verdictLine', message: fault }])
}

type Place = { readonly code: string; readonly path: string }

type Recorded = { readonly state: string; readonly missing: readonly string[] }

async function record(ctx: Ctx, current: CurrentReview, posted: Input, memberId: string): Promise<Recorded> {
  const { row: seen, registry, reviewed } = current
  return write(ctx, async (tx) => {
    await lockForMoney(tx, ctx, {
      safeId: seen.safeId,
      role: 'signer',
      policyVersion: registry.policy.version,
      touched: { withdrawalId: seen.id, people: [seen.initiatorId], moves: movesOfRow(seen) },
      passesFreeze: isReplacement(seen),
    })
    const row = await lockWithdrawal(tx, seen.id, ['awaiting-approvals'])
    const standing = await readStanding(tx, current)
    if (standing.given.some((given) => given.memberId === memberId))
      throw new AppError('CONFLICT', 'Your approval is recorded already; one person counts once.')
    const wentStale = await markStale(tx, standing.stale)
    const [given] = await tx
      .insert(approval)
      .values({
        withdrawalId: row.id,
        memberId,
        owner: posted.owner,
        evidenceDigest: posted.evidenceDigest,
        subject: subjectOf(row.safeTxHash as Hash, posted),
        ...proofColumns(ctx),
        sealedSignature: await ctx.io.vault.seal(posted.signature, { withdrawalId: row.id, owner: posted.owner }),
        at: ctx.now,
      })
      .returning()
    if (!given) throw new Error('insert returned no row')
    const recorded = await recordReview(tx, row.id, 'approve', reviewed, ctx.now)
    const events: [AuditDraft, ...AuditDraft[]] = [
      recorded.event,
      ...wentStale,
      {
        action: 'approve',
        subject: ctx.proof?.preimage.subject ?? '',
        object: approvalObject(given),
        reason: `Approved with owner ${posted.owner}; evidence ${posted.evidenceDigest}.`,
        personal: { acknowledged: posted.acknowledged },
      },
    ]
    const after = await readStanding(tx, current)
    if (after.quorum.isMet) {
      const delay = reviewed.requirement.delaySeconds
      const readyFrom = new Date(ctx.now.getTime() + delay * 1000)
      const moved = await moveWithdrawal(tx, row, delay > 0 ? 'cooling' : 'ready', {
        now: ctx.now,
        reason: delay > 0 ? `Cooling until ${readyFrom.toISOString()}` : 'Everything asked for is here.',
        change: { readyFrom },
      })
      events.push(moved.event)
      if (delay > 0)
        await tx.execute(
          sql`SELECT graphile_worker.add_job('cool-down', run_at => ${readyFrom}::timestamptz, max_attempts => 25)`,
        )
      return [{ state: moved.row.state, missing: [] }, events]
    }
    return [{ state: row.state, missing: after.quorum.missing.map(({ name }) => name) }, events]
  })
}
