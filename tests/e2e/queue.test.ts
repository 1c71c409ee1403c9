import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFailed } from 'vitest'
import { openChromium } from '@/tests/builders/browser'
import { DoorPerson } from './door-person'
import { type Member, openMember, screensOf } from './member'
import { confirmWithPasskey, openReview } from './review-steps'
import { fillStage, idOf, legOf, openStage, pressStage } from './stage-steps'

const desk = inject('desk')
const people: Member[] = []
let browser: Browser

beforeAll(async () => void (browser = await openChromium()))
afterAll(() => browser?.close())

const open = async (id: string): Promise<Member> => {
  onTestFailed(async () => void process.stdout.write(await screensOf(people)))
  const member = await openMember(browser, desk, id)
  people.push(member)
  return member
}

describe('a withdrawal that is not next', () => {
  it('is not executed before the one that it waits for, and leads there', async () => {
    const [ines, ruth, tomas] = await Promise.all(['ines', 'ruth', 'tomas'].map((name) => DoorPerson.enter(desk, name)))
    if (!ines || !ruth || !tomas) throw new Error('nobody is there')
    const stage = (amount: string) =>
      ines.stage({
        safeId: 'operations',
        legs: [{ asset: desk.usdc, recipient: desk.recipient, amount }],
        purpose: 'In order',
      })
    await stage('14.00')
    const id = await stage('15.00')
    for (const signer of [ruth, tomas]) await signer.approve(id)
    const ready = await ruth.waitFor(id, 'ready')
    const [first] = ready.ahead
    if (!first) throw new Error(`${id} waits for nothing`)

    const eli = await open('eli')
    await openReview(eli, id)
    const { page } = eli
    await page.getByText('Ready, and not its turn yet.').waitFor()
    await page.getByText(`waits for ${first.id}, which has nonce ${first.nonce}.`).waitFor()
    expect(await page.getByRole('button', { name: /^Execute / }).count()).toBe(0)
    await page.getByRole('link', { name: `Open ${first.id}` }).click()
    await page.waitForURL(`**/withdrawals/${first.id}`)

    await page.goto('/')
    const moving = page.getByRole('region', { name: 'In flight' })
    await moving.getByRole('row').filter({ hasText: id }).getByText(`, after ${first.id}`).waitFor()
    expect(await page.getByRole('link', { name: `Execute ${id}` }).count()).toBe(0)
    expect(eli.faults).toEqual([])
  })
})

describe('a form that is open in two windows', () => {
  it('is staged once: the other window says where it went, until the form says something else', async () => {
    const ines = await open('ines')
    const { page } = ines
    await openStage(page)
    await fillStage(page, {
      safe: 'Operations Safe',
      purpose: 'One payment',
      legs: [{ asset: 'ETH', contact: 'Meridian Custody', amount: '0.011' }],
    })
    const second = await page.context().newPage()
    await second.goto('/stage')
    await second.getByText('Ready to stage.').waitFor()
    await page.bringToFront()
    await pressStage(page)
    await confirmWithPasskey(ines)
    const id = await idOf(page)

    await second.getByText(`Staged already, in another window: ${id}.`).waitFor()
    const button = second.getByRole('button', { name: /^Stage .* on / })
    // As a hasty finger does: it says that it is not armed, and pressed all the same it opens nothing.
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    await button.click({ force: true })
    expect(await second.getByRole('dialog').count()).toBe(0)
    await second.getByRole('link', { name: `Open ${id}` }).waitFor()
    await legOf(second, 1).getByRole('textbox', { name: 'Amount' }).fill('0.012')
    await second.getByText('Ready to stage.').waitFor()
    expect(ines.faults).toEqual([])
  })
})
