import 'server-only'
import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { enrolmentCode } from '@/db/schema/enrolment'
import { member, passkey, wallet } from '@/db/schema/member'
import { onwardWatch } from '@/db/schema/onward'
import { challenge, rateLimit, session, signInNonce } from '@/db/schema/session'
import { safeWatch } from '@/db/schema/watch'
import type { Digest } from '@/lib/core/digest'

// One conditional UPDATE each, committed at once and never rolled back with what follows: an assertion whose
// verification throws must stay used. Tables touched here are pinned by tests/architecture.

/** Uses up a challenge; null when it is unknown, another's, used or expired. */
export async function burnChallenge(
  db: Db,
  key: { id: string; memberId: string; sessionHash: Digest; action: string; now: Date },
): Promise<typeof challenge.$inferSelect | null> {
  const [row] = await db
    .update(challenge)
    .set({ consumedAt: key.now })
    .where(
      and(
        eq(challenge.id, key.id),
        eq(challenge.memberId, key.memberId),
        eq(challenge.sessionHash, key.sessionHash),
        eq(challenge.action, key.action),
        isNull(challenge.consumedAt),
        gt(challenge.expiresAt, key.now),
      ),
    )
    .returning()
  return row ?? null
}

/** Keeps a challenge for its one answer; returns its id. */
export async function issueChallenge(
  db: Db,
  issued: Omit<typeof challenge.$inferInsert, 'id' | 'consumedAt'>,
): Promise<string> {
  const [row] = await db.insert(challenge).values(issued).returning({ id: challenge.id })
  if (!row) throw new Error('a challenge was not stored')
  return row.id
}

/**
 * Keeps a sign-in message when its address is an active member's. One statement either way: the caller learns nothing
 * of who is known, and strangers fill no table.
 */
export async function issueSignInNonce(
  db: Db,
  issued: { address: string; message: string; messageHash: Digest; browserHash: Digest; expiresAt: Date },
): Promise<void> {
  await db.insert(signInNonce).select(
    db
      .select({
        id: sql`gen_random_uuid()`.as('id'),
        address: wallet.address,
        message: sql`${issued.message}::text`.as('message'),
        messageHash: sql`${issued.messageHash}::text`.as('message_hash'),
        browserHash: sql`${issued.browserHash}::text`.as('browser_hash'),
        expiresAt: sql`${issued.expiresAt.toISOString()}::timestamptz`.as('expires_at'),
        consumedAt: sql`NULL::timestamptz`.as('consumed_at'),
      })
      .from(wallet)
      .innerJoin(member, eq(member.id, wallet.memberId))
      .where(and(eq(wallet.address, issued.address), eq(member.isActive, true))),
  )
}

/** Uses up a sign-in message in the browser it was made for; null when unknown, another browser's, used or expired. */
export async function burnSignInNonce(
  db: Db,
  key: { messageHash: Digest; browserHash: Digest; now: Date },
): Promise<typeof signInNonce.$inferSelect | null> {
  const [row] = await db
    .update(signInNonce)
    .set({ consumedAt: key.now })
    .where(
      and(
        eq(signInNonce.messageHash, key.messageHash),
        eq(signInNonce.browserHash, key.browserHash),
        isNull(signInNonce.consumedAt),
        gt(signInNonce.expiresAt, key.now),
      ),
    )
    .returning()
  return row ?? null
}

/** Uses up an enrolment code; null when it is unknown, another member's or address's, used, replaced or expired. */
export async function burnEnrolmentCode(
  db: Db,
  key: { codeHash: Digest; memberId: string; address: string; now: Date },
): Promise<typeof enrolmentCode.$inferSelect | null> {
  const [row] = await db
    .update(enrolmentCode)
    .set({ consumedAt: key.now })
    .where(
      and(
        eq(enrolmentCode.codeHash, key.codeHash),
        eq(enrolmentCode.memberId, key.memberId),
        eq(enrolmentCode.address, key.address),
        isNull(enrolmentCode.consumedAt),
        gt(enrolmentCode.expiresAt, key.now),
      ),
    )
    .returning()
  return row ?? null
}

/** Notes that a session was used. */
export async function burnLastSeen(db: Db, idHash: Digest, now: Date): Promise<void> {
  await db
    .update(session)
    .set({ lastSeenAt: now })
    .where(and(eq(session.idHash, idHash), isNull(session.revokedAt), lt(session.lastSeenAt, now)))
}

/** Notes how far a Safe was watched, and what its settings were. */
export async function burnWatch(db: Db, note: typeof safeWatch.$inferInsert): Promise<void> {
  const { blockNumber, state, at } = note
  await db
    .insert(safeWatch)
    .values(note)
    .onConflictDoUpdate({ target: safeWatch.safeId, set: { blockNumber, state, at } })
}

/** Notes how far a chain's recipients were followed, and what that look could not see. */
export async function burnOnward(db: Db, note: typeof onwardWatch.$inferInsert): Promise<void> {
  const { chainId: _chain, ...set } = note
  await db.insert(onwardWatch).values(note).onConflictDoUpdate({ target: onwardWatch.chainId, set })
}

/** Counts one hit in a fixed window; false when the limit is used up. */
export async function burnRate(
  db: Db,
  rate: { key: string; limit: number; windowSeconds: number; now: Date },
): Promise<boolean> {
  const opened = new Date(rate.now.getTime() - rate.windowSeconds * 1000)
  const [row] = await db
    .insert(rateLimit)
    .values({ key: rate.key, windowStartedAt: rate.now, hits: 1 })
    .onConflictDoUpdate({
      target: rateLimit.key,
      set: {
        hits: sql`CASE WHEN ${rateLimit.windowStartedAt} < ${opened} THEN 1 ELSE ${rateLimit.hits} + 1 END`,
        windowStartedAt: sql`CASE WHEN ${rateLimit.windowStartedAt} < ${opened} THEN ${rate.now} ELSE ${rateLimit.windowStartedAt} END`,
      },
    })
    .returning({ hits: rateLimit.hits })
  return row !== undefined && row.hits <= rate.limit
}

/** Counts a failed assertion; the fifth in a row locks the factor, longer each time after. */
export async function burnFactorFailure(db: Db, passkeyId: string, now: Date): Promise<void> {
  await db
    .update(passkey)
    .set({
      failures: sql`${passkey.failures} + 1`,
      lockedUntil: sql`CASE WHEN ${passkey.failures} + 1 >= 5
        THEN ${now}::timestamptz + make_interval(secs => 60 * power(2, least(${passkey.failures} + 1 - 5, 10)))
        ELSE ${passkey.lockedUntil} END`,
    })
    .where(eq(passkey.id, passkeyId))
}

/** Notes a good assertion: the counter moves, failures are forgotten. */
export async function burnFactorUse(db: Db, passkeyId: string, counter: number): Promise<boolean> {
  const rows = await db
    .update(passkey)
    .set({ counter, failures: 0, lockedUntil: null })
    .where(
      and(
        eq(passkey.id, passkeyId),
        // A counter that does not advance is a copied key; authenticators without one stay at 0.
        sql`(${passkey.counter} < ${counter} OR (${passkey.counter} = 0 AND ${counter} = 0))`,
      ),
    )
    .returning({ id: passkey.id })
  return rows.length === 1
}
