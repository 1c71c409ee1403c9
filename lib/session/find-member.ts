import 'server-only'
import { findLiveSession } from '@/db/queries/session'
import { sha256Hex } from '@/lib/core/digest'
import { memberActor, type MemberActor } from '@/lib/flows/actor'
import { burnLastSeen } from '@/lib/flows/burn'
import type { Deps } from '@/lib/flows/run-flow'

const SEEN_EVERY_MS = 60_000
const SHAPE = /^[A-Za-z0-9_-]{43}$/

/**
 * The member whose live session the cookie names, or null. Notes at most once a minute that the session is in use.
 * @param sessionId value of the session cookie
 */
export async function findMember(deps: Deps, sessionId: string | undefined): Promise<MemberActor | null> {
  const now = deps.io.clock.now()
  const found = await lookUp(deps, sessionId, now)
  if (found === null) return null
  const { member, lastSeenAt } = found
  if (now.getTime() - lastSeenAt.getTime() >= SEEN_EVERY_MS) await burnLastSeen(deps.db, member.sessionHash, now)
  return member
}

/** The same, without noting it: what happens by itself must not keep a session alive that its member left. */
export async function findMemberQuietly(deps: Deps, sessionId: string | undefined): Promise<MemberActor | null> {
  return (await lookUp(deps, sessionId, deps.io.clock.now()))?.member ?? null
}

async function lookUp(
  deps: Deps,
  sessionId: string | undefined,
  now: Date,
): Promise<{ member: MemberActor; lastSeenAt: Date } | null> {
  if (sessionId === undefined || !SHAPE.test(sessionId)) return null
  const idHash = sha256Hex(sessionId)
  const live = await findLiveSession(deps.db, idHash, now)
  return live && { member: memberActor(live, idHash), lastSeenAt: live.lastSeenAt }
}
