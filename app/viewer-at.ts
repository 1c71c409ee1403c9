import { redirect } from 'next/navigation'
import type { MemberActor } from '@/lib/flows/actor'
import { getViewer } from '@/lib/session/viewer'

/** The viewer, or off to sign in and back to this page afterwards. @param path of this page, from / on */
export async function viewerAt(path: string): Promise<MemberActor> {
  return (await getViewer()) ?? redirect(path === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(path)}`)
}
