import 'server-only'
import { and, eq, gt, isNull } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { readFreezes } from '@/db/queries/freezes'
import { installation } from '@/db/schema/installation'
import { member } from '@/db/schema/member'
import { policy, safe } from '@/db/schema/registry'
import { session } from '@/db/schema/session'
import { withdrawal } from '@/db/schema/withdrawal'
import { AppError } from '@/lib/core/errors'
import type { Role } from '@/lib/flows/actor'
import type { Ctx } from '@/lib/flows/flow'
import { assertNotFrozen } from '@/lib/flows/freezes'
import { assertKept } from '@/lib/flows/kept-passkeys'
import { type Moves, touchedByReplacement } from '@/lib/policy/freeze'

export type WithdrawalRow = typeof withdrawal.$inferSelect

/**
 * Taken by everything that stages, approves, hands over or executes: FOR SHARE on organisation and Safe, so that a
 * stop, which takes FOR UPDATE, comes before or after and never between; then who acts is read again (ARCHITECTURE).
 * @throws AppError when a freeze stands, or the member, session, role or policy changed since the request began
 */
export async function lockForMoney(
  tx: Tx,
  ctx: Ctx,
  expect: {
    safeId: string
    role: Role
    policyVersion: number
    /** The withdrawal it is about, null while it is being staged; those whose approvals count; what it moves. */
    touched: { withdrawalId: string | null; people: readonly string[]; moves: Moves }
    /** True only of the on-chain cancel that replaces another withdrawal. */
    passesFreeze: boolean
  },
): Promise<void> {
  const [installed] = await tx.select({ id: installation.id }).from(installation).for('share')
  const [locked] = await tx.select({ id: safe.id }).from(safe).where(eq(safe.id, expect.safeId)).for('share')
  if (!locked) throw new AppError('NOT_FOUND', 'This desk does not serve that Safe.')
  const { actor } = ctx
  if (actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
  const { withdrawalId, people, moves } = expect.touched
  const touched = { withdrawalId, safeId: expect.safeId, people: [actor.memberId, ...people], moves }
  assertNotFrozen(
    await readFreezes(tx, actor),
    expect.passesFreeze ? touchedByReplacement(actor.memberId) : { ...touched, installationId: installed?.id ?? '' },
  )
  const [live] = await tx
    .select({ roles: member.roles })
    .from(session)
    .innerJoin(member, eq(member.id, session.memberId))
    .where(
      and(
        eq(session.idHash, actor.sessionHash),
        eq(member.id, actor.memberId),
        eq(member.isActive, true),
        isNull(session.revokedAt),
        gt(session.expiresAt, ctx.now),
      ),
    )
    .for('share')
  if (!live) throw new AppError('NOT_SIGNED_IN', 'Your session ended. Sign in again; nothing was done.')
  if (!live.roles.includes(expect.role))
    throw new AppError('NOT_ALLOWED', `You are no longer ${expect.role}; nothing was done.`)
  await assertKept(tx, ctx)
  const [current] = await tx
    .select({ version: policy.version })
    .from(policy)
    .where(and(eq(policy.safeId, expect.safeId), eq(policy.isActive, true)))
    .for('share')
  if (current?.version !== expect.policyVersion)
    throw new AppError('STALE', 'The policy changed a moment ago. Read the review again; nothing was done.')
}

/** The withdrawal's row, held until commit, in one of the expected states. */
export async function lockWithdrawal(tx: Tx, id: string, expected: readonly string[]): Promise<WithdrawalRow> {
  const [row] = await tx.select().from(withdrawal).where(eq(withdrawal.id, id)).for('update')
  if (!row) throw new AppError('NOT_FOUND', `There is no withdrawal ${id}.`)
  if (!expected.includes(row.state))
    throw new AppError('CONFLICT', `${id} is ${row.state.replaceAll('-', ' ')} now; nothing was done.`)
  return row
}
