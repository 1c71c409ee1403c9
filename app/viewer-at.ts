import { redirect } from 'next/navigation'
import type { MemberActor } from '@/lib/flows/actor'
import { getViewer } from '@/lib/session/viewer'
import { pageMark } from './page-mark'

/** The viewer, or off to sign in and back to this page afterwards. @param path of this page, from / on */
export async function viewerAt(path: string): Promise<MemberActor> {
  const viewer = (await getViewer()) ?? redirect(path === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(path)}`)
  await pageMark(viewer)
  return viewer
}
