import { eq } from 'drizzle-orm'
import { parseSiweMessage } from 'viem/siwe'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditEvent } from '@/db/schema/audit'
import { session, signInNonce } from '@/db/schema/session'
import { sha256Hex } from '@/lib/core/digest'
import { runFlow } from '@/lib/flows/run-flow'
import { findMember } from '@/lib/session/find-member'
import { asOwner } from '@/tests/builders/as-owner'
import { accountOf, Browser, type DoorDesk, openDoorDesk } from '@/tests/builders/door-desk'

let desk: DoorDesk
let browser: Browser

beforeAll(async () => void (desk = await openDoorDesk()))
afterAll(() => desk.close())
beforeEach(() => {
  desk.pass(61) // past every rate limit
  browser = new Browser(desk)
})

const GENERIC = /^This did not sign you in\./
const sign = (name: string, message: string) => accountOf(name).signMessage({ message })
const switchInes = (isActive: boolean) =>
  asOwner(desk.database, `UPDATE member SET is_active = $1 WHERE id = 'ines'`, [isActive])
const viewer = (sessionId: string) => findMember(desk.deps, sessionId)

describe('a sign-in message', () => {
  it('is composed whole by the desk: its own domain, address, chain, 5 minutes, and that it approves nothing', async () => {
    const message = await browser.askToSignIn('ruth')
    const fields = parseSiweMessage(message)
    expect(fields).toMatchObject({
      domain: 'localhost:3000',
      uri: 'http://localhost:3000',
      address: accountOf('ruth').address,
      chainId: 31337,
      version: '1',
      statement: 'Sign in to Countersign. This signature approves no transaction.',
    })
    expect(fields.nonce).toMatch(/^[0-9a-f]{96}$/)
    expect(Number(fields.expirationTime) - Number(fields.issuedAt)).toBe(300_000)
  })

  it('looks the same for an address that nobody here holds, and can never sign in', async () => {
    const message = await browser.askToSignIn('stranger')
    expect(parseSiweMessage(message).address).toBe(accountOf('stranger').address)
    expect(
      await desk.db
        .select()
        .from(signInNonce)
        .where(eq(signInNonce.messageHash, sha256Hex(message))),
    ).toEqual([])
    await expect(browser.openSession(message, await sign('stranger', message))).rejects.toThrow(GENERIC)
  })

  it('is limited per browser, and strangers cannot use up the messages for an address', async () => {
    const codes: string[] = []
    for (let i = 0; i < 21; i += 1)
      codes.push(
        (await browser.post('request-sign-in', { address: accountOf('ruth').address, chainId: 1 })).error?.code,
      )
    expect(codes.slice(0, 20)).toEqual(Array(20).fill(undefined))
    expect(codes[20]).toBe('TOO_MANY')
    const others = new Set<string | undefined>()
    for (let i = 0; i < 70; i += 1)
      others.add(
        (await new Browser(desk).post('request-sign-in', { address: accountOf('ruth').address, chainId: 1 })).error
          ?.code,
      )
    expect([...others]).toEqual([undefined])
    expect((await new Browser(desk).signInAs('ruth')).memberId).toBe('ruth')
  })

  it('is refused with a sentence at the field for a malformed address', async () => {
    const answer = await browser.post('request-sign-in', { address: '0x12', chainId: 1 })
    expect(answer).toMatchObject({ status: 400, error: { code: 'BAD_INPUT', problems: [{ field: 'address' }] } })
  })
})

describe('signing in', () => {
  it('opens a session for the member whose wallet signed, and logs it', async () => {
    const { sessionId, memberId } = await browser.signInAs('ruth')
    expect(memberId).toBe('ruth')
    expect(sessionId).toMatch(/^[A-Za-z0-9_-]{43}$/)
    const [row] = await desk.db
      .select()
      .from(session)
      .where(eq(session.idHash, sha256Hex(sessionId)))
    expect(row?.memberId).toBe('ruth')
    expect(JSON.stringify(row)).not.toContain(sessionId)
    const events = await desk.db
      .select()
      .from(auditEvent)
      .where(eq(auditEvent.objectId, sha256Hex(sessionId)))
    expect(events).toMatchObject([{ action: 'sign-in', actorKind: 'member', actorId: 'ruth', outcome: 'done' }])
    expect(await viewer(sessionId)).toMatchObject({ kind: 'member', memberId: 'ruth', roles: ['signer'] })
  })

  it('works once: the same message and signature again do nothing', async () => {
    const message = await browser.askToSignIn('ruth')
    const signature = await sign('ruth', message)
    await browser.openSession(message, signature)
    await expect(browser.openSession(message, signature)).rejects.toThrow(GENERIC)
  })

  it('lets one of two posts at the same moment in', async () => {
    const message = await browser.askToSignIn('ruth')
    const signature = await sign('ruth', message)
    const both = await Promise.allSettled([
      browser.openSession(message, signature),
      browser.openSession(message, signature),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('uses the message up before it looks at the signature', async () => {
    const message = await browser.askToSignIn('ruth')
    await expect(browser.openSession(message, `0x${'11'.repeat(65)}`)).rejects.toThrow(GENERIC)
    await expect(browser.openSession(message, await sign('ruth', message))).rejects.toThrow(GENERIC)
  })

  it('refuses a message that another browser asked for', async () => {
    const message = await browser.askToSignIn('ruth')
    const other = new Browser(desk)
    await other.askToSignIn('ruth')
    await expect(other.openSession(message, await sign('ruth', message))).rejects.toThrow(GENERIC)
  })

  it("refuses another wallet's signature, also another member's", async () => {
    for (const name of ['stranger', 'ines']) {
      const message = await browser.askToSignIn('ruth')
      await expect(browser.openSession(message, await sign(name, message))).rejects.toThrow(GENERIC)
    }
  })

  it('refuses a message changed by one character, though it is signed as changed', async () => {
    const message = (await browser.askToSignIn('ruth')).replace('approves no', 'approves a ')
    await expect(browser.openSession(message, await sign('ruth', message))).rejects.toThrow(GENERIC)
    const appended = `${await browser.askToSignIn('ruth')}\nResources:\n- https://elsewhere.example`
    await expect(browser.openSession(appended, await sign('ruth', appended))).rejects.toThrow(GENERIC)
  })

  it('refuses a message older than 5 minutes', async () => {
    const message = await browser.askToSignIn('ruth')
    desk.pass(301)
    await expect(browser.openSession(message, await sign('ruth', message))).rejects.toThrow(GENERIC)
  })

  it('refuses a member who is no longer active, also when it happens in between', async () => {
    const message = await browser.askToSignIn('gone')
    await expect(browser.openSession(message, await sign('gone', message))).rejects.toThrow(GENERIC)
    const asked = await browser.askToSignIn('ines')
    await switchInes(false)
    await expect(browser.openSession(asked, await sign('ines', asked))).rejects.toThrow(GENERIC)
    await switchInes(true)
  })
})

describe('a session', () => {
  const signOut = async (sessionId: string) => {
    const actor = await viewer(sessionId)
    if (!actor) throw new Error('nobody is signed in')
    return runFlow(desk.deps, { verb: 'sign-out', entrance: 'session', actor, input: {} })
  }

  it('is over at once when its member signs out, and the log says so', async () => {
    const { sessionId } = await browser.signInAs('ruth')
    await signOut(sessionId)
    expect(await viewer(sessionId)).toBeNull()
    const events = await desk.db
      .select()
      .from(auditEvent)
      .where(eq(auditEvent.objectId, sha256Hex(sessionId)))
    expect(events.map(({ action }) => action)).toEqual(['sign-in', 'sign-out'])
  })

  it('leaves the other sessions of its member alone', async () => {
    const first = await browser.signInAs('ruth')
    const second = await new Browser(desk).signInAs('ruth')
    await signOut(first.sessionId)
    expect(await viewer(second.sessionId)).not.toBeNull()
  })

  it('is over at once when its member is switched off', async () => {
    const { sessionId } = await browser.signInAs('ines')
    await switchInes(false)
    expect(await viewer(sessionId)).toBeNull()
    await switchInes(true)
    expect(await viewer(sessionId)).not.toBeNull()
  })

  it.each([
    ['ruth', 30],
    ['ada', 15],
  ])('of %s is over after %i idle minutes, and use keeps it', async (name, minutes) => {
    const { sessionId } = await browser.signInAs(name)
    desk.pass((minutes - 1) * 60)
    expect(await viewer(sessionId)).not.toBeNull()
    desk.pass((minutes - 1) * 60)
    expect(await viewer(sessionId)).not.toBeNull()
    desk.pass(minutes * 60)
    expect(await viewer(sessionId)).toBeNull()
  })

  it('is over after 12 hours, however busy', async () => {
    const { sessionId } = await browser.signInAs('ruth')
    for (let quarter = 1; quarter < 48; quarter += 1) {
      desk.pass(15 * 60)
      expect(await viewer(sessionId)).not.toBeNull()
    }
    desk.pass(15 * 60)
    expect(await viewer(sessionId)).toBeNull()
  })

  it.each(['', 'x'.repeat(43), 'short', `${'a'.repeat(43)}.1`])(
    'does not come from a made-up cookie: %j',
    async (cookie) => {
      expect(await viewer(cookie)).toBeNull()
    },
  )
})
