import 'server-only'
import { findLiveSession } from '@/db/queries/session'
import { sha256Hex } from '@/lib/core/digest'
import { memberActor, type MemberActor } from '@/lib/flows/actor'
import type { Deps } from '@/lib/flows/run-flow'

const SHAPE = /^[A-Za-z0-9_-]{43}$/

/**
 * The member whose live session the cookie names, or null, without noting that it is in use: what happens by itself
 * must not keep a session alive that its member left.
 */
export async function findMemberQuietly(deps: Deps, sessionId: string | undefined): Promise<MemberActor | null> {
  if (sessionId === undefined || !SHAPE.test(sessionId)) return null
  const idHash = sha256Hex(sessionId)
  const live = await findLiveSession(deps.db, idHash, deps.io.clock.now())
  return live && memberActor(live, idHash)
}
