import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LOOK_ALIKE } from '@/lib/desk/demo-world-book'
import { rehearseJourney } from '@/lib/desk/rehearsal/journey'
import { openChromium, openWatched, type Watched } from '@/tests/builders/browser'
import { startTestDesk, type TestDesk } from '@/tests/builders/test-desk'
import { DoorPerson } from './door-person'
import { examine, faultsOf } from './examine'
import { type Member, openMember } from './member'
import { openReview } from './review-steps'
import { legOf, openStage, pasteList } from './stage-steps'

// A desk of its own, since an empty one is looked at first.
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

describe('before anything happened', () => {
  it('sign-in', async () => {
    const stranger = await openWatched(browser, desk.webUrl)
    opened.push(stranger)
    const page = await stranger.context.newPage()
    await page.goto('/sign-in')
    await page.getByText('No wallet found.').waitFor()
    await examine(page, 'sign-in')
  })

  it('and the examination itself finds what is planted', async () => {
    const { context } = await openWatched(browser, desk.webUrl)
    const page = await context.newPage()
    await page.goto('/sign-in')
    // Said by the page's own script: from here on nobody but us changes the page.
    await page.getByText('No wallet found.').waitFor()
    await page.evaluate(() => {
      const main = document.querySelector('main') ?? document.body
      const planted = main.appendChild(document.createElement('p'))
      planted.append('pale and wide', document.createElement('button'))
      planted.style.color = 'light-dark(#bbb, #444)'
      planted.style.width = '1000px'
    })
    const found = (await faultsOf(page, 'planted')).join('\n')
    for (const words of ['1440 light: color-contrast', '390 dark: color-contrast', 'button-name', 'sideways at 320'])
      expect(found).toContain(words)
    await context.close()
  })

  it('an empty desk', async () => {
    const { page } = await open('ruth')
    await page.getByRole('heading', { name: 'Nothing waits for you.' }).waitFor()
    await examine(page, 'desk-empty')
  })

  it('an empty stage page', async () => {
    const { page } = await open('ines')
    await openStage(page)
    await examine(page, 'stage-empty')
  })

  it('the stage page with a list: its problems, what it repeats, and many legs in groups', async () => {
    const { page } = await open('ines')
    await openStage(page)
    const rows = Array.from({ length: 30 }, (_, at) => `Meridian Custody,USDC,${at + 1}.50`)
    await pasteList(page, ['recipient,asset,amount', 'Meridian,EUR,=1+1', '0x1234,USDC,0.0000001', ...rows].join('\n'))
    await page.getByRole('list', { name: 'Problems in the list' }).waitFor()
    await examine(page, 'stage-list-problems')
    await pasteList(page, ['recipient,asset,amount', ...rows, rows[3]].join('\n'))
    await page.getByRole('button', { name: 'Take these 31 legs' }).waitFor()
    await examine(page, 'stage-list-read')
    await page.getByRole('button', { name: 'Take these 31 legs' }).click()
    await page.getByText('Legs 26 to 31').click()
    await legOf(page, 31).waitFor()
    await examine(page, 'stage-list-legs')
  })
})

describe('in the middle of the work', () => {
  let executed: string
  let awaiting: string
  let blocked: string

  beforeAll(async () => {
    const lines: string[] = []
    // The rehearsal's passkeys do not count, so it comes before those that do.
    await rehearseJourney({ ...desk, url: desk.webUrl, say: (line) => void lines.push(line) })
    executed = /W-\d+/.exec(lines.join(' '))?.[0] ?? ''
    const ines = await DoorPerson.enter(desk, 'ines')
    const legs = [
      { asset: desk.usdc, recipient: desk.recipient, amount: '1200000.00' },
      { asset: 'native', recipient: desk.recipient, amount: '12.5' },
    ]
    awaiting = await ines.stage({ safeId: 'treasury', legs, purpose: 'Settlement of March' })
    const trap = [{ asset: desk.usdc, recipient: LOOK_ALIKE, amount: '250000' }]
    blocked = await ines.stage({ safeId: 'treasury', legs: trap, purpose: 'Custody top-up, as last week' })
  }, 120_000)

  it('a full desk', async () => {
    const { page } = await open('ruth')
    await page.getByRole('link', { name: `Review ${awaiting}` }).waitFor()
    await examine(page, 'desk')
  })

  it('the stage page with wrong entries', async () => {
    const { page } = await open('ines')
    await openStage(page)
    const leg = legOf(page, 1)
    await leg.getByRole('combobox', { name: 'Recipient' }).selectOption({ label: 'Paste an address' })
    await leg.getByRole('textbox', { name: 'Address' }).fill('0x1234')
    await leg.getByRole('textbox', { name: 'Amount' }).fill('0')
    await page.getByRole('button', { name: 'Preview', exact: true }).click()
    await page.getByText('The amount is zero.').waitFor()
    await examine(page, 'stage-errors')
  })

  it('the stage page with a preview', async () => {
    const { page } = await open('ines')
    await openStage(page)
    const leg = legOf(page, 1)
    await leg.getByRole('combobox', { name: 'Recipient' }).selectOption({ label: 'Meridian Custody' })
    await leg.getByRole('textbox', { name: 'Amount' }).fill('1.5')
    await page.getByRole('textbox', { name: 'Purpose' }).fill('Gas for the custody wallet')
    await page.getByText('Ready to stage.').waitFor()
    await examine(page, 'stage-preview')
  })

  it('a review that awaits approvals', async () => {
    const ruth = await open('ruth')
    await openReview(ruth, awaiting)
    await ruth.page
      .getByRole('table', { name: /^From whom to whom\. .*1,200,000\.00 USDC go from Treasury Safe/ })
      .waitFor()
    // Whoever does not come near it does not load it.
    await ruth.page.getByRole('heading', { name: 'Raw transaction' }).scrollIntoViewIfNeeded()
    await ruth.page.getByText('The same in 5 of 5 environments.').waitFor()
    await ruth.page.getByText(/^Who calls whom when it runs: \d+ calls, [\d,]+ gas$/).click()
    await ruth.page.getByText('calls MultiSendCallOnly 1.4.1').first().waitFor()
    await examine(ruth.page, 'review-awaiting')
  })

  it('the dialogs of a review', async () => {
    const ruth = await open('ruth')
    await openReview(ruth, awaiting)
    await ruth.page.getByRole('button', { name: 'Reject with a reason' }).click()
    await ruth.page.getByRole('textbox', { name: 'Reason' }).waitFor()
    await examine(ruth.page, 'review-reject')
  })

  it('a blocked review', async () => {
    const ruth = await open('ruth')
    await openReview(ruth, blocked)
    await ruth.page.getByText(`Nobody can approve ${blocked}.`).waitFor()
    expect(await ruth.page.getByRole('button', { name: /^Approve / }).count()).toBe(0)
    await ruth.page.getByRole('listitem').filter({ hasText: 'RECIPIENT_' }).first().getByText('Why it matters').click()
    await ruth.page.getByRole('link', { name: 'A wallet with 1,155 WBTC' }).waitFor()
    await examine(ruth.page, 'review-blocked')
    await ruth.page.getByRole('link', { name: 'A wallet with 1,155 WBTC' }).click()
    await ruth.page.getByRole('heading', { name: 'Bybit' }).waitFor()
    await examine(ruth.page, 'incidents')
  })

  it('an executed review', async () => {
    const noor = await open('noor')
    await openReview(noor, executed)
    await noor.page.getByText(/^Executed, final at /).waitFor()
    await examine(noor.page, 'review-executed')
  })

  it('a page that is not there', async () => {
    const ruth = await open('ruth')
    await ruth.page.goto('/withdrawals/W-999999')
    await ruth.page.getByRole('heading', { level: 1 }).waitFor()
    await examine(ruth.page, 'not-found')
    ruth.faults.splice(0) // the 404 itself
  })

  it('left no fault in any console', () => expect(opened.flatMap(({ faults }) => faults)).toEqual([]))
})

const people = new Map<string, Member>()

/** The browser of a member, opened once. */
async function open(id: string): Promise<Member> {
  const known = people.get(id)
  const member = known ?? (await openMember(browser, desk, id))
  if (!known) {
    people.set(id, member)
    opened.push(member)
  }
  if (known) await member.page.goto('/')
  return member
}
