import 'server-only'
import { and, asc, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { readLines, type WithdrawalLine } from '@/db/queries/withdrawals'
import { withdrawal } from '@/db/schema/withdrawal'

/** Every withdrawal of a Safe that holds a nonce, lowest nonce first. */
export async function listQueue(db: Db, viewer: Viewer, safeId: string): Promise<WithdrawalLine[]> {
  return readLines(db, viewer, {
    where: and(eq(withdrawal.safeId, safeId), eq(withdrawal.isNonceHeld, true)),
    order: [asc(withdrawal.nonce), asc(withdrawal.stagedAt)],
  })
}
