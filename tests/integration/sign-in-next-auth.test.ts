import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openDb } from '@/db/client'
import { sha256Hex } from '@/lib/core/digest'
import { authOptions } from '@/lib/session/auth'
import { findMember } from '@/lib/session/find-member'
import { accountOf, Browser, type DoorDesk, openDoorDesk } from '@/tests/builders/door-desk'

let desk: DoorDesk
let browser: Browser

beforeAll(async () => void (desk = await openDoorDesk()))
afterAll(() => desk.close())
beforeEach(() => {
  desk.pass(61)
  browser = new Browser(desk)
})
afterEach(() => vi.restoreAllMocks())

type Authorize = (credentials: Record<string, string>) => Promise<{ id: string; sessionId: string } | null>

function optionsFor(deps = desk.deps, sessionId?: string) {
  const browserHash = sha256Hex(browser.cookies.get('countersign-browser') ?? '')
  const options = authOptions(deps, { secret: 's'.repeat(43), browserHash, userAgent: 'test', sessionId })
  const provider = options.providers[0] as { options: { authorize: Authorize } } | undefined
  if (!provider) throw new Error('no provider')
  return { options, authorize: provider.options.authorize }
}

async function signed(name: string): Promise<Record<string, string>> {
  const message = await browser.askToSignIn(name)
  return { message, signature: await accountOf(name).signMessage({ message }) }
}

describe('next-auth', () => {
  it('gets the opaque session id as its token and puts nothing else into the cookie', async () => {
    const fields = await signed('ruth')
    const { options, authorize } = optionsFor()
    const user = await authorize(fields)
    if (!user) throw new Error('not signed in')
    const token = await options.callbacks?.jwt?.({ token: { sub: 'x' }, user, account: null, trigger: 'signIn' })
    expect(token).toEqual({ sub: 'ruth', sessionId: user.sessionId })
    const cookie = await options.jwt?.encode?.({ ...(token && { token }), secret: '' })
    expect(cookie).toBe(user.sessionId)
    expect(await options.jwt?.decode?.({ token: user.sessionId, secret: '' })).toMatchObject({ sub: 'ruth' })
  })

  it('gets null, never a message, for every refusal', async () => {
    const fields = await signed('ruth')
    const { authorize } = optionsFor()
    expect(await authorize({ ...fields, signature: 'nonsense' })).toBeNull()
    expect(await authorize({})).toBeNull()
    expect(await authorize({ ...fields, signature: `0x${'00'.repeat(65)}` })).toBeNull()
    expect(await authorize(fields)).toBeNull()
  })

  it('gets null also when the database is gone, and the log does not hold the signature', async () => {
    const fields = await signed('ruth')
    const db = openDb('postgres://u:secret@127.0.0.1:9/x')
    let written = ''
    vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
      written += String(chunk)
      return true
    })
    expect(await optionsFor({ ...desk.deps, db }).authorize(fields)).toBeNull()
    expect(written).toContain('ECONNREFUSED')
    expect(written).not.toMatch(new RegExp(`secret|${fields.signature}|wants you to sign in`))
    await db.$client.end()
  })

  it('ends the session that the browser had when somebody signs in anew', async () => {
    const before = await browser.signInAs('ruth')
    browser.cookies.delete('countersign-session')
    const fields = await signed('ines')
    const after = await optionsFor(desk.deps, before.sessionId).authorize(fields)
    expect(await findMember(desk.deps, before.sessionId)).toBeNull()
    expect(await findMember(desk.deps, after?.sessionId)).toMatchObject({ memberId: 'ines' })
  })

  it('ends the session on sign-out; the cookie then decodes to nobody', async () => {
    const { sessionId, memberId } = await browser.signInAs('ruth')
    const { options } = optionsFor()
    await options.events?.signOut?.({ token: { sub: memberId, sessionId }, session: { expires: '' } })
    expect(await options.jwt?.decode?.({ token: sessionId, secret: '' })).toBeNull()
  })

  it('binds every cookie to the host over TLS, and hides all from scripts', () => {
    const { options } = optionsFor({ ...desk.deps, origin: 'https://desk.example' })
    for (const cookie of Object.values(options.cookies ?? {})) {
      expect(cookie?.name).toMatch(/^__Host-countersign-/)
      expect(cookie?.options).toMatchObject({ httpOnly: true, secure: true, path: '/' })
    }
    expect(optionsFor().options.cookies?.sessionToken).toMatchObject({
      name: 'countersign-session',
      options: { secure: false },
    })
  })
})
