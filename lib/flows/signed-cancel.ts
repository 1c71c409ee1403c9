import 'server-only'
import { AppError } from '@/lib/core/errors'
import type { WithdrawalRow } from '@/lib/flows/locks'

type Row = Pick<WithdrawalRow, 'id' | 'class' | 'nonce' | 'signatureRequestedAt' | 'expiresAt'>

/**
 * A cancel of which a signature was asked for. It moves nothing, and what it replaces is given up already: were it stopped,
 * held or run out of time, nobody could use up the nonce any more and the signatures it kills would live for ever.
 */
export const isSignedCancel = (row: Row): boolean => row.class === 'cancel' && row.signatureRequestedAt !== null

/**
 * Until a signature was asked for, a cancel is stopped as anything else. What it replaces stays cancel pending on chain:
 * its own signatures are as alive as before, and another cancel may be started.
 * @throws AppError CONFLICT of a cancel that may be signed
 */
export function assertStoppable(row: Row): void {
  if (!isSignedCancel(row)) return
  throw new AppError(
    'CONFLICT',
    `${row.id} does nothing but use up nonce ${row.nonce}, and a signature of it was asked for. Only the chain ends it now.`,
  )
}

/** When policy gives it no more time; null of what never runs out of it. */
export const deadlineOf = (row: Row): Date | null => (isSignedCancel(row) ? null : row.expiresAt)
