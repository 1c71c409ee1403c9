import 'server-only'
import { inArray } from 'drizzle-orm'
import type { Address } from 'viem'
import { passkey } from '@/db/schema/member'
import { checkApproval, checkProof } from '@/lib/approve/check-approval'
import { stageSubject } from '@/lib/approve/subjects'
import type { RegisteredPasskey } from '@/lib/approve/registered-passkey'
import type { ApprovalSubject, FactorProof, PasskeyRecord } from '@/lib/approve/types'
import { AppError } from '@/lib/core/errors'
import type { Ctx } from '@/lib/flows/flow'
import type { CurrentReview } from '@/lib/flows/review-now'
import type { ApprovalRow } from '@/lib/flows/standing'
import { registeredPasskey } from '@/lib/flows/registered-passkeys'
import { toReviewable } from '@/lib/flows/withdrawal-row'

/** The rows of the members' keys, and where this desk is served. */
type Keys = { readonly rows: readonly (typeof passkey.$inferSelect)[]; readonly origin: string }

/**
 * Checks every kept passkey answer again, with the member's registered key as the log has it (`assertLeaves` comes
 * first): a key that stood in the database only while it was needed proves nothing (SPEC §5, §8).
 * @throws AppError BLOCKED naming whose proof does not hold
 */
export async function assertProofs(ctx: Ctx, current: CurrentReview, approvals: readonly ApprovalRow[]): Promise<void> {
  const people = [current.row.initiatorId, ...approvals.map(({ memberId }) => memberId)]
  const rows = await ctx.db.select().from(passkey).where(inArray(passkey.memberId, people))
  const keys = { rows, origin: ctx.origin }
  await assertStaged(current, keys)
  for (const given of approvals) await assertApproved(current, given, keys)
}

async function assertStaged({ row, registry }: CurrentReview, keys: Keys): Promise<void> {
  const proof = row.stageProof as FactorProof | null
  const { class: kind, staged, intent } = toReviewable(row)
  const isBound =
    proof !== null &&
    proof.preimage.installation === registry.installation.id &&
    proof.preimage.member === row.initiatorId &&
    proof.preimage.action === 'stage' &&
    proof.preimage.subject === stageSubject({ class: kind, safe: staged.safe, intent })
  if (!isBound) throw broken(`What ${row.id} pays is not what its initiator confirmed.`)
  const { passkey: used } = proof
  if (!isRegistered(used, row.initiatorId, keys))
    throw broken(`${row.id} was staged with a passkey that is not registered.`)
  if (used.origin !== keys.origin) throw broken(`${row.id} was staged with a passkey that answered on another site.`)
  const checked = await checkProof(proof)
  if (!checked.ok) throw broken(`The initiator's confirmation of ${row.id} does not hold. ${checked.reason}`)
}

async function assertApproved({ registry, reviewed }: CurrentReview, given: ApprovalRow, keys: Keys): Promise<void> {
  const who = registry.people.find(({ memberId }) => memberId === given.memberId)?.name ?? given.memberId
  const proof = given.proof as FactorProof
  if (!reviewed.requirement.factors.includes(proof.factor))
    throw broken(`The approval of ${who} used a factor that policy does not take.`)
  if (!isRegistered(proof.passkey, given.memberId, keys))
    throw broken(`The approval of ${who} used a passkey that is not registered.`)
  const record = {
    memberId: given.memberId,
    memberName: who,
    owner: given.owner as Address,
    at: given.at.toISOString(),
    subject: given.subject as ApprovalSubject,
    proof,
    isStale: given.isStale,
  }
  const checked = await checkApproval(record, {
    installation: registry.installation.id,
    safeTxHash: reviewed.assessment.staged.hashes.safeTx,
    evidenceDigest: reviewed.digest,
    registered: registeredOf(proof.passkey, keys),
    origin: keys.origin,
  })
  if (!checked.ok) throw broken(`The approval of ${who} does not hold. ${checked.reason}`)
}

function registeredOf({ credentialId }: PasskeyRecord, { rows }: Keys): RegisteredPasskey | null {
  const row = rows.find((key) => key.credentialId === credentialId)
  return row ? registeredPasskey(row) : null
}

const isRegistered = (used: PasskeyRecord, memberId: string, { rows }: Keys): boolean =>
  rows.some(
    (key) =>
      key.memberId === memberId &&
      key.credentialId === used.credentialId &&
      key.publicKey === used.publicKey &&
      key.rpId === used.rpId,
  )

const broken = (sentence: string) =>
  new AppError('BLOCKED', `${sentence} Nothing was handed over; freeze and investigate.`)
