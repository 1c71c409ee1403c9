import 'server-only'
import type { Address, Hash } from 'viem'
import { checkProof } from '@/lib/approve/check-approval'
import { issuedAt } from '@/lib/approve/preimage'
import { passkeyFault } from '@/lib/approve/registered-passkey'
import { executeSubject } from '@/lib/approve/subjects'
import type { Digest } from '@/lib/core/digest'
import { AppError } from '@/lib/core/errors'
import type { ProvenRows } from '@/lib/flows/assert-leaves'
import { tampered } from '@/lib/flows/differs'
import type { Ctx } from '@/lib/flows/flow'
import { expectedPasskey, standingFault } from '@/lib/flows/proven-passkey'
import type { CurrentReview } from '@/lib/flows/review-now'

/**
 * Checks who executes and their answer again, as an approver's: the second factor was checked against rows that may have
 * been others for that moment, and the role was too (SPEC §5, §8).
 * @throws AppError BLOCKED
 */
export async function assertExecutor(
  ctx: Pick<Ctx, 'actor' | 'proof' | 'now' | 'origin'>,
  rows: ProvenRows,
  { row, registry }: CurrentReview,
  posted: { readonly executor: Address; readonly evidenceDigest: Digest },
): Promise<void> {
  const { actor, proof, now } = ctx
  if (actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
  if (proof === null) throw new Error('a gate with a step-up lets nobody in without its proof')
  const known = rows.members.find(({ id }) => id === actor.memberId)
  if (!known?.isActive || !known.roles.includes('executor'))
    throw tampered(`${known?.name ?? actor.memberId} is no executor by the log.`)
  const { preimage } = proof
  const subject = executeSubject({ safeTxHash: row.safeTxHash as Hash, ...posted })
  const isBound =
    preimage.installation === registry.installation.id &&
    preimage.member === actor.memberId &&
    preimage.action === 'execute' &&
    preimage.subject === subject
  if (!isBound) throw tampered('Your confirmation is for other content than this.')
  if (Date.parse(preimage.expires) <= now.getTime()) throw tampered('Your confirmation is an old one.')
  const expected = expectedPasskey(ctx, rows, proof)
  const fault = passkeyFault(actor.memberId, proof, expected)
  if (fault !== null) throw tampered(`Your confirmation does not hold. ${fault}`)
  const unsound = standingFault(expected, rows, { times: [now.getTime(), issuedAt(preimage).getTime()], seq: null })
  if (unsound !== null) throw tampered(`Your confirmation was given ${unsound}.`)
  const checked = await checkProof(proof)
  if (!checked.ok) throw tampered(`Your confirmation does not hold. ${checked.reason}`)
}
