import 'server-only'
import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import { member } from '@/db/schema/member'
import { session } from '@/db/schema/session'
import type { Digest } from '@/lib/core/digest'

export type LiveSession = {
  readonly memberId: string
  readonly name: string
  readonly roles: readonly string[]
  readonly lastSeenAt: Date
}

/**
 * Who a session belongs to, read anew for every request, so that revoking it or its member works at once. Null when it
 * is unknown, revoked, over, idle for too long, or its member is no longer active (SPEC §5).
 * @param idHash SHA-256 of the session id; the id itself is in the cookie only
 */
export async function findLiveSession(db: Reader, idHash: Digest, now: Date): Promise<LiveSession | null> {
  const [row] = await db
    .select({ memberId: member.id, name: member.name, roles: member.roles, lastSeenAt: session.lastSeenAt })
    .from(session)
    .innerJoin(member, eq(member.id, session.memberId))
    .where(
      and(
        eq(session.idHash, idHash),
        isNull(session.revokedAt),
        gt(session.expiresAt, now),
        sql`${session.lastSeenAt} + make_interval(secs => ${session.idleSeconds}) > ${now.toISOString()}::timestamptz`,
        eq(member.isActive, true),
      ),
    )
  return row ?? null
}
