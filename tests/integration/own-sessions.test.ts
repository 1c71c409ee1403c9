import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditEvent } from '@/db/schema/audit'
import { findMember } from '@/lib/session/find-member'
import { refusalOf } from '@/tests/builders/money-desk'
import { postToDoor } from '@/tests/builders/post-to-door'
import { openSession, openWorld, perform, type World } from '@/tests/builders/world'

let desk: World
beforeAll(async () => void (desk = await openWorld()))
afterAll(() => desk.close())

const isLive = async (cookie: string) => (await findMember(desk.deps, cookie)) !== null

describe('one’s own sessions', () => {
  it('are ended one by one, without a passkey: the next request is signed out', async () => {
    const [here, lost] = [await openSession(desk, 'ruth'), await openSession(desk, 'ruth')]
    expect(await isLive(lost.cookie)).toBe(true)
    const { sessionHash } = lost.actor
    expect(await postToDoor(desk, 'revoke-session', { sessionHash }, here.cookie)).toMatchObject({ ok: true })
    expect(await isLive(lost.cookie)).toBe(false)
    expect(await postToDoor(desk, 'request-registration', {}, lost.cookie)).toMatchObject({ code: 'NOT_SIGNED_IN' })
    expect(await isLive(here.cookie)).toBe(true)
    const [event] = await desk.db.select().from(auditEvent).where(eq(auditEvent.action, 'revoke-session'))
    expect(event).toMatchObject({ objectType: 'session', objectId: sessionHash, actorId: 'ruth', outcome: 'done' })
    const again = await refusalOf(perform(desk, here.actor, 'revoke-session', { sessionHash }))
    expect(again.code).toBe('NOT_FOUND')
  })

  it('are nobody else’s to end', async () => {
    const [ruth, tomas] = [await openSession(desk, 'ruth'), await openSession(desk, 'tomas')]
    const { sessionHash } = ruth.actor
    const refusal = await refusalOf(perform(desk, tomas.actor, 'revoke-session', { sessionHash }))
    expect(refusal.code).toBe('NOT_FOUND')
    expect(await isLive(ruth.cookie)).toBe(true)
    expect(await postToDoor(desk, 'revoke-session', { sessionHash }, null)).toMatchObject({ code: 'NOT_SIGNED_IN' })
  })

  it('are ended all at once but for this one', async () => {
    const sessions = [1, 2, 3].map(() => openSession(desk, 'lena'))
    const [here, ...others] = await Promise.all(sessions)
    const stranger = await openSession(desk, 'bram')
    if (!here) throw new Error('three were opened')
    expect(await perform(desk, here.actor, 'revoke-other-sessions', {})).toEqual({ ended: 2 })
    expect(await Promise.all([here, stranger, ...others].map(({ cookie }) => isLive(cookie)))).toEqual([
      ...[true, true, false, false],
    ])
    const events = await desk.db.select().from(auditEvent).where(eq(auditEvent.action, 'revoke-other-sessions'))
    expect(events).toHaveLength(2)
    expect((await refusalOf(perform(desk, here.actor, 'revoke-other-sessions', {}))).code).toBe('NOT_FOUND')
  })

  it('can be ended however often the session was used that minute', async () => {
    const [here, lost] = [await openSession(desk, 'eli'), await openSession(desk, 'eli')]
    const calls = Array.from({ length: 301 }, () => postToDoor(desk, 'nothing', {}, here.cookie))
    await Promise.all(calls)
    expect(await postToDoor(desk, 'nothing', {}, here.cookie)).toMatchObject({ code: 'TOO_MANY' })
    const { sessionHash } = lost.actor
    expect(await postToDoor(desk, 'revoke-session', { sessionHash }, here.cookie)).toMatchObject({ ok: true })
  })
})
