import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest'
import { openChromium, openWatched, type Watched } from '@/tests/builders/browser'
import { startTestDesk, type TestDesk } from '@/tests/builders/test-desk'
import { press, tabTo, type } from './keyboard'
import { answerTo, passPause, type PaymentOrder, waitUntilChecked } from './review-steps'
import { idOf, legOf } from './stage-steps'

// A desk of its own: the demo passkeys do not count, and a desk that has seen them count takes them for copies.
let desk: TestDesk
let browser: Browser
let watched: Watched

beforeAll(async () => {
  desk = await startTestDesk()
  browser = await openChromium()
  watched = await openWatched(browser, desk.webUrl)
})
afterAll(async () => {
  await browser?.close()
  await desk?.stop()
})

it('stages and approves with the demo kit and the keyboard alone', async () => {
  const page = await watched.context.newPage()
  onTestFailed(async () => void process.stdout.write(`${page.url()}\n${await page.locator('body').innerText()}\n`))
  const order = [
    { recipient: desk.recipient, amount: '250' },
    { recipient: desk.recipient, amount: '0.5' },
  ]

  await page.goto('/sign-in')
  await press(page, button(page, 'Be Ines'))
  await page.getByRole('heading', { name: 'Waiting for you' }).waitFor()
  await page.keyboard.type('gs')
  await stageByKeys(page, order)
  const id = await idOf(page)

  for (const name of ['Ruth', 'Tomas']) {
    await become(page, name)
    await approveByKeys(page, order)
  }
  await page
    .getByRole('status')
    .getByText(/^(Cooling until|Ready to be executed)/)
    .waitFor()
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('0.50 ETH')
  expect(id).toMatch(/^W-\d+$/)
  expect(watched.faults).toEqual([])
})

async function stageByKeys(page: Page, order: PaymentOrder): Promise<void> {
  await type(page, page.getByRole('combobox', { name: 'Safe', exact: true }), 'Operations')
  for (const [at, asset] of ['USDC', 'ETH'].entries()) {
    if (at > 0) await press(page, button(page, 'Add a leg'))
    const leg = legOf(page, at + 1)
    await tabTo(page, leg.getByRole('combobox', { name: 'Asset' }))
    await page.keyboard.type(asset)
    await type(page, leg.getByRole('textbox', { name: 'Amount' }), order[at]?.amount ?? '')
    await type(page, leg.getByRole('combobox', { name: 'Recipient' }), 'Meridian')
  }
  await type(page, page.getByRole('textbox', { name: 'Purpose' }), 'Custody top-up')
  await page.getByText('Ready to stage.').waitFor()
  await press(page, page.getByRole('button', { name: /^Stage 250\.00 USDC to Meridian Custody and 0\.50 ETH/ }))
  await press(page, button(page, 'Use demo passkey'))
}

async function become(page: Page, name: string): Promise<void> {
  await press(page, button(page, 'Switch person'))
  await Promise.all([page.waitForEvent('load'), press(page, button(page, `Be ${name}`))])
  await waitUntilChecked(page)
}

async function approveByKeys(page: Page, order: PaymentOrder): Promise<void> {
  const approve = page.getByRole('button', { name: /^Approve / })
  await page.keyboard.press('a')
  // Not armed yet, so it leads to the first open line; each answer leads to the next, the last one back.
  await page.keyboard.press('Enter')
  const open = page.locator('li[aria-current=step]').filter({ hasText: 'Your turn' })
  while ((await open.count()) > 0) {
    const words = await open.locator('b').first().innerText()
    const typed = answerTo(words, order)
    if (typed !== null) await page.keyboard.type(typed)
    await page.keyboard.press('Enter')
    await page.waitForFunction((asked) => document.querySelector('li.now b')?.textContent !== asked, words)
    await page.waitForFunction(() => document.activeElement?.matches('[data-open-line], [data-key]') === true)
  }
  expect(await approve.evaluate((element) => element === document.activeElement)).toBe(true)
  // Their browser runs the transaction first; the button waits for that.
  await page.getByText('Re-executed in this browser').waitFor()
  await page.keyboard.press('Enter')
  const sign = page.getByRole('button', { name: /^Sign with Demo wallet/ })
  await passPause(page, sign)
  await press(page, sign)
  await press(page, button(page, 'Use demo passkey'))
  await page.getByText('Your approval is recorded.').waitFor()
  await press(page, button(page, 'Back to the review'))
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
