import 'server-only'
import { and, desc, eq, inArray } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { NEWEST_FIRST } from '@/db/queries/withdrawals'
import { policy } from '@/db/schema/registry'
import { review, withdrawal } from '@/db/schema/withdrawal'
import { decodeWire } from '@/lib/core/wire'
import type { SafeState } from '@/lib/simulate/types'

/** The settings of a Safe as a review saw and stored them. */
export type RecordedSafe = { readonly withdrawalId: string; readonly at: Date; readonly state: SafeState }

/** Reviews looked through; those computed while the chain was silent hold no settings. */
const LOOKED_AT = 10
const NEWEST_LOOKED_AT = 50

/** Version of the policy that is active on a Safe now, null without one: what is staged there is bound to it. */
export async function readPolicyVersion(db: Db, _viewer: Viewer, safeId: string): Promise<number | null> {
  const [row] = await db
    .select({ version: policy.version })
    .from(policy)
    .where(and(eq(policy.safeId, safeId), eq(policy.isActive, true)))
  return row?.version ?? null
}

/** The newest stored settings of a Safe, or null where no review has any. */
export async function readRecordedSafe(db: Db, _viewer: Viewer, safeId: string): Promise<RecordedSafe | null> {
  const ids = await newestOf(db, safeId)
  const rows = await db
    .select({ withdrawalId: review.withdrawalId, at: review.at, shown: review.shown })
    .from(review)
    .where(inArray(review.withdrawalId, ids))
    .orderBy(desc(review.at), desc(review.id))
    .limit(LOOKED_AT)
  for (const { withdrawalId, at, shown } of rows) {
    const state = (decodeWire(shown) as { assessment: { safe: SafeState | null } }).assessment.safe
    if (state !== null) return { withdrawalId, at, state }
  }
  return null
}

// What is over is not reviewed again: beside what is open only the newest of it can have something newer to say.
async function newestOf(db: Db, safeId: string): Promise<string[]> {
  const isOfSafe = eq(withdrawal.safeId, safeId)
  const [open, newest] = await Promise.all([
    db
      .select({ id: withdrawal.id })
      .from(withdrawal)
      .where(and(isOfSafe, eq(withdrawal.isNonceHeld, true))),
    db
      .select({ id: withdrawal.id })
      .from(withdrawal)
      .where(isOfSafe)
      .orderBy(...NEWEST_FIRST)
      .limit(NEWEST_LOOKED_AT),
  ])
  return [...open, ...newest].map(({ id }) => id)
}
