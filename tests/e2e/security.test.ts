import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest'
import { openChromium, openWatched, sidewaysScroll, type Watched } from '@/tests/builders/browser'
import { startTestDesk, type TestDesk } from '@/tests/builders/test-desk'
import { plugInEmpty } from '@/tests/builders/virtual-authenticator'
import { keepShot } from './keep-shot'

// A desk of its own: the demo passkeys do not count, and a desk that has seen them count takes them for copies.
let desk: TestDesk
let browser: Browser
const opened: Watched[] = []

beforeAll(async () => {
  desk = await startTestDesk()
  browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await desk?.stop()
})

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const row = (page: Page, name: string | RegExp) => page.getByRole('row', { name })

/** A browser in which somebody is a demo member, with an authenticator that holds nothing yet. */
async function enter(name: string): Promise<{ page: Page; context: BrowserContext }> {
  const watched = await openWatched(browser, desk.webUrl)
  opened.push(watched)
  const page = await watched.context.newPage()
  onTestFailed(async () => void process.stdout.write(`${page.url()}\n${await page.locator('body').innerText()}\n`))
  await plugInEmpty(page)
  await signInAs(page, name)
  return { page, context: watched.context }
}

async function signInAs(page: Page, name: string): Promise<void> {
  await page.goto('/sign-in')
  await button(page, `Be ${name}`).click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
}

describe('my security', () => {
  it('adds a second passkey beside the demo one, and the new one confirms by itself', async () => {
    const { page } = await enter('Ruth')
    await page.getByRole('link', { name: 'My security' }).first().click()
    await row(page, /^Demo passkey/).waitFor()
    await examine(page, 'security')
    await button(page, 'Add a passkey').click()
    await page.getByRole('textbox', { name: 'What you call it' }).fill('Blue key')
    await button(page, 'Make the passkey').click()
    await button(page, 'Use demo passkey').waitFor()
    await examine(page, 'security-add')
    await button(page, 'Use demo passkey').click()
    await page.getByText(/^“Blue key” is yours\. It counts from /).waitFor()
    await button(page, 'Back to my security').click()
    await row(page, /^Blue key/).waitFor()
    await page.waitForTimeout(1500) // the demo's cooling
    await row(page, /^Demo passkey/)
      .getByRole('button')
      .click()
    await button(page, 'Use a passkey on this device').click()
    await page.getByText(/^retired /).waitFor()
    expect(
      await row(page, /^Blue key/)
        .getByRole('button')
        .count(),
    ).toBe(0) // it is the only one now
    await page.getByText('This is your only passkey here.').waitFor()
  })

  it('offers the demo passkey no further once it is retired', async () => {
    const { page } = await enter('Ruth')
    await page.goto('/security')
    await button(page, 'Add a passkey').click()
    await page.getByRole('textbox', { name: 'What you call it' }).fill('Green key')
    await button(page, 'Make the passkey').click()
    await button(page, 'Use demo passkey').click()
    await page.getByText('The demo passkey of this member does not count here.').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  })

  it('ends a session: its next request is signed out', async () => {
    const first = await enter('Bram')
    const second = await enter('Bram')
    await second.page.goto('/security')
    await first.page.goto('/security')
    await first.page.getByText('this one').waitFor()
    await button(first.page, /^End the session of Headless Chrome \d+ on Linux, since /).click()
    await first.page.getByText('You are signed in nowhere else.').waitFor()
    await second.page.reload()
    await second.page.waitForURL((url) => url.pathname === '/sign-in')
    await second.page.getByRole('heading', { name: 'Be a demo member' }).waitFor()
  })

  it('ends all other sessions', async () => {
    const [first, second, third] = [await enter('Lena'), await enter('Lena'), await enter('Lena')]
    await first.page.goto('/security')
    await button(first.page, 'End all other sessions').click()
    await first.page.getByText('You are signed in nowhere else.').waitFor()
    for (const { page } of [second, third]) {
      await page.goto('/')
      await page.waitForURL((url) => url.pathname === '/sign-in')
    }
  })
})

describe('a member without a passkey', () => {
  it('is led to the code that an admin issues, and enrols', async () => {
    const admin = await enter('Viktor')
    await admin.page.goto('/security')
    await admin.page.getByRole('link', { name: 'Enrol others' }).click()
    await admin.page.getByText('Everybody has a passkey here.').first().waitFor()
    await examine(admin.page, 'enrolment-empty')
    await button(admin.page, /^Retire Tomas’s demo passkey/).click()
    await button(admin.page, 'Use demo passkey').click()
    await button(admin.page, 'Issue a code for Tomas').click()
    await button(admin.page, 'Use demo passkey').click()
    await admin.page.getByText(/^Give this code to Tomas/).waitFor()
    await admin.page.getByText(/ left\.$/).waitFor()
    await examine(admin.page, 'enrolment-code')
    const code = await admin.page.locator('.said.code code').innerText()
    expect(code).toMatch(/^([0-9A-Z]{5}-){4}[0-9A-Z]{5}$/)
    await button(admin.page, 'Done, I passed it on').click()
    await admin.page.getByText(/^a code is out, until /).waitFor()
    await examine(admin.page, 'enrolment')
    const sent = await opened.at(-1)?.bodies()
    expect(sent?.filter(({ text }) => text.includes(code))).toEqual([])

    const { page } = await enter('Tomas')
    expect(new URL(page.url()).pathname).toBe('/security')
    await page.getByRole('heading', { name: 'Your first passkey' }).waitFor()
    await examine(page, 'security-enrol')
    await page.getByRole('textbox', { name: 'Code from an admin' }).fill('ABC')
    await page.getByRole('textbox', { name: 'What you call this passkey' }).fill('Red key')
    await button(page, 'Make the passkey').click()
    await page.getByText('A code is five groups of five').waitFor()
    await page.getByRole('textbox', { name: 'Code from an admin' }).fill('00000 00000 00000 00000 00000')
    await button(page, 'Make the passkey').click()
    await page.getByText('This code does not work').waitFor()
    await examine(page, 'security-enrol-errors')
    await page.getByRole('textbox', { name: 'Code from an admin' }).fill(code.toLowerCase())
    await page.goto('/')
    await page.getByText('You have no passkey here.').waitFor()
    await page.getByRole('link', { name: 'Enter a code' }).click()
    await page.getByRole('textbox', { name: 'Code from an admin' }).fill(code.toLowerCase())
    await page.getByRole('textbox', { name: 'What you call this passkey' }).fill('Red key')
    await button(page, 'Make the passkey').click()
    await row(page, /^Red key/).waitFor()
    expect(await page.getByRole('heading', { name: 'Your first passkey' }).count()).toBe(0)
    await admin.page.reload()
    await admin.page.getByText('Everybody has a passkey here.').first().waitFor()
    await button(admin.page, /^Retire Tomas’s “Red key”/).waitFor()
  })

  it('is issued a code by admins alone', async () => {
    const { page } = await enter('Noor')
    await page.goto('/admin/enrolment')
    await page.getByRole('heading', { name: 'Admins enrol others.' }).waitFor()
    expect(await page.getByRole('button', { name: /^Issue a code/ }).count()).toBe(0)
    await examine(page, 'enrolment-others')
  })

  it('left no fault in any console', () => expect(opened.flatMap(({ faults }) => faults)).toEqual([]))
})

/** Looks at one page in both widths and schemes: axe finds nothing and nothing scrolls sideways. */
async function examine(page: Page, name: string): Promise<void> {
  const found: string[] = []
  for (const scheme of ['light', 'dark'] as const)
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme: scheme })
      const options = { resultTypes: ['violations' as const], selectors: false, iframes: false }
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().options(options).analyze()
      for (const { id, nodes } of violations)
        found.push(...nodes.map(({ html }) => `${name} ${width} ${scheme}: ${id} at ${html.slice(0, 160)}`))
      const wide = await sidewaysScroll(page)
      if (wide > 0) found.push(`${name} scrolls ${wide}px sideways at ${width}`)
      await keepShot(page, `${name}-${width}-${scheme}`)
    }
  await page.setViewportSize({ width: 1440, height: 900 })
  expect(found).toEqual([])
}
