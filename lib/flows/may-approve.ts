import 'server-only'
import type { Address } from 'viem'
import { isSameAddress } from '@/lib/core/address'
import type { Digest } from '@/lib/core/digest'
import { AppError } from '@/lib/core/errors'
import type { MemberActor } from '@/lib/flows/actor'
import type { Ctx } from '@/lib/flows/flow'
import type { CurrentReview } from '@/lib/flows/review-now'
import { deadlineOf } from '@/lib/flows/signed-cancel'

/**
 * Who may sign what now. Every reason is a sentence; nothing is decided by the page.
 * @throws AppError
 */
export function assertMayApprove(
  ctx: Pick<Ctx, 'actor' | 'now'>,
  { row, registry, reviewed }: CurrentReview,
  asked: { owner: Address; evidenceDigest: Digest },
): MemberActor {
  const { actor } = ctx
  if (actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
  if (row.state !== 'awaiting-approvals')
    throw new AppError('CONFLICT', `${row.id} is ${row.state.replaceAll('-', ' ')}; it takes no approvals now.`)
  const deadline = deadlineOf(row)
  if (deadline !== null && deadline <= ctx.now)
    throw new AppError('CONFLICT', `${row.id} expired at ${deadline.toISOString()}.`)
  if (row.initiatorId === actor.memberId)
    throw new AppError('NOT_ALLOWED', `You staged ${row.id}, so you cannot approve it.`)
  const me = registry.people.find((person) => person.memberId === actor.memberId)
  if (!me?.owners.some((owner) => isSameAddress(owner, asked.owner)))
    throw new AppError('NOT_ALLOWED', `${asked.owner} is not an address you proved to hold.`)
  const { assessment, requirement } = reviewed
  if (assessment.safe === null)
    throw new AppError('UNAVAILABLE', 'The chain does not answer, so nothing is approved. Reading and rejecting work.')
  if (!assessment.safe.owners.some((owner) => isSameAddress(owner, asked.owner)))
    throw new AppError('NOT_ALLOWED', `${asked.owner} is not an owner of ${registry.safe.name}.`)
  if (assessment.verdict === 'block')
    throw new AppError('BLOCKED', 'Nobody can approve this: a critical finding blocks it.')
  if (requirement.decision !== 'allow') throw new AppError('BLOCKED', requirement.reasons.join(' '))
  if (!requirement.groups.some((group) => group.eligible.some((person) => person.memberId === actor.memberId)))
    throw new AppError('NOT_ALLOWED', 'The policy names no place for you among the approvers of this withdrawal.')
  if (reviewed.digest !== asked.evidenceDigest)
    throw new AppError('STALE', 'The review changed since this page was loaded. Read it again; nothing was approved.')
  return actor
}
