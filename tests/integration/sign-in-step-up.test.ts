import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditCheckpoint } from '@/db/schema/audit'
import { passkey } from '@/db/schema/member'
import { challenge } from '@/db/schema/session'
import { challengeOf, readPreimage } from '@/lib/approve/preimage'
import { sha256Hex } from '@/lib/core/digest'
import { burnChallenge } from '@/lib/flows/burn'
import { Browser, type DoorDesk, openDoorDesk } from '@/tests/builders/door-desk'

let desk: DoorDesk
let browser: Browser

beforeAll(async () => {
  desk = await openDoorDesk()
  await desk.addPasskey('ruth')
})
afterAll(() => desk.close())
beforeEach(() => {
  desk.pass(61)
  browser = new Browser(desk)
})

const ASKED = { action: 'approve', subject: `0x${'ab'.repeat(32)}`, policyVersion: 4 }

describe('a step-up challenge', () => {
  it('is bound to installation, member, session, action, subject, policy, log, a fresh nonce and 120 s', async () => {
    const { sessionId } = await browser.signInAs('ruth')
    const { value } = await browser.post('request-step-up', ASKED)
    const preimage = readPreimage(value.preimage)
    expect(preimage).toMatchObject({
      ...ASKED,
      installation: 'acme',
      member: 'ruth',
      session: sha256Hex(sessionId),
      checkpoint: { size: 0, root: sha256Hex('') },
      expires: new Date(desk.deps.io.clock.now().getTime() + 120_000).toISOString(),
    })
    expect(preimage?.nonce).toMatch(/^[0-9a-f]{32}$/)
    expect(value).toMatchObject({ rpId: 'localhost', credentialIds: ['key-of-ruth'] })
    const again = await browser.post('request-step-up', ASKED)
    expect(readPreimage(again.value.preimage)?.nonce).not.toBe(preimage?.nonce)
  })

  it('is kept exactly as it was given out', async () => {
    await browser.signInAs('ruth')
    const { value } = await browser.post('request-step-up', ASKED)
    const [row] = await desk.db
      .select()
      .from(challenge)
      .where(eq(challenge.id, String(value.challengeId)))
    const preimage = readPreimage(value.preimage)
    expect(JSON.parse(row?.preimage ?? '')).toEqual(preimage)
    expect(row?.digest).toBe(preimage && challengeOf(preimage).digest)
  })

  it('names the latest checkpoint of the log', async () => {
    const root = `0x${'cd'.repeat(32)}`
    for (const size of [3, 12, 7])
      await desk.db
        .insert(auditCheckpoint)
        .values({ size, root: size === 12 ? root : `0x${'00'.repeat(32)}`, at: new Date(), note: '' })
    await browser.signInAs('ruth')
    const { value } = await browser.post('request-step-up', ASKED)
    expect(readPreimage(value.preimage)?.checkpoint).toEqual({ size: 12, root })
  })

  it("is used up by one answer, and by no other session's", async () => {
    const { sessionId } = await browser.signInAs('ruth')
    const { value } = await browser.post('request-step-up', ASKED)
    const key = { id: String(value.challengeId), memberId: 'ruth', action: 'approve', now: desk.deps.io.clock.now() }
    expect(await burnChallenge(desk.db, { ...key, sessionHash: sha256Hex('another') })).toBeNull()
    expect(await burnChallenge(desk.db, { ...key, sessionHash: sha256Hex(sessionId) })).not.toBeNull()
    expect(await burnChallenge(desk.db, { ...key, sessionHash: sha256Hex(sessionId) })).toBeNull()
  })

  it.each([
    [{ ...ASKED, action: 'anything' }, 'action'],
    [{ ...ASKED, subject: '0x12' }, 'subject'],
    [{ ...ASKED, policyVersion: -1 }, 'policyVersion'],
  ])('is not given for %j', async (asked, field) => {
    await browser.signInAs('ruth')
    expect(await browser.post('request-step-up', asked)).toMatchObject({
      status: 400,
      error: { code: 'BAD_INPUT', problems: [{ field }] },
    })
  })

  it('is not given to who has no passkey, only a new one, or a locked one', async () => {
    await browser.signInAs('ada')
    expect((await browser.post('request-step-up', ASKED)).error.message).toMatch(/no passkey on this desk/)
    await desk.addPasskey('ada', new Date(desk.deps.io.clock.now().getTime() + 60_000))
    expect((await browser.post('request-step-up', ASKED)).error.message).toMatch(/is new\. It counts from/)
    desk.pass(61)
    expect((await browser.post('request-step-up', ASKED)).status).toBe(200)
    const lockedUntil = new Date(desk.deps.io.clock.now().getTime() + 60_000)
    await desk.db.update(passkey).set({ lockedUntil }).where(eq(passkey.memberId, 'ada'))
    expect((await browser.post('request-step-up', ASKED)).error.message).toMatch(/is locked until/)
  })
})
