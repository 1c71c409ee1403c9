import 'server-only'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import type { MemberActor } from '@/lib/flows/actor'
import { cookieNames } from '@/lib/session/cookies'
import { deps } from '@/lib/session/deps'
import { findMember } from '@/lib/session/find-member'

/** Who looks at this page or calls this route handler: a member with a live session, or null. Asked once a request. */
export const getViewer = cache(async (): Promise<MemberActor | null> => {
  const jar = await cookies()
  const shared = deps()
  return findMember(shared, jar.get(cookieNames(shared.origin).session)?.value)
})

/** For pages: the viewer, or off to the sign-in page. */
export async function requireViewer(): Promise<MemberActor> {
  return (await getViewer()) ?? redirect('/sign-in')
}
