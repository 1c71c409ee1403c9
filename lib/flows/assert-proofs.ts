import 'server-only'
import type { Address } from 'viem'
import { checkApproval, checkProof } from '@/lib/approve/check-approval'
import { readPreimage } from '@/lib/approve/preimage'
import { passkeyFault } from '@/lib/approve/registered-passkey'
import { stageSubject } from '@/lib/approve/subjects'
import type { ApprovalSubject, FactorProof } from '@/lib/approve/types'
import { momentsOf } from '@/lib/flows/assert-history'
import type { ProvenRows } from '@/lib/flows/assert-leaves'
import { tampered } from '@/lib/flows/differs'
import type { Ctx } from '@/lib/flows/flow'
import { expectedPasskey, standingFault } from '@/lib/flows/proven-passkey'
import type { ProvenLog } from '@/lib/flows/prove-log'
import type { CurrentReview } from '@/lib/flows/review-now'
import type { ApprovalRow } from '@/lib/flows/standing'
import { toReviewable } from '@/lib/flows/withdrawal-row'
import { classFault } from '@/lib/stage/class-fault'

/** What is believed by now: the log, and the registered rows that equal it. */
export type Proven = { readonly log: ProvenLog; readonly rows: ProvenRows }

/**
 * Checks every kept passkey answer again, with the member's registered key as the log has it: a key that stood in the
 * database only while it was needed proves nothing, nor does one that counted only for that moment (SPEC §5, §8).
 * @throws AppError BLOCKED naming whose proof does not hold
 */
export async function assertProofs(
  ctx: Pick<Ctx, 'origin'>,
  proven: Proven,
  current: CurrentReview,
  approvals: readonly ApprovalRow[],
): Promise<void> {
  await assertStaged(ctx, proven, current)
  for (const given of approvals) await assertApproved(ctx, proven, current, given)
}

async function assertStaged(
  ctx: Pick<Ctx, 'origin'>,
  { log, rows }: Proven,
  { row, registry }: CurrentReview,
): Promise<void> {
  const proof = row.stageProof as FactorProof | null
  const preimage = readPreimage(proof?.preimage)
  const { class: kind, staged, intent } = toReviewable(row)
  const misnamed = classFault({ class: kind, replaces: row.replaces, staged, intent })
  if (misnamed !== null) throw tampered(`${row.id} ${misnamed}.`)
  const isBound =
    preimage?.installation === registry.installation.id &&
    preimage.member === row.initiatorId &&
    preimage.action === 'stage' &&
    preimage.subject === stageSubject({ class: kind, safe: staged.safe, intent, nonce: row.nonce })
  if (proof === null || !isBound) throw tampered(`What ${row.id} pays is not what its initiator confirmed.`)
  const expected = expectedPasskey(ctx, rows, proof)
  const fault = passkeyFault(row.initiatorId, proof, expected)
  if (fault !== null) throw tampered(`The confirmation of ${row.id} does not hold. ${fault}`)
  const unsound = standingFault(expected, rows, await momentsOf(log, { type: 'withdrawal', id: row.id }, proof))
  if (unsound !== null) throw tampered(`The confirmation of ${row.id} was given ${unsound}.`)
  const checked = await checkProof(proof)
  if (!checked.ok) throw tampered(`The confirmation of ${row.id} does not hold. ${checked.reason}`)
}

async function assertApproved(
  ctx: Pick<Ctx, 'origin'>,
  { log, rows }: Proven,
  { registry, reviewed }: CurrentReview,
  given: ApprovalRow,
): Promise<void> {
  const who = registry.people.find(({ memberId }) => memberId === given.memberId)?.name ?? given.memberId
  const proof = given.proof as FactorProof
  if (!reviewed.requirement.factors.includes(proof.factor))
    throw tampered(`The approval of ${who} used a factor that policy does not take.`)
  const record = {
    memberId: given.memberId,
    memberName: who,
    owner: given.owner as Address,
    at: given.at.toISOString(),
    subject: given.subject as ApprovalSubject,
    proof,
    isStale: given.isStale,
  }
  const expected = expectedPasskey(ctx, rows, proof)
  const checked = await checkApproval(record, {
    installation: registry.installation.id,
    safeTxHash: reviewed.assessment.staged.hashes.safeTx,
    evidenceDigest: reviewed.digest,
    offlineVerdict: reviewed.requirement.offlineVerdict,
    ...expected,
  })
  if (!checked.ok) throw tampered(`The approval of ${who} does not hold. ${checked.reason}`)
  const unsound = standingFault(expected, rows, await momentsOf(log, { type: 'approval', id: given.id }, proof))
  if (unsound !== null) throw tampered(`The approval of ${who} was given ${unsound}.`)
}
