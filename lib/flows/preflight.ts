import 'server-only'
import type { Address, Hash } from 'viem'
import { AppError } from '@/lib/core/errors'
import { unconfirmedReason } from '@/lib/execute/confirmed-by-nodes'
import { judgePreflight } from '@/lib/execute/preflight'
import type { OwnerSignature } from '@/lib/execute/types'
import type { Ctx } from '@/lib/flows/flow'
import { coolingEnd } from '@/lib/flows/assert-history'
import { assertChallenges } from '@/lib/flows/assert-challenges'
import { assertExecutor } from '@/lib/flows/assert-executor'
import { assertProofs, type Proven } from '@/lib/flows/assert-proofs'
import { claimOf, collectAgain, isByOwner, quarantineStored, type Stored } from '@/lib/flows/quarantine'
import type { CurrentReview } from '@/lib/flows/review-now'
import { deadlineOf } from '@/lib/flows/signed-cancel'
import type { readStanding } from '@/lib/flows/standing'
import type { Digest } from '@/lib/core/digest'
import { differingSettings } from '@/lib/simulate/differing-settings'

type Standing = Awaited<ReturnType<typeof readStanding>>

/**
 * The last re-check before hand-over, against fresh state, of rows that equal their leaves already (`assertLeaves`): every
 * passkey answer and every stored signature is verified again, and every reason against going is told (SPEC §3, §8).
 * @returns the verified signatures, decrypted here and nowhere else
 * @throws AppError BLOCKED with all reasons
 */
export async function preflight(
  ctx: Ctx,
  proven: Proven,
  current: CurrentReview,
  standing: Standing,
  posted: { executor: Address; evidenceDigest: Digest },
): Promise<OwnerSignature[]> {
  const { row, registry, reviewed } = current
  const { log } = proven
  await assertExecutor(ctx, proven.rows, current, posted)
  await assertProofs(ctx, proven, current, standing.given)
  assertChallenges(ctx, log, row, standing.given)
  await assertAgreedState(ctx, reviewed)
  assertConfirmed(reviewed)
  const { safeTx } = reviewed.assessment.staged.hashes
  const claims = await Promise.all(standing.given.map((given) => openStored(ctx, row.id, safeTx, given)))
  // Where one opens the key is the right one, and what does not open was changed.
  if (claims.length > 0 && claims.every(({ signature }) => signature === null)) await collectAgain(ctx, row, claims)
  await quarantineStored(
    ctx,
    row,
    claims.filter((one) => !isByOwner(one)),
  )
  const answer = judgePreflight({
    now: ctx.now,
    withdrawal: {
      state: row.state,
      expiresAt: deadlineOf(row),
      readyFrom: laterOf(row.readyFrom, await coolingEnd(log, standing.given, reviewed.requirement.delaySeconds)),
      initiatorId: row.initiatorId,
    },
    assessment: reviewed.assessment,
    requirement: reviewed.requirement,
    evidenceDigest: reviewed.digest,
    executeDigest: posted.evidenceDigest,
    approvals: standing.given.map((given) => ({
      memberId: given.memberId,
      owner: given.owner as Address,
      evidenceDigest: given.evidenceDigest as Digest,
    })),
    signatures: claims,
    quorum: standing.quorum,
    executor: posted.executor,
    executorGas: await ctx.io.chain.readNativeBalance(row.chainId, posted.executor),
  })
  if (!answer.isGo) throw new AppError('BLOCKED', answer.reasons.join(' '))
  if (registry.safe.address !== row.safeAddress) throw new AppError('BLOCKED', 'The registered Safe is another one.')
  return claims.flatMap(({ owner, signature }) => (signature === null ? [] : [{ owner, signature }]))
}

// What does not open counts as a signature of nobody.
async function openStored(
  { io: { vault } }: Pick<Ctx, 'io'>,
  withdrawalId: string,
  safeTx: Hash,
  given: Standing['given'][number],
): Promise<Stored> {
  const { memberId, id: approvalId, sealedSignature: sealed } = given
  const owner = given.owner as Address
  const signature = vault.open(sealed, { withdrawalId, owner })
  if (signature === null) return { memberId, owner, approvalId, sealed, signature, recovered: null }
  return { ...(await claimOf(safeTx, { memberId, owner, signature })), approvalId, sealed }
}

// The review was computed from what one node told. Before signatures leave, two tell it where the chain has two.
async function assertAgreedState(ctx: Ctx, { assessment }: CurrentReview['reviewed']): Promise<void> {
  if (assessment.safe === null) return
  const agreed = await ctx.io.chain.readAgreedSafeState(assessment.staged.safe)
  const changed = differingSettings(agreed, assessment.safe)
  if (changed.length === 0) return
  throw new AppError('BLOCKED', `The Safe’s ${changed.join(', ')} changed while this was checked. Look again.`)
}

// What it does is one node's word, too. Where the chain has others, one of them says the same; until then it waits, as in an outage.
function assertConfirmed({ assessment, assets }: CurrentReview['reviewed']): void {
  const reason = unconfirmedReason({ ...assessment, assets })
  if (reason !== null) throw new AppError('UNAVAILABLE', reason)
}

// The row's time is a column like any other; the log's can only be later where the row was changed.
function laterOf(row: Date | null, log: Date | null): Date | null {
  if (row === null || log === null) return null
  return row > log ? row : log
}
