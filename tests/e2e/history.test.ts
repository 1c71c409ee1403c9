import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFailed } from 'vitest'
import { openChromium } from '@/tests/builders/browser'
import { DoorPerson } from './door-person'
import { examine } from './examine'
import { type Member, openMember, screensOf } from './member'
import { confirmWithPasskey, openReview } from './review-steps'

const desk = inject('desk')
const people: Member[] = []
let browser: Browser
let id: string

beforeAll(async () => {
  browser = await openChromium()
  const ines = await DoorPerson.enter(desk, 'ines')
  const legs = [{ asset: desk.usdc, recipient: desk.recipient, amount: '21.00' }]
  id = await ines.stage({ safeId: 'operations', legs, purpose: 'Talked about' })
})
afterAll(() => browser?.close())

const open = async (who: string): Promise<Member> => {
  onTestFailed(async () => void process.stdout.write(await screensOf(people)))
  const member = await openMember(browser, desk, who)
  people.push(member)
  return member
}

describe('a question about a withdrawal', () => {
  it('stands on the page until its initiator answers, and the approval stays open', async () => {
    const ruth = await open('ruth')
    await openReview(ruth, id)
    await ruth.page.getByRole('button', { name: 'Ask Ines' }).click()
    const dialog = ruth.page.getByRole('dialog', { name: `Ask Ines about ${id}` })
    await dialog.getByRole('button', { name: `Ask Ines about ${id}` }).click()
    await dialog.getByText('Write something; everyone who opens it reads it.').waitFor()
    await dialog.getByRole('textbox', { name: 'Question' }).fill('Which invoice is this for?')
    await dialog.getByRole('button', { name: `Ask Ines about ${id}` }).click()
    await ruth.page.getByText(/^Ruth asks Ines, /).waitFor()
    expect(await ruth.page.getByRole('button', { name: /^Approve / }).count()).toBe(1)
    await examine(ruth.page, 'review-question')

    const ines = await open('ines')
    await openReview(ines, id)
    expect(await ines.page.getByRole('button', { name: 'Ask Ines' }).count()).toBe(0)
    await ines.page.getByRole('button', { name: 'Answer' }).click()
    const answer = ines.page.getByRole('dialog', { name: `Answer on ${id}` })
    await answer.getByRole('textbox', { name: 'Comment' }).fill('Number 42.')
    await answer.getByRole('button', { name: `Answer on ${id}` }).click()
    await ines.page.getByRole('region', { name: 'History' }).getByText('Number 42.').waitFor()
    expect(await ines.page.getByText(/^Ruth asks Ines, /).count()).toBe(0)
    for (const { faults } of [ruth, ines]) expect(faults).toEqual([])
  })
})

describe('the history', () => {
  it('is narrowed by who had which part, and the address carries it', async () => {
    const noor = await open('noor')
    const { page } = noor
    await page.goto('/withdrawals')
    await page.getByRole('combobox', { name: 'Person' }).selectOption({ label: 'Ines' })
    await page.getByRole('combobox', { name: 'Who' }).selectOption({ label: 'Staged it' })
    await page.getByRole('button', { name: 'Show' }).click()
    await page.waitForURL(/by=ines&as=staged/)
    await page.getByRole('rowheader', { name: id }).waitFor()
    await page.getByRole('combobox', { name: 'Who' }).selectOption({ label: 'Approved it' })
    await page.getByRole('button', { name: 'Show' }).click()
    await page.waitForURL(/by=ines&as=approved/)
    await page.getByText('Approved by Ines.').waitFor()
    expect(await page.getByRole('rowheader', { name: id }).count()).toBe(0)
    await page.getByRole('link', { name: 'Clear', exact: true }).click()
    await page.getByRole('rowheader', { name: id }).waitFor()
    await examine(page, 'withdrawals-accounting')
    expect(noor.faults).toEqual([])
  })

  it('is taken along as a file for accountants, confirmed by a passkey', async () => {
    const noor = await open('noor')
    const { page } = noor
    await page.goto('/withdrawals')
    await page.getByLabel('Executed from, UTC').fill('2020-01-01')
    await page.getByRole('button', { name: 'Export accounting (CSV)' }).click()
    const download = page.waitForEvent('download')
    await confirmWithPasskey(noor)
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^countersign-accounting-2020-01-01-\d{4}-\d\d-\d\d\.csv$/)
    const text = await readFile(await file.path(), 'utf8')
    expect(text.split('\r\n')[0]).toMatch(/^block_time_utc,.*,notes$/)
    await page.getByText(/, where this browser keeps downloads\.$/).waitFor()
    expect(noor.faults).toEqual([])
  })

  it('is reported with bars, told in an inbox and printed as a receipt, at every width', async () => {
    const noor = await open('noor')
    const { page } = noor
    await page.goto('/withdrawals/reports')
    await page.getByRole('heading', { level: 1, name: /payments?\.$|^Nothing was paid\.$/ }).waitFor()
    await examine(page, 'reports')
    await page.getByLabel('From, UTC').fill('2199-01-01')
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByText('It ends before it begins.').waitFor()
    await page.goto('/inbox')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await examine(page, 'inbox')
    await page.goto(`/withdrawals/${id}/receipt`)
    await page.getByText(id).first().waitFor()
    await examine(page, 'receipt')
    expect(noor.faults).toEqual([])
  })

  it('is searched by an address: what lists and the book say of it, and every withdrawal to it', async () => {
    const noor = await open('noor')
    const { page } = noor
    await page.goto('/lists/address')
    await page.getByRole('textbox', { name: 'Address' }).fill('0x12')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByText('An address is 0x and 40 hex digits.').waitFor()
    await page.getByRole('textbox', { name: 'Address' }).fill(desk.recipient.toLowerCase())
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByText(/^The contact Meridian Custody on .*, active\.$/).waitFor()
    await page.getByRole('link', { name: id }).waitFor()
    await examine(page, 'address')
    expect(noor.faults).toEqual([])
  })
})
