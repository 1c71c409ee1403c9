import { cache } from 'react'
import { hasPasskeyAt } from '@/db/queries/own-security'
import type { MemberActor } from '@/lib/flows/actor'
import { deps } from '@/lib/session/deps'

/** Whether the viewer has a passkey at this desk's host, usable yet or not. Asked once a request. */
export const hasPasskeyHere = cache(async (viewer: MemberActor): Promise<boolean> => {
  const { db, origin } = deps()
  return hasPasskeyAt(db, viewer, new URL(origin).hostname)
})
