import 'server-only'
import { eq } from 'drizzle-orm'
import type { Hash } from 'viem'
import { withdrawalHold, withdrawalRelease } from '@/db/schema/hold'
import { issuedAt } from '@/lib/approve/preimage'
import { releaseSubject } from '@/lib/approve/subjects'
import type { FactorProof } from '@/lib/approve/types'
import type { Digest } from '@/lib/core/digest'
import { AppError } from '@/lib/core/errors'
import { releaseObject } from '@/lib/flows/content'
import type { Ctx } from '@/lib/flows/flow'
import type { WithdrawalRow } from '@/lib/flows/locks'
import type { ApprovalRow } from '@/lib/flows/standing'
import { isProvenAnswer, type Proven } from '@/lib/flows/proven-answer'

/**
 * Every hold that the log has of a withdrawal was released, with a passkey's answer: neither a hold that was taken away
 * nor a release that nobody gave lets it go on (SPEC §8).
 * @throws AppError BLOCKED
 */
export async function assertNoHold(
  ctx: Pick<Ctx, 'db'>,
  proven: Proven,
  row: WithdrawalRow,
  approvals: readonly Pick<ApprovalRow, 'memberId'>[],
): Promise<void> {
  const parties = [row.initiatorId, ...approvals.map(({ memberId }) => memberId)]
  const leaves = (await proven.log.leavesAbout(['hold'])).filter(({ object }) => object.id.startsWith(`${row.id}/`))
  if (leaves.length === 0) return
  const releases = await ctx.db
    .select({ release: withdrawalRelease })
    .from(withdrawalRelease)
    .innerJoin(withdrawalHold, eq(withdrawalHold.id, withdrawalRelease.holdId))
    .where(eq(withdrawalHold.withdrawalId, row.id))
  for (const { object, at } of leaves) {
    const found = releases.find(({ release }) => `${row.id}/${release.holdId}` === object.id)?.release
    const isOwn = found !== undefined && parties.includes(found.memberId)
    // By what the passkey signed: the release of an earlier hold does not end a later one.
    const isAfter = found !== undefined && issuedAt((found.proof as FactorProof).preimage).getTime() >= Date.parse(at)
    const isReleased = found !== undefined && !isOwn && isAfter && (await isProvenAnswer(proven, answerOf(found, row)))
    if (!isReleased)
      throw new AppError('BLOCKED', `The log has a hold of ${row.id} that nobody released. Nothing was handed over.`)
  }
}

function answerOf(row: typeof withdrawalRelease.$inferSelect, { id, safeTxHash }: WithdrawalRow) {
  const evidenceDigest = row.evidenceDigest as Digest
  return {
    object: releaseObject(row, id),
    memberId: row.memberId,
    proof: row.proof as FactorProof,
    action: 'release' as const,
    subject: releaseSubject({ safeTxHash: safeTxHash as Hash, evidenceDigest, note: row.note }),
    roles: ['compliance'],
  }
}
