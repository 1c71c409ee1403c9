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
  if (sessionId === undefined || !SHAPE.test(sessionId)) return null
  const now = deps.io.clock.now()
  const idHash = sha256Hex(sessionId)
  const live = await findLiveSession(deps.db, idHash, now)
  if (!live) return null
  if (now.getTime() - live.lastSeenAt.getTime() >= SEEN_EVERY_MS) await burnLastSeen(deps.db, idHash, now)
  return memberActor(live, idHash)
}
