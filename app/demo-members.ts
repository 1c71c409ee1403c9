import type { DemoFace } from '@/components/sign-in/demo-face'

/** The members a demo visitor can be, without their keys; empty in every other build. */
export async function demoMembers(): Promise<readonly DemoFace[]> {
  if (process.env.COUNTERSIGN_DEMO !== '1') return []
  const { DEMO_MEMBERS } = await import('@/lib/demo/members')
  return DEMO_MEMBERS.map(({ id, name, roles, owns }) => ({ id, name, roles, owns }))
}
