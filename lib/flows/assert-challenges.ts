import 'server-only'
import { challengeOf, readPreimage } from '@/lib/approve/preimage'
import type { FactorProof } from '@/lib/approve/types'
import { tampered } from '@/lib/flows/differs'
import type { Ctx } from '@/lib/flows/flow'
import type { WithdrawalRow } from '@/lib/flows/locks'
import type { ProvenLog } from '@/lib/flows/prove-log'
import type { ApprovalRow } from '@/lib/flows/standing'

/**
 * One challenge serves one row, and every challenge names the log as it stood then: the log there is now must begin with
 * exactly that (SPEC §5, §8). Comes after the proofs themselves were checked.
 * @throws AppError BLOCKED naming whose answer does not fit
 */
export function assertChallenges(
  ctx: Pick<Ctx, 'proof'>,
  log: ProvenLog,
  row: WithdrawalRow,
  approvals: readonly ApprovalRow[],
): void {
  assertChallenge(log, row.stageProof, row.stageChallenge, `The confirmation of ${row.id}`)
  for (const given of approvals) assertChallenge(log, given.proof, given.challenge, `The approval by ${given.memberId}`)
  assertChallenge(log, ctx.proof, null, 'Your confirmation')
}

function assertChallenge(log: ProvenLog, proof: unknown, kept: string | null, whose: string): void {
  const preimage = readPreimage((proof as FactorProof | null)?.preimage)
  if (!preimage) throw tampered(`${whose} names no challenge.`)
  if (kept !== null && challengeOf(preimage).digest !== kept)
    throw tampered(`${whose} answers another challenge than the one kept with it.`)
  if (log.rootAt(preimage.checkpoint.size) !== preimage.checkpoint.root)
    throw tampered(`${whose} was given on another log than the one there is now.`)
}
