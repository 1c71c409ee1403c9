import 'server-only'
import { desc, eq } from 'drizzle-orm'
import { review } from '@/db/schema/withdrawal'
import { decodeWire } from '@/lib/core/wire'
import type { Deps } from '@/lib/flows/flow'
import type { Reviewed } from '@/lib/flows/gather-review'
import type { WithdrawalRow } from '@/lib/flows/locks'
import { readRegistry, type Registry } from '@/lib/flows/registry'
import { reviewNow } from '@/lib/flows/review-now'
import { TERMINAL } from '@/lib/stage/lifecycle'

export type ShownReview = {
  readonly reviewed: Reviewed
  /** What is true at this moment, where that is not what is shown. */
  readonly fresh: Reviewed
  readonly registry: Registry
  /** False when the chain did not answer. */
  readonly isLive: boolean
  readonly reviewedAt: Date
}

const ON_CHAIN: readonly string[] = ['executing', 'confirming', 'cancel-pending-onchain']

/**
 * The review that a page shows: computed now while something is to be decided, else the last one that was kept. Without
 * the chain one can still read. Once the nonce is used, judging anew would say of what was just paid that it can never run.
 */
export async function readShownReview(
  ctx: Deps & { readonly now: Date },
  row: WithdrawalRow,
  asksChain: boolean,
): Promise<ShownReview> {
  const isOver = TERMINAL.some((ending) => ending === row.state)
  if (!isOver && asksChain) {
    const { reviewed, registry } = await reviewNow(ctx, row.id)
    const { safe } = reviewed.assessment
    if (safe !== null) {
      if (!ON_CHAIN.includes(row.state) || safe.nonce <= row.nonce)
        return { reviewed, fresh: reviewed, registry, isLive: true, reviewedAt: ctx.now }
      return { ...(await readKept(ctx, row)), fresh: reviewed, registry, isLive: true }
    }
  }
  const registry = await readRegistry(ctx.db, row.safeId, ctx.now)
  const kept = await readKept(ctx, row)
  return { ...kept, fresh: kept.reviewed, registry, isLive: isOver }
}

async function readKept({ db }: Deps, row: WithdrawalRow): Promise<{ reviewed: Reviewed; reviewedAt: Date }> {
  const [kept] = await db.select().from(review).where(eq(review.withdrawalId, row.id)).orderBy(desc(review.at)).limit(1)
  if (!kept) throw new Error(`${row.id} has no review`)
  return { reviewed: decodeWire(kept.shown) as Reviewed, reviewedAt: kept.at }
}
