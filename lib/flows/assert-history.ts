import 'server-only'
import { issuedAt } from '@/lib/approve/preimage'
import type { FactorProof } from '@/lib/approve/types'
import { tampered } from '@/lib/flows/differs'
import type { WithdrawalRow } from '@/lib/flows/locks'
import { moveOf } from '@/lib/stage/lifecycle'
import type { Moments } from '@/lib/flows/proven-passkey'
import type { ProvenLog } from '@/lib/flows/prove-log'
import type { ApprovalRow } from '@/lib/flows/standing'
import { isLegalMove, type WithdrawalState } from '@/lib/stage/lifecycle'

/**
 * What changes in a withdrawal's row is not in its content, so the log tells it: its moves must be legal ones, each from
 * where the last one led, and lead to the state the row says; or someone rejected it and it was put back (SPEC §8).
 * @throws AppError BLOCKED
 */
export async function assertState(log: ProvenLog, row: WithdrawalRow): Promise<void> {
  let state: WithdrawalState | null = 'staged'
  for (const { action, outcome } of await log.leavesAbout(['withdrawal'], row.id)) {
    const move = outcome === 'done' ? moveOf(action) : null
    if (move === null) continue
    const isNext: boolean = state === move.from && isLegalMove(move.from, move.to)
    state = isNext ? move.to : null
  }
  if (state !== row.state)
    throw tampered(`${row.id} is ${row.state.replaceAll('-', ' ')} in the database but not in the log.`)
}

/**
 * Nor is it in an approval's content whether it went stale. Once it did it never counts again.
 * @throws AppError BLOCKED
 */
export async function assertNoneStale(
  log: ProvenLog,
  approvals: readonly Pick<ApprovalRow, 'id' | 'memberId'>[],
): Promise<void> {
  for (const { id, memberId } of approvals)
    if ((await log.leavesAbout(['stale-approval'], id)).length > 0)
      throw tampered(`The approval by ${memberId} went stale in the log but counts in the database.`)
}

/**
 * The times that something confirmed with a passkey is known by: of its events, and of its challenge as the passkey signed
 * it. Until a checkpoint covers an event its time can be rewritten, so who asks takes the time that is least in favour.
 */
export async function momentsOf(
  log: ProvenLog,
  object: { readonly type: 'withdrawal' | 'approval'; readonly id: string },
  { preimage }: Pick<FactorProof, 'preimage'>,
): Promise<Moments> {
  const leaves = await log.leavesAbout([object.type], object.id)
  return {
    times: [issuedAt(preimage).getTime(), ...leaves.map(({ at }) => Date.parse(at))],
    seq: leaves[0]?.seq ?? null,
  }
}

/** When the delay ends: counted from the latest time of any of the approvals. Null without approvals. */
export async function coolingEnd(
  log: ProvenLog,
  approvals: readonly Pick<ApprovalRow, 'id' | 'proof'>[],
  delaySeconds: number,
): Promise<Date | null> {
  if (approvals.length === 0) return null
  const moments = await Promise.all(
    approvals.map(({ id, proof }) => momentsOf(log, { type: 'approval', id }, proof as FactorProof)),
  )
  return new Date(Math.max(...moments.flatMap(({ times }) => times)) + delaySeconds * 1000)
}
