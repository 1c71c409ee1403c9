import 'server-only'
import type { Address } from 'viem'
import type { Ctx } from '@/lib/flows/flow'
import { readState } from '@/lib/flows/gather-facts'
import { gatherReview, type Reviewed } from '@/lib/flows/gather-review'
import type { WithdrawalRow } from '@/lib/flows/locks'
import { readRegistry, type Registry } from '@/lib/flows/registry'
import { readWithdrawal, toReviewable } from '@/lib/flows/withdrawal-row'

export type CurrentReview = { readonly row: WithdrawalRow; readonly registry: Registry; readonly reviewed: Reviewed }

/**
 * A stored withdrawal, reviewed again from fresh state (SPEC §4: at each approval and in preflight). Writes nothing.
 * @param executor whose wallet is about to submit it; left out, whoever is known to
 */
export async function reviewNow(
  ctx: Pick<Ctx, 'db' | 'io' | 'now'>,
  withdrawalId: string,
  executor?: Address,
): Promise<CurrentReview> {
  const row = await readWithdrawal(ctx.db, withdrawalId)
  const subject = toReviewable(row)
  // Node and database work at the same time.
  const state = readState(ctx, subject.staged)
  const registry = await readRegistry(ctx.db, row.safeId, ctx.now)
  const examined = { ...subject, state, ...(executor && { executor }) }
  return { row, registry, reviewed: await gatherReview(ctx, registry, examined) }
}
