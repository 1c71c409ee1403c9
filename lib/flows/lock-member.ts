import 'server-only'
import { and, eq, gt, isNull } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { member } from '@/db/schema/member'
import { session } from '@/db/schema/session'
import { AppError } from '@/lib/core/errors'
import { type MemberActor, memberActor } from '@/lib/flows/actor'
import type { Ctx } from '@/lib/flows/flow'
import type { Digest } from '@/lib/core/digest'

/** Who acts, as far as a door's gate knows. @throws AppError NOT_SIGNED_IN */
export function requireMember({ actor }: Pick<Ctx, 'actor'>): MemberActor {
  if (actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
  return actor
}

/**
 * Reads again, until commit, who acts: a member switched off or a session ended meanwhile does nothing more.
 * @returns the actor with the roles of now
 * @throws AppError NOT_SIGNED_IN
 */
export async function lockActor(tx: Tx, ctx: Pick<Ctx, 'actor' | 'now'>): Promise<MemberActor> {
  const { memberId, sessionHash } = requireMember(ctx)
  const [live] = await tx
    .select({ memberId: member.id, name: member.name, roles: member.roles, idHash: session.idHash })
    .from(session)
    .innerJoin(member, eq(member.id, session.memberId))
    .where(
      and(
        eq(session.idHash, sessionHash),
        eq(member.id, memberId),
        eq(member.isActive, true),
        isNull(session.revokedAt),
        gt(session.expiresAt, ctx.now),
      ),
    )
    .for('share')
  if (!live) throw new AppError('NOT_SIGNED_IN', 'Your session ended. Sign in again; nothing was done.')
  return memberActor(live, live.idHash as Digest)
}

/** Holds a member's row until commit, so that what is decided about their passkeys is decided one after another. */
export async function lockMember(tx: Tx, memberId: string): Promise<typeof member.$inferSelect> {
  const [row] = await tx.select().from(member).where(eq(member.id, memberId)).for('update')
  if (!row) throw new AppError('NOT_FOUND', 'There is no such member.')
  return row
}
