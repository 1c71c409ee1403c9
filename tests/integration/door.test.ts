import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditEvent } from '@/db/schema/audit'
import { FLOWS } from '@/lib/flows/index'
import { Browser, type DoorDesk, openDoorDesk } from '@/tests/builders/door-desk'

let desk: DoorDesk
let browser: Browser

beforeAll(async () => void (desk = await openDoorDesk()))
afterAll(() => desk.close())
beforeEach(() => {
  desk.pass(61)
  browser = new Browser(desk)
})

const ASK = { address: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8', chainId: 31337 }

describe('the door asks where a call comes from', () => {
  it('lets the own pages in, with and without Sec-Fetch-Site', async () => {
    expect(await browser.post('request-sign-in', ASK)).toMatchObject({ status: 200, ok: true })
    expect((await browser.post('request-sign-in', ASK, { 'sec-fetch-site': null })).status).toBe(200)
  })

  it.each([
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['no origin', { origin: null }],
    ['the origin "null"', { origin: 'null' }],
    ['another port', { origin: 'http://localhost:3001' }],
    ['a same-site page', { 'sec-fetch-site': 'same-site' }],
    ['a cross-site page that claims our origin', { 'sec-fetch-site': 'cross-site' }],
  ])('refuses %s', async (_what, headers) => {
    const answer = await browser.post('request-sign-in', ASK, headers)
    expect(answer).toMatchObject({ status: 403, ok: false, error: { code: 'FOREIGN_ORIGIN' } })
  })

  it.each(FLOWS.map(({ verb }) => verb))(
    'refuses %s from a foreign or missing origin, though signed in',
    async (verb) => {
      await browser.signInAs('ruth')
      for (const origin of ['https://evil.example', null])
        expect((await browser.post(verb, {}, { origin })).error.code).toBe('FOREIGN_ORIGIN')
    },
  )
})

describe('the door asks what a call carries', () => {
  it.each([null, 'text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])(
    'refuses the type %s',
    async (type) => {
      const answer = await browser.post('request-sign-in', ASK, { 'content-type': type })
      expect(answer).toMatchObject({ status: 400, error: { code: 'BAD_INPUT' } })
    },
  )

  it('refuses what is not JSON', async () => {
    expect(await browser.postText('request-sign-in', '{"address":')).toMatchObject({ status: 400 })
  })

  it('takes 64 kB and no byte more, by the length it states', async () => {
    const fits = await browser.postText('request-sign-in', `"${'x'.repeat(64 * 1024 - 2)}"`)
    expect(fits.error.code).toBe('BAD_INPUT')
    const tooLong = await browser.postText('request-sign-in', `"${'x'.repeat(64 * 1024 - 1)}"`)
    expect(tooLong).toMatchObject({ status: 413, error: { code: 'TOO_LARGE' } })
  })

  it('takes more for an import, from members alone', async () => {
    const text = `"${'x'.repeat(64 * 1024)}"`
    expect(await browser.postText('import-transaction', text)).toMatchObject({ status: 413 })
    await browser.signInAs('ruth')
    expect((await browser.postText('import-transaction', text)).error.code).toBe('BAD_INPUT')
    const tooLong = `"${'x'.repeat(3 * 1024 * 1024)}"`
    expect(await browser.postText('import-transaction', tooLong)).toMatchObject({ status: 413 })
    for (const verb of ['reject', '__proto__', 'constructor'])
      expect(await browser.postText(verb, text)).toMatchObject({ status: 413 })
  })

  it('counts what arrives, and stops reading, when no length or a wrong one is stated', async () => {
    for (const length of [null, '10']) {
      let sent = 0
      const endless = new ReadableStream({
        pull(stream) {
          sent += 1
          stream.enqueue(new TextEncoder().encode('x'.repeat(8192)))
        },
      })
      const answer = await browser.postText('request-sign-in', endless, { 'content-length': length })
      expect(answer).toMatchObject({ status: 413, error: { code: 'TOO_LARGE' } })
      expect(sent).toBeLessThan(14)
    }
  })

  it('names the field that is wrong, and refuses fields it does not know', async () => {
    const answer = await browser.post('request-sign-in', { ...ASK, chainId: -1 })
    expect(answer).toMatchObject({ status: 400, error: { code: 'BAD_INPUT', problems: [{ field: 'chainId' }] } })
    expect((await browser.post('request-sign-in', { ...ASK, isAdmin: true })).error.code).toBe('BAD_INPUT')
  })
})

describe('the door asks who calls', () => {
  const DOOR_VERBS = FLOWS.filter(({ entrance }) => entrance === 'door')
  const OTHER_VERBS = FLOWS.filter(({ entrance }) => entrance !== 'door')

  const FOR_STRANGERS = ['request-sign-in', 'read-invitation', 'accept-invitation']
  it.each(DOOR_VERBS.filter(({ verb }) => !FOR_STRANGERS.includes(verb)).map(({ verb }) => verb))(
    'refuses %s without a session',
    async (verb) => {
      expect(await browser.post(verb, {})).toMatchObject({ status: 401, error: { code: 'NOT_SIGNED_IN' } })
    },
  )

  it.each(OTHER_VERBS.map(({ verb }) => verb))('has no verb %s, though it exists elsewhere', async (verb) => {
    expect(await browser.post(verb, {})).toMatchObject({ status: 404, error: { code: 'NOT_FOUND' } })
    await browser.signInAs('ada')
    expect(await browser.post(verb, {})).toMatchObject({ status: 404, error: { code: 'NOT_FOUND' } })
  })

  it('has no verb that does not exist', async () => {
    for (const verb of ['nothing', '__proto__', 'constructor', '../auth/signout'])
      expect(await browser.post(verb, {})).toMatchObject({ status: 404, error: { code: 'NOT_FOUND' } })
  })

  it('takes the actor from the cookie and from nothing in the body', async () => {
    const claim = { ...STEP_UP, actor: { kind: 'member', memberId: 'ruth' }, memberId: 'ruth' }
    expect((await browser.post('request-step-up', claim)).error.code).toBe('NOT_SIGNED_IN')
  })

  it('refuses a session that was ended, and one that idled', async () => {
    await desk.addPasskey('ruth')
    await browser.signInAs('ruth')
    expect((await browser.post('request-step-up', STEP_UP)).status).toBe(200)
    desk.pass(31 * 60)
    expect((await browser.post('request-step-up', STEP_UP)).error.code).toBe('NOT_SIGNED_IN')
  })

  it('gives a browser one cookie, once, that scripts and other sites never see', async () => {
    await browser.post('request-sign-in', ASK)
    const first = browser.cookies.get('countersign-browser')
    expect(first).toMatch(/^[A-Za-z0-9_-]{43}$/)
    await browser.post('request-sign-in', ASK)
    expect(browser.cookies.get('countersign-browser')).toBe(first)
  })

  it('limits how often one session calls', async () => {
    await browser.signInAs('ines')
    const codes = new Set<string>()
    for (let i = 0; i < 301; i += 1) codes.add((await browser.post('nothing', {})).error.code)
    expect([...codes]).toEqual(['NOT_FOUND', 'TOO_MANY'])
  })
})

describe('a refusal', () => {
  it("of a member is in the log, a stranger's is not", async () => {
    await browser.post('request-step-up', STEP_UP)
    await browser.signInAs('ines')
    await browser.post('request-step-up', STEP_UP)
    const events = await desk.db.select().from(auditEvent).where(eq(auditEvent.action, 'request-step-up'))
    expect(events).toMatchObject([{ actorId: 'ines', outcome: 'refused', objectType: 'refusal' }])
    expect(events[0]?.reason).toContain('You have no passkey on this desk')
  })
})

const STEP_UP = { action: 'approve', subject: `0x${'ab'.repeat(32)}`, policyVersion: 1 }
