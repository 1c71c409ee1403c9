import 'server-only'
import { desc, eq, or } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { approval, submission, withdrawal } from '@/db/schema/withdrawal'
import type { MemberActor } from '@/lib/flows/actor'
import type { WithdrawalRow } from '@/lib/flows/locks'
import { REPLACEABLE, whyNotGiveUp } from '@/lib/flows/plan-cancel'
import type { Reviewed } from '@/lib/flows/gather-review'
import type { WithdrawalState } from '@/lib/stage/lifecycle'

/** Two withdrawals of which the chain lets one happen: a withdrawal and the cancel that replaces it. */
export type Conflict = { readonly nonce: bigint; readonly own: ConflictSide; readonly other: ConflictSide }

export type ConflictSide = {
  readonly id: string
  readonly isCancel: boolean
  readonly state: WithdrawalState
  /** Owners who signed. A stale approval counts here: its signature is as good on chain as any. */
  readonly signatures: number
  readonly wasHandedOver: boolean
  /** False once the nonce is used, or given back before anybody signed. */
  readonly isNonceHeld: boolean
}

/** What competes with a withdrawal for its nonce, or did; null where nothing ever shared it. */
export async function readConflict(db: Db, row: WithdrawalRow): Promise<Conflict | null> {
  const [other] = await db
    .select()
    .from(withdrawal)
    .where(row.replaces === null ? eq(withdrawal.replaces, row.id) : eq(withdrawal.id, row.replaces))
    // One that was stopped before anybody signed may have been followed by another.
    .orderBy(desc(withdrawal.isNonceHeld), desc(withdrawal.stagedAt))
    .limit(1)
  if (!other) return null
  const [signed, handed] = await Promise.all([
    db
      .selectDistinct({ withdrawalId: approval.withdrawalId, owner: approval.owner })
      .from(approval)
      .where(or(eq(approval.withdrawalId, row.id), eq(approval.withdrawalId, other.id))),
    db
      .selectDistinct({ withdrawalId: submission.withdrawalId })
      .from(submission)
      .where(or(eq(submission.withdrawalId, row.id), eq(submission.withdrawalId, other.id))),
  ])
  const sideOf = (one: WithdrawalRow): ConflictSide => ({
    id: one.id,
    isCancel: one.class === 'cancel',
    state: one.state as WithdrawalState,
    signatures: signed.filter(({ withdrawalId }) => withdrawalId === one.id).length,
    wasHandedOver: handed.some(({ withdrawalId }) => withdrawalId === one.id),
    isNonceHeld: one.isNonceHeld,
  })
  return { nonce: row.nonce, own: sideOf(row), other: sideOf(other) }
}

/** Why the viewer cannot start the on-chain cancel of a withdrawal now, '' where they can. The server decides again. */
export function whyNotCancelOnchain(
  actor: MemberActor,
  row: WithdrawalRow,
  about: {
    readonly reviewed: Pick<Reviewed, 'assessment'>
    readonly isLive: boolean
    readonly conflict: Conflict | null
    /** What stops the viewer themselves, freezes of anything else aside. */
    readonly frozen: string | undefined
  },
): string {
  if (row.class === 'cancel') return 'It is a cancel itself.'
  if (!REPLACEABLE.some((state) => state === row.state)) return `It is ${row.state.replaceAll('-', ' ')}.`
  if (row.signatureRequestedAt === null) return 'No signature was ever asked for; rejecting ends it.'
  if (about.conflict?.other.isNonceHeld) return `${about.conflict.other.id} cancels it.`
  const whyNot = whyNotGiveUp(actor, row)
  if (whyNot !== '') return whyNot
  if (about.frozen !== undefined) return about.frozen
  if (!about.isLive) return 'The chain does not answer, so no cancel can be staged.'
  const { safe } = about.reviewed.assessment
  return safe !== null && safe.nonce > row.nonce ? 'The chain has used its nonce.' : ''
}
