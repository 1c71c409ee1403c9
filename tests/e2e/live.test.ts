import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest'
import { openChromium } from '@/tests/builders/browser'
import { startTestDesk, type TestDesk } from '@/tests/builders/test-desk'
import { DoorPerson } from './door-person'
import { examine } from './examine'
import { type Member, openMember, screensOf } from './member'
import { openReview } from './review-steps'

// A desk of its own, since it is left with open withdrawals and a freeze.
let desk: TestDesk
let browser: Browser
let ruth: Member
let ines: DoorPerson
/** Connections for changes that ruth's browser holds open. */
let lines: () => number

beforeAll(async () => {
  desk = await startTestDesk(2)
  browser = await openChromium()
  ruth = await openMember(browser, desk, 'ruth')
  lines = countLines(ruth.context)
  ines = await DoorPerson.enter(desk, 'ines')
})
afterAll(async () => {
  await browser?.close()
  await desk?.stop()
})

const stage = (amount: string) =>
  ines.stage({
    safeId: 'treasury',
    legs: [{ asset: desk.usdc, recipient: desk.recipient, amount }],
    purpose: 'Small change',
  })

describe('what somebody else does', () => {
  it('appears on an open review at once, where nobody is at it', async () => {
    onTestFailed(async () => void process.stdout.write(await screensOf([ruth])))
    const id = await stage('21.00')
    await openReview(ruth, id)
    await ruth.page.mouse.move(5, 20)
    const requirement = ruth.page.getByRole('region', { name: 'Requirement' })
    await requirement.getByText('0 of 3', { exact: true }).waitFor()
    await (await DoorPerson.enter(desk, 'tomas')).approve(id)
    await requirement.getByText('1 of 3', { exact: true }).waitFor({ timeout: 5_000 })
    await expect.poll(() => ruth.page.getByText(/waiting$/).count()).toBe(0)
  })

  it('waits while the pointer lies on a row, which stays where it is until the change is asked for', async () => {
    const { page } = ruth
    const first = await stage('22.00')
    await page.goto('/withdrawals')
    const row = page.getByRole('row').filter({ hasText: first })
    await row.hover()
    const before = await row.boundingBox()
    const second = await stage('23.00')
    await page.getByText('1 change waiting').waitFor({ timeout: 3_000 })
    await stage('24.00')
    await page.getByText('2 changes waiting').waitFor({ timeout: 3_000 })
    expect(await row.boundingBox()).toEqual(before)
    expect(await page.getByRole('rowheader', { name: second }).count()).toBe(0)
    await examine(page, 'live-waiting')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.keyboard.press('u')
    await page.getByRole('rowheader', { name: second }).waitFor()
    await page.getByText('2 changes waiting').waitFor({ state: 'detached' })
    expect((await row.boundingBox())?.y).toBeGreaterThan(before?.y ?? 0)
  })

  it('waits while somebody types, and what was typed is still there when it is shown', async () => {
    const { page } = ruth
    await page.mouse.move(5, 20)
    const field = page.getByRole('textbox', { name: /^Recipient/ })
    await field.fill('merid')
    const id = await stage('25.00')
    await page.getByText('1 change waiting').waitFor()
    expect(await page.getByRole('rowheader', { name: id }).count()).toBe(0)
    await page.getByRole('button', { name: 'Show it' }).click()
    await page.getByRole('rowheader', { name: id }).waitFor()
    expect(await field.inputValue()).toBe('merid')
  })

  it('is shown over everything when it is a freeze, and moves nothing', async () => {
    onTestFailed(async () => void process.stdout.write(await screensOf([ruth])))
    const { page } = ruth
    const id = await stage('26.00')
    await openReview(ruth, id)
    await page.getByRole('button', { name: 'Reject with a reason' }).click()
    const reason = page.getByRole('textbox', { name: 'Reason' })
    await reason.fill('Not the right')
    const before = await reason.boundingBox()
    const noor = await DoorPerson.enter(desk, 'noor')
    await noor.do('freeze', { scope: { kind: 'withdrawal', id }, reason: 'A drill' })
    const notice = page.getByRole('alert').filter({ hasText: `Frozen by Noor: ${id}.` })
    await notice.waitFor({ timeout: 3_000 })
    expect(await reason.inputValue()).toBe('Not the right')
    expect(await reason.boundingBox()).toEqual(before)
    await page.keyboard.press('Escape')
    await examine(page, 'live-freeze')
    await page.setViewportSize({ width: 1440, height: 900 })
    await notice.getByRole('button', { name: 'Show' }).click()
    await page.getByText(`${id} is frozen`).first().waitFor()
    await notice.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /^Approve / }).waitFor({ state: 'detached' })
  })

  it('is one’s own where this window did it: nothing waits', async () => {
    const { page } = ruth
    const id = await stage('27.00')
    await openReview(ruth, id)
    await page.getByRole('button', { name: 'Reject with a reason' }).click()
    await page.getByRole('textbox', { name: 'Reason' }).fill('Not the right account.')
    await page.getByRole('button', { name: `Reject ${id}` }).click()
    await page
      .getByText(/rejected/i)
      .first()
      .waitFor()
    await page.waitForTimeout(1_500)
    expect(await page.getByText(/waiting$/).count()).toBe(0)
  })
})

describe('a browser', () => {
  it('holds one connection for two windows, passes it on, and none while nobody looks', async () => {
    const { page, context } = ruth
    await page.goto('/withdrawals')
    await expect.poll(lines).toBe(1)
    const other = await context.newPage()
    await other.goto('/withdrawals')
    const id = await stage('28.00')
    for (const window of [page, other]) await window.getByRole('rowheader', { name: id }).waitFor()
    expect(lines()).toBe(1)

    await turn(page, 'hidden')
    await expect.poll(lines).toBe(1)
    const missed = await stage('29.00')
    await other.getByRole('rowheader', { name: missed }).waitFor()
    expect(await page.getByRole('rowheader', { name: missed }).count()).toBe(0)
    await turn(other, 'hidden')
    await expect.poll(lines).toBe(0)
    await turn(page, 'visible')
    await page.getByRole('rowheader', { name: missed }).waitFor()
    expect(lines()).toBe(1)
    await other.close()
  })

  it('is told promptly, uncompressed and uncached', async () => {
    const answer = await ruth.page.evaluate(async () => {
      const response = await fetch('/api/events')
      const reader = response.body?.getReader()
      const first = new TextDecoder().decode((await reader?.read())?.value)
      await reader?.cancel()
      const names = ['content-type', 'content-encoding', 'cache-control', 'x-accel-buffering', 'x-content-type-options']
      return { first, headers: names.map((name) => response.headers.get(name)) }
    })
    expect(answer.first).toMatch(/^event: hello\ndata: \{"newest":"-?\d+"\}\n\n$/)
    expect(answer.headers).toEqual([
      ...['text/event-stream; charset=utf-8', null, 'no-store, no-transform', 'no', 'nosniff'],
    ])
  })

  it('says so when the desk is not heard for ten seconds, and when it is again no more', async () => {
    const { page } = ruth
    await page.route('**/api/events', (route) => route.abort())
    await page.goto('/members')
    const words = page.getByText('Not live, reconnecting.')
    await words.waitFor({ timeout: 15_000 })
    await examine(page, 'live-lost')
    await page.unroute('**/api/events')
    await words.waitFor({ state: 'detached', timeout: 60_000 })
    ruth.faults.splice(0) // the connections that were cut
  })

  it('left no fault in any console', () => expect(ruth.faults).toEqual([]))

  it('does not keep the desk from stopping', async () => {
    await ruth.page.goto('/withdrawals')
    await expect.poll(lines).toBe(1)
    const { stop } = desk
    const begun = performance.now()
    desk = { ...desk, stop: async () => undefined }
    await stop()
    // After ten seconds the web process would have been killed.
    expect(performance.now() - begun).toBeLessThan(9_000)
  })
})

function countLines(context: BrowserContext): () => number {
  const open = new Set<object>()
  context.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/events') open.add(request)
  })
  context.on('requestfinished', (request) => void open.delete(request))
  context.on('requestfailed', (request) => void open.delete(request))
  return () => open.size
}

/** As when another window covers this one, or the person comes back to it. */
async function turn(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { value: now, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)
}
