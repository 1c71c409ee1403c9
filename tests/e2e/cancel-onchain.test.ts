import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it, onTestFailed } from 'vitest'
import { openChromium } from '@/tests/builders/browser'
import { DoorPerson } from './door-person'
import { examine } from './examine'
import { type Member, openMember, screensOf } from './member'
import { approve, confirmWithPasskey, openReview } from './review-steps'
import { idOf } from './stage-steps'

const desk = inject('desk')
const people = new Map<string, Member>()
let browser: Browser

beforeAll(async () => {
  browser = await openChromium()
  for (const id of ['ines', 'tomas', 'eli']) people.set(id, await openMember(browser, desk, id))
})
afterAll(() => browser?.close())

const legs = [{ asset: desk.usdc, recipient: desk.recipient, amount: '3.00' }]

it('kills the signatures of a withdrawal: started, approved, executed, and the original says so', async () => {
  onTestFailed(async () => void process.stdout.write(await screensOf(people.values())))
  const [ines, ruth, aiko] = await Promise.all(['ines', 'ruth', 'aiko'].map((who) => DoorPerson.enter(desk, who)))
  if (!ines || !ruth || !aiko) throw new Error('three people come to the door')
  const id = await ines.stage({ safeId: 'treasury', legs, purpose: 'Custody fee' })
  await ruth.approve(id)

  const cancel = await startCancel(person('ines'), id)
  const { page } = person('ines')
  await page.getByText('Two transactions compete for nonce').waitFor()
  expect(await page.getByRole('main').innerText()).toContain(
    `${id} has 1 of 3 signatures; its cancel ${cancel} has 0 of 3`,
  )
  await examine(page, 'cancel-review')
  await openReview(person('ines'), id)
  expect(await page.getByRole('link', { name: `Open its cancel ${cancel}` }).count()).toBe(1)
  await examine(page, 'cancel-original')

  await ruth.approve(cancel)
  await aiko.approve(cancel)
  await approve(person('tomas'), cancel, [])
  await execute(person('eli'), cancel)
  await person('eli')
    .page.getByText(/^Executed, final at /)
    .waitFor({ timeout: 60_000 })

  await page.goto(`/withdrawals/${id}`)
  await page.getByText('Cancelled on chain.').waitFor({ timeout: 30_000 })
  expect(await page.getByRole('main').innerText()).toContain(`${cancel} used up nonce`)
  await examine(page, 'cancel-done')
  for (const { name, faults } of people.values()) expect(faults, name).toEqual([])
})

it('fills a gap with a rejection, from the page of its Safe', async () => {
  onTestFailed(async () => void process.stdout.write(await screensOf(people.values())))
  const ines = await DoorPerson.enter(desk, 'ines')
  const gap = await ines.stage({ safeId: 'operations', legs, purpose: 'Staged by mistake' })
  const behind = await ines.stage({
    safeId: 'operations',
    legs: legs.map((leg) => ({ ...leg, amount: '4.00' })),
    purpose: 'Rent',
  })
  await ines.do('cancel', { withdrawalId: gap, reason: 'It was staged by mistake.' })

  const { page } = person('ines')
  await page.goto('/safes/operations')
  await page.getByRole('button', { name: /^Fill nonce \d+ with a rejection$/ }).click()
  await examine(page, 'gap-dialog')
  await giveReason(page, 'Nothing is to be paid at this nonce.')
  await confirmWithPasskey(person('ines'))
  const id = await idOf(page)
  await page.getByRole('heading', { level: 1 }).filter({ hasText: 'uses up nonce' }).waitFor()
  await page.goto('/safes/operations')
  expect(await page.getByRole('region', { name: 'Queue by nonce' }).innerText()).toContain(id)
  expect(await page.getByRole('button', { name: /^Fill nonce/ }).count()).toBe(0)
  await examine(page, 'gap-filled')
  for (const one of [id, behind]) await ines.do('cancel', { withdrawalId: one, reason: 'The test is over.' })
})

/** The initiator's way: button, reason, passkey; gives the cancel's id. */
async function startCancel(member: Member, id: string): Promise<string> {
  const { page } = member
  await openReview(member, id)
  await page.getByRole('button', { name: `Cancel ${id} on chain` }).click()
  const dialog = page.getByRole('dialog', { name: `Cancel ${id} on chain` })
  await dialog.getByText('stay valid').waitFor()
  await examine(page, 'cancel-dialog')
  await giveReason(page, 'The payee asked for another address.')
  await confirmWithPasskey(member)
  await page.waitForURL((url) => /\/withdrawals\/W-\d+$/.test(url.pathname) && !url.pathname.endsWith(id))
  return idOf(page)
}

async function giveReason(page: Page, reason: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Reason' }).fill(reason)
}

async function execute(member: Member, id: string): Promise<void> {
  const { page, wallet } = member
  await openReview(member, id)
  await page.getByRole('button', { name: /^Execute the cancel of nonce / }).click({ timeout: 60_000 })
  await page.getByRole('button', { name: new RegExp(`with ${wallet.name}$`) }).click()
  await confirmWithPasskey(member)
  await page.getByText('Sent. The desk follows it to the end.').waitFor()
  await page.getByRole('button', { name: 'Back to the review' }).click()
}

function person(id: string): Member {
  const found = people.get(id)
  if (!found) throw new Error(`${id} has no browser here`)
  return found
}
