import 'server-only'
import { and, asc, desc, eq, gt, isNull, sql } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import type { Viewer } from '@/db/queries/viewer'
import { passkeyEnrolment, passkeyRetirement } from '@/db/schema/enrolment'
import { passkey } from '@/db/schema/member'
import { session } from '@/db/schema/session'

/** A passkey as its member sees it. */
export type OwnPasskeyLine = {
  readonly credentialId: string
  /** Null for those that the desk was set up with. */
  readonly label: string | null
  readonly aaguid: string
  readonly isDemo: boolean
  readonly createdAt: Date
  readonly usableFrom: Date
  readonly lockedUntil: Date | null
  readonly retiredAt: Date | null
}

export type OwnSessionLine = {
  readonly sessionHash: string
  readonly userAgent: string
  readonly createdAt: Date
  readonly lastSeenAt: Date
}

/** The viewer's passkeys at a host, those in use first, retired ones last. */
export async function listOwnPasskeyLines(db: Reader, viewer: Viewer, rpId: string): Promise<OwnPasskeyLine[]> {
  return db
    .select({
      credentialId: passkey.credentialId,
      label: passkeyEnrolment.label,
      aaguid: passkey.aaguid,
      isDemo: passkey.isDemo,
      createdAt: passkey.createdAt,
      usableFrom: passkey.usableFrom,
      lockedUntil: passkey.lockedUntil,
      retiredAt: passkeyRetirement.at,
    })
    .from(passkey)
    .leftJoin(passkeyEnrolment, eq(passkeyEnrolment.credentialId, passkey.credentialId))
    .leftJoin(passkeyRetirement, eq(passkeyRetirement.credentialId, passkey.credentialId))
    .where(and(eq(passkey.memberId, viewer.memberId), eq(passkey.rpId, rpId)))
    .orderBy(sql`${passkeyRetirement.at} NULLS FIRST`, asc(passkey.createdAt), asc(passkey.id))
}

/** Whether the viewer has a passkey at a host that nobody retired, usable yet or not. */
export async function hasPasskeyAt(db: Reader, viewer: Viewer, rpId: string): Promise<boolean> {
  const found = await db
    .select({ id: passkey.id })
    .from(passkey)
    .leftJoin(passkeyRetirement, eq(passkeyRetirement.credentialId, passkey.credentialId))
    .where(and(eq(passkey.memberId, viewer.memberId), eq(passkey.rpId, rpId), isNull(passkeyRetirement.credentialId)))
    .limit(1)
  return found.length > 0
}

/** The viewer's sessions that still open the desk, last used first. */
export async function listOwnSessions(db: Reader, viewer: Viewer, now: Date): Promise<OwnSessionLine[]> {
  return db
    .select({
      sessionHash: session.idHash,
      userAgent: session.userAgent,
      createdAt: session.createdAt,
      lastSeenAt: session.lastSeenAt,
    })
    .from(session)
    .where(
      and(
        eq(session.memberId, viewer.memberId),
        isNull(session.revokedAt),
        gt(session.expiresAt, now),
        sql`${session.lastSeenAt} + make_interval(secs => ${session.idleSeconds}) > ${now.toISOString()}::timestamptz`,
      ),
    )
    .orderBy(desc(session.lastSeenAt), desc(session.createdAt))
}
