import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { limitSignIns, mayAskChain } from '@/lib/session/limit-calls'
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

const ASK = { address: accountOf('ruth').address, chainId: 31337 }
const codesOf = async (count: number, call: () => Promise<{ error: { code: string } }>) => {
  const codes: string[] = []
  for (let i = 0; i < count; i += 1) codes.push((await call()).error.code)
  return codes
}

describe('a stolen session that calls without end', () => {
  it('is stopped at 300 calls a minute, and keeps nobody from rejecting, not even in itself', async () => {
    await browser.signInAs('ruth')
    const codes = await codesOf(301, () => browser.post('nothing', {}))
    expect([...new Set(codes)]).toEqual(['NOT_FOUND', 'TOO_MANY'])
    const reject = { withdrawalId: 'W-1', reason: 'This is not what we meant.' }
    expect((await browser.post('reject', reject)).error.code).toBe('NOT_FOUND')
    expect((await browser.post('preview', {})).error.code).toBe('TOO_MANY')
  })

  it('leaves the other session of its member alone', async () => {
    await browser.signInAs('ruth')
    expect((await codesOf(301, () => browser.post('nothing', {}))).at(-1)).toBe('TOO_MANY')
    const own = new Browser(desk)
    await own.signInAs('ruth')
    expect((await own.post('nothing', {})).error.code).toBe('NOT_FOUND')
  })

  it('uses up no challenges but its own', async () => {
    await desk.addPasskey('ruth')
    await browser.signInAs('ruth')
    const step = { action: 'approve', subject: `0x${'ab'.repeat(32)}`, policyVersion: 1 }
    const asked = async () => ({ error: (await browser.post('request-step-up', step)).error ?? { code: 'none' } })
    const codes = await codesOf(61, asked)
    expect([...new Set(codes)]).toEqual(['none', 'TOO_MANY'])
    const own = new Browser(desk)
    await own.signInAs('ruth')
    expect((await own.post('request-step-up', step)).status).toBe(200)
  })
})

describe('a stranger', () => {
  it('may not reject, however often', async () => {
    const codes = await codesOf(61, () => browser.post('reject', {}))
    expect(codes.slice(0, 60)).toEqual(Array(60).fill('NOT_SIGNED_IN'))
    expect(codes[60]).toBe('TOO_MANY')
  })

  it('with a new browser each time is counted by the client address that the proxy names', async () => {
    const flood = () => new Browser(desk, '203.0.113.7').post('nothing', {})
    expect([...new Set(await codesOf(121, flood))]).toEqual(['NOT_FOUND', 'TOO_MANY'])
    expect((await new Browser(desk, '203.0.113.8').post('request-sign-in', ASK)).status).toBe(200)
    await browser.signInAs('ruth')
    const inside = new Browser(desk, '203.0.113.7')
    for (const [name, value] of browser.cookies) inside.cookies.set(name, value)
    expect((await inside.post('nothing', {})).error.code).toBe('NOT_FOUND')
  })
})

describe('posted sign-ins', () => {
  const caller = { browserHash: `0x${'ab'.repeat(32)}`, clientAddress: null }

  it('are limited per browser, and per client where the proxy names it', async () => {
    for (let i = 0; i < 60; i += 1) await limitSignIns(desk.deps, caller)
    await expect(limitSignIns(desk.deps, caller)).rejects.toMatchObject({ code: 'TOO_MANY' })
    await limitSignIns(desk.deps, { ...caller, browserHash: `0x${'cd'.repeat(32)}` })
    const from = (i: number) => ({ browserHash: `0x${i.toString(16).padStart(4, '0')}`, clientAddress: '203.0.113.9' })
    for (let i = 0; i < 120; i += 1) await limitSignIns(desk.deps, from(i))
    await expect(limitSignIns(desk.deps, from(500))).rejects.toMatchObject({ code: 'TOO_MANY' })
    desk.pass(61)
    await limitSignIns(desk.deps, caller)
  })
})

describe('pages that ask the chain', () => {
  it('do so 120 times a minute for a session, then show what is stored', async () => {
    const { sessionId } = await browser.signInAs('ruth')
    const viewer = await findMember(desk.deps, sessionId)
    const other = await findMember(desk.deps, (await new Browser(desk).signInAs('ruth')).sessionId)
    if (!viewer || !other) throw new Error('nobody is signed in')
    const answers: boolean[] = []
    for (let i = 0; i < 121; i += 1) answers.push(await mayAskChain(desk.deps, viewer))
    expect(answers.slice(0, 120)).toEqual(Array(120).fill(true))
    expect(answers[120]).toBe(false)
    expect(await mayAskChain(desk.deps, other)).toBe(true)
    desk.pass(61)
    expect(await mayAskChain(desk.deps, viewer)).toBe(true)
  })
})
