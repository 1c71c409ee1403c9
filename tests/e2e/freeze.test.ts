import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it, onTestFailed } from 'vitest'
import { openChromium } from '@/tests/builders/browser'
import { DoorPerson } from './door-person'
import { type Member, openMember, screensOf } from './member'
import { confirmWithPasskey, openReview } from './review-steps'

const desk = inject('desk')
const people = new Map<string, Member>()
let browser: Browser

beforeAll(async () => {
  browser = await openChromium()
  for (const id of ['ruth', 'noor', 'sora']) people.set(id, await openMember(browser, desk, id))
})
afterAll(() => browser?.close())

it('is set in two presses from any page, shown everywhere, and lifted by two others', async () => {
  onTestFailed(async () => void process.stdout.write(await screensOf(people.values())))
  const ines = await DoorPerson.enter(desk, 'ines')
  const legs = [{ asset: desk.usdc, recipient: desk.recipient, amount: '12.00' }]
  const id = await ines.stage({ safeId: 'operations', legs, purpose: 'Small change' })

  const { page } = person('ruth')
  await openReview(person('ruth'), id)
  expect(await page.getByRole('button', { name: /^Approve / }).count()).toBe(1)
  await page.getByRole('button', { name: 'Freeze', exact: true }).click()
  await page.getByRole('button', { name: `Freeze ${id}` }).click()
  await page.getByText(`${id} is frozen`).first().waitFor()
  expect(await page.getByRole('button', { name: /^Approve / }).count()).toBe(0)

  const noor = person('noor')
  await noor.page.goto('/')
  await noor.page.getByText(`${id} is frozen`).waitFor()
  for (const name of ['noor', 'sora']) {
    const { page: own } = person(name)
    await own.goto('/freezes')
    await own.getByRole('button', { name: 'Lift' }).click()
    await own.getByRole('button', { name: 'Use a passkey on this device' }).click()
    await own.getByText('Give a reason of at least eight characters.').waitFor()
    await own.getByRole('textbox', { name: 'Reason' }).fill('It was a drill, and it worked.')
    await confirmWithPasskey(person(name))
  }
  await person('sora').page.getByRole('heading', { name: 'Nothing is frozen.' }).waitFor()
  await openReview(person('ruth'), id)
  expect(await page.getByRole('button', { name: /^Approve / }).count()).toBe(1)
  for (const { name, faults } of people.values()) expect(faults, name).toEqual([])
})

function person(id: string): Member {
  const found = people.get(id)
  if (!found) throw new Error(`${id} has no browser`)
  return found
}
