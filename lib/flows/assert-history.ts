import 'server-only'
import { AppError } from '@/lib/core/errors'
import type { WithdrawalRow } from '@/lib/flows/locks'
import { stateAfter } from '@/lib/flows/move'
import type { ProvenLog } from '@/lib/flows/prove-log'
import type { ApprovalRow } from '@/lib/flows/standing'

/**
 * What changes in a withdrawal's row is not in its content, so the log tells it: the last move must have led to the state
 * the row says, or someone rejected it and the row was put back (SPEC §8).
 * @throws AppError BLOCKED
 */
export async function assertState(log: ProvenLog, row: WithdrawalRow): Promise<void> {
  const last = (await log.leavesAbout(['withdrawal'], row.id)).at(-1)
  if (stateAfter(last?.action ?? '') !== row.state)
    throw new AppError(
      'BLOCKED',
      `${row.id} is ${row.state.replaceAll('-', ' ')} in the database but not in the log. Nothing was handed over; freeze and investigate.`,
    )
}

/** When the delay ends by the log: counted from the newest event of the approvals. Null without approvals. */
export async function coolingEnd(
  log: ProvenLog,
  approvals: readonly Pick<ApprovalRow, 'id'>[],
  delaySeconds: number,
): Promise<Date | null> {
  if (approvals.length === 0) return null
  const leaves = await Promise.all(approvals.map(({ id }) => log.leavesAbout(['approval'], id)))
  const times = leaves.flat().map(({ at }) => new Date(at).getTime())
  return new Date(Math.max(...times) + delaySeconds * 1000)
}
