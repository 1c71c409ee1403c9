import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LOOK_ALIKE } from '@/lib/desk/demo-world-book'
import { rehearseJourney } from '@/lib/desk/rehearsal/journey'
import { openChromium, sidewaysScroll } from '@/tests/builders/browser'
import { startTestDesk, type TestDesk } from '@/tests/builders/test-desk'
import { DoorPerson } from './door-person'
import { examine } from './examine'
import { type Member, openMember } from './member'

// A desk of its own, since an empty one is looked at first and its chain is stopped last.
let desk: TestDesk
let browser: Browser
const people = new Map<string, Member>()
const ids = { executed: '', awaiting: '', blocked: '', rejected: '' }

beforeAll(async () => {
  desk = await startTestDesk()
  browser = await openChromium()
  for (const id of ['ruth', 'viktor']) people.set(id, await openMember(browser, desk, id))
})
afterAll(async () => {
  await browser?.close()
  await desk?.stop()
})

async function at(who: 'ruth' | 'viktor', address: string) {
  const { page } = people.get(who) ?? (await openMember(browser, desk, who))
  // An examination ends on a phone's width, where the ledger is no table.
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(address)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return page
}

describe('before anything was staged', () => {
  it('the list of withdrawals', async () => {
    const page = await at('ruth', '/withdrawals')
    await page.getByText('Nothing was staged yet.').waitFor()
    await examine(page, 'withdrawals-empty')
  })

  it('a Safe', async () => {
    const page = await at('ruth', '/safes/operations')
    await page.getByRole('heading', { level: 1, name: /^Operations Safe is advisory: nothing on chain/ }).waitFor()
    await page.getByText('Nothing holds a nonce.').waitFor()
    await examine(page, 'safe-empty')
  })
})

describe('in the middle of the work', () => {
  beforeAll(async () => {
    const lines: string[] = []
    // The rehearsal's passkeys do not count, so it comes before those that do.
    await rehearseJourney({ ...desk, url: desk.webUrl, say: (line) => void lines.push(line) })
    ids.executed = /W-\d+/.exec(lines.join(' '))?.[0] ?? ''
    const ines = await DoorPerson.enter(desk, 'ines')
    const pay = (recipient: string, amount: string, purpose: string) =>
      ines.stage({ safeId: 'treasury', legs: [{ asset: desk.usdc, recipient, amount }], purpose })
    ids.rejected = await pay(desk.recipient, '18000.00', 'Paid twice')
    ids.awaiting = await pay(desk.recipient, '1200000.00', 'Settlement of March')
    ids.blocked = await pay(LOOK_ALIKE, '250000', 'Custody top-up, as last week')
    const ruth = await DoorPerson.enter(desk, 'ruth')
    await ruth.do('reject', { withdrawalId: ids.rejected, reason: 'The invoice was paid last week.' })
  }, 120_000)

  it('every withdrawal', async () => {
    const page = await at('ruth', '/withdrawals')
    for (const id of Object.values(ids)) await page.getByRole('rowheader', { name: id }).waitFor()
    await page.getByRole('heading', { level: 1, name: 'One waits for you.' }).waitFor()
    await examine(page, 'withdrawals')
    for (const id of Object.values(ids)) await page.getByRole('link', { name: id }).waitFor()
  })

  it('filters, one after the other, by the form', async () => {
    const page = await at('ruth', '/withdrawals')
    await page.getByRole('combobox', { name: 'State' }).selectOption({ label: 'Stopped' })
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByRole('heading', { level: 1, name: /^One of \d+ withdrawals matches\.$/ }).waitFor()
    expect(await page.getByRole('rowheader').allInnerTexts()).toEqual([expect.stringContaining(ids.blocked)])
    await page.getByRole('combobox', { name: 'State' }).selectOption({ label: 'Any state' })
    await page.getByRole('textbox', { name: /^Recipient/ }).fill('meridian')
    await page.getByRole('button', { name: 'Show' }).click()
    await page.waitForURL(/to=meridian/)
    await page.getByRole('rowheader', { name: ids.awaiting }).waitFor()
    expect(await page.getByRole('rowheader', { name: ids.blocked }).count()).toBe(0)
    await examine(page, 'withdrawals-filtered')
  })

  it('filters that cannot be, each with its sentence, and the way back', async () => {
    const page = await at('ruth', '/withdrawals?state=lost&from=2026-02-31&to=zzz&below=x')
    await page.getByText('There is no such state. This filter is ignored.').waitFor()
    await page.getByText(/“2026-02-31” is no date/).waitFor()
    await page.getByText('No withdrawal matches.').nth(1).waitFor()
    await examine(page, 'withdrawals-none')
    await page.getByRole('link', { name: 'Clear filters' }).click()
    await page.getByRole('link', { name: ids.awaiting }).waitFor()
  })

  it('the list and its filters without script', async () => {
    const storageState = await people.get('ruth')?.context.storageState()
    const context = await browser.newContext({
      ...{ baseURL: desk.webUrl, javaScriptEnabled: false },
      ...(storageState && { storageState }),
    })
    const page = await context.newPage()
    await page.goto('/withdrawals')
    await page.getByRole('combobox', { name: 'State' }).selectOption('ended')
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByRole('rowheader', { name: ids.executed }).waitFor()
    expect(await page.getByRole('rowheader', { name: ids.awaiting }).isVisible()).toBe(false)
    await context.close()
  })

  it('all Safes', async () => {
    const page = await at('ruth', '/safes')
    await page.getByRole('heading', { level: 1, name: /^All three Safes are advisory/ }).waitFor()
    await examine(page, 'safes')
  })

  it('a Safe with a queue and a gap in it', async () => {
    const page = await at('ruth', '/safes/treasury')
    await page.getByText(/^Nonce \d+ is free\./).waitFor()
    await page.getByRole('link', { name: ids.awaiting }).waitFor()
    expect(await page.getByRole('link', { name: ids.rejected }).count()).toBe(0)
    for (const name of ['Threshold', 'Owners', 'Modules', 'Guard', 'Singleton'])
      await page
        .getByRole('row', { name: new RegExp(`${name} .*equal`) })
        .first()
        .waitFor()
    await page.getByRole('rowheader', { name: /0x3C44/ }).waitFor()
    await examine(page, 'safe')
  })

  it('a Safe that this desk does not serve', async () => {
    const page = await at('ruth', '/safes/nobody')
    await page.getByRole('heading', { level: 1 }).waitFor()
    people.get('ruth')?.faults.splice(0) // the 404 itself
  })

  it('members, to one who may know when they were here and to one who may not', async () => {
    const page = await at('viktor', '/members')
    await page.getByRole('columnheader', { name: 'Last seen' }).waitFor()
    await page.getByRole('heading', { level: 1, name: 'Nobody holds two owner keys of one Safe.' }).waitFor()
    await examine(page, 'members-admin')
    const hers = await at('ruth', '/members')
    expect(await hers.getByRole('columnheader', { name: 'Last seen' }).count()).toBe(0)
    await examine(hers, 'members')
  })

  it('the bar with all its pages, on screens that just hold it', async () => {
    const page = await at('ruth', '/withdrawals')
    for (const width of [1280, 1024, 920]) {
      await page.setViewportSize({ width, height: 800 })
      expect({ width, wide: await sidewaysScroll(page) }).toEqual({ width, wide: 0 })
    }
  })
})

describe('while the chain is silent', () => {
  beforeAll(() => void process.kill(desk.chainPid, 'SIGSTOP'))
  afterAll(() => void process.kill(desk.chainPid, 'SIGCONT'))

  it('a Safe shows what is stored, and names who is silent', async () => {
    const page = await at('ruth', '/safes/treasury')
    await page
      .getByText(/does not answer|no answer within/)
      .first()
      .waitFor()
    await page.getByRole('link', { name: ids.awaiting }).waitFor()
    await examine(page, 'safe-silent')
  })

  it('the list of withdrawals is as always', async () => {
    const page = await at('ruth', '/withdrawals')
    await page.getByRole('rowheader', { name: ids.awaiting }).waitFor()
  })

  it('left no fault in any console', () => expect([...people.values()].flatMap(({ faults }) => faults)).toEqual([]))
})
