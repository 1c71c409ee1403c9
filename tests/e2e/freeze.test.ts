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
  await page.getByRole('button', { name: /^Approve / }).waitFor({ state: 'detached' })

  const noor = person('noor')
  await noor.page.goto('/')
  await noor.page.getByText(`${id} is frozen`).waitFor()
  for (const name of ['noor', 'sora']) {
    const { page: own } = person(name)
    await own.goto('/freezes')
    await own
      .getByRole('listitem')
      .filter({ hasText: `Frozen ${id}` })
      .getByRole('button', { name: 'Lift' })
      .click()
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

it('holds, releases and takes back: each a press and a reason', async () => {
  onTestFailed(async () => void process.stdout.write(await screensOf(people.values())))
  const ines = await DoorPerson.enter(desk, 'ines')
  const legs = [{ asset: desk.usdc, recipient: desk.recipient, amount: '13.00' }]
  const id = await ines.stage({ safeId: 'operations', legs, purpose: 'Small change' })
  const [noor, initiator] = [person('noor'), await openMember(browser, desk, 'ines')]

  await openReview(noor, id)
  await noor.page.getByRole('button', { name: 'Hold it' }).click()
  await noor.page.getByRole('textbox', { name: 'Note' }).fill('Waiting for the custodian to call back.')
  await noor.page.getByRole('button', { name: `Hold ${id}` }).click()
  await noor.page.getByText(`${id} is held. Nobody can approve it now.`).waitFor()
  await openReview(person('ruth'), id)
  expect(
    await person('ruth')
      .page.getByRole('button', { name: /^Approve / })
      .count(),
  ).toBe(0)

  await openReview(noor, id)
  await noor.page.getByRole('button', { name: `Release ${id}` }).click()
  await noor.page.getByRole('textbox', { name: 'Note' }).fill('They called back and confirmed it.')
  await confirmWithPasskey(noor)
  await noor.page.getByRole('button', { name: 'Hold it' }).waitFor()

  await openReview(initiator, id)
  await initiator.page.getByRole('button', { name: 'Cancel it' }).click()
  await initiator.page.getByRole('textbox', { name: 'Reason' }).fill('Staged for the wrong month.')
  await initiator.page.getByRole('button', { name: `Cancel ${id}` }).click()
  await initiator.page.getByText('Cancelled by Ines.').waitFor()
  // To all but compliance and admins a hold is a hold, whoever asked for it.
  const story = await initiator.page.getByRole('region', { name: 'History' }).innerText()
  for (const words of ['Somebody held it', 'Noor released it', 'Ines cancelled it']) expect(story).toContain(words)
  for (const { name, faults } of [...people.values(), initiator]) expect(faults, name).toEqual([])
})

function person(id: string): Member {
  const found = people.get(id)
  if (!found) throw new Error(`${id} has no browser`)
  return found
}
