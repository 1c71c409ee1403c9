import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, onTestFailed } from 'vitest'
import { openChromium } from '@/tests/builders/browser'
import { DoorPerson } from './door-person'
import { type Member, openMember, screensOf } from './member'
import { confirmWithPasskey } from './review-steps'
import { idOf, legOf, openStage, pasteList, pressStage } from './stage-steps'

const desk = inject('desk')
let browser: Browser
let ines: Member
let page: Page

beforeAll(async () => {
  browser = await openChromium()
  ines = await openMember(browser, desk, 'ines')
  page = ines.page
})
afterAll(() => browser?.close())
beforeEach(() => onTestFailed(async () => void process.stdout.write(await screensOf([ines]))))

const csv = (...rows: string[]) => ['recipient,asset,amount', ...rows].join('\n')
const THREE = csv(
  `${desk.recipient},USDC,"1,251.07"`,
  'Meridian Custody,native,0.517',
  `local:${desk.recipient},${desk.usdc},3.19`,
)
const field = () => page.getByRole('textbox', { name: 'Payments' })
const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
const choose = (name: string, text: string) =>
  page.getByLabel('From a file').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
const amountOf = (number: number) => legOf(page, number).getByRole('textbox', { name: 'Amount' }).inputValue()

describe('a list of payments', () => {
  it('becomes legs, is previewed and staged as exactly those', async () => {
    await openStage(page)
    await pasteList(page, THREE)
    await page.getByText('3 payments, 2 assets: 1,254.26 USDC and 0.517 ETH in all.').first().waitFor()
    await press('Take these 3 legs')
    expect(await Promise.all([1, 2, 3].map(amountOf))).toEqual(['1,251.07', '0.517', '3.19'])
    await page.getByRole('textbox', { name: 'Purpose' }).fill('Suppliers of March')
    await pressStage(page)
    await confirmWithPasskey(ines)
    const id = await idOf(page)

    const { intent } = (await (await DoorPerson.enter(desk, 'noor')).review(id)).reviewed.assessment
    expect(intent?.legs.map(({ asset, recipient, units }) => [asset.symbol, recipient, units])).toEqual([
      ['USDC', desk.recipient, 1_251_070_000n],
      ['ETH', desk.recipient, 517_000_000_000_000_000n],
      ['USDC', desk.recipient, 3_190_000n],
    ])
  })

  it('with wrong rows names each, takes nothing, and is still there after a reload', async () => {
    const broken = csv(
      'Meridian Custody,USDC,12.3456789',
      'Meridian Custody,USDC,1.00',
      'Nobody known,USDC,=SUM(A1:A9)',
    )
    await openStage(page)
    await pasteList(page, broken)
    const problems = page.getByRole('list', { name: 'Problems in the list' })
    await problems.waitFor()
    const sentences = [
      'Row 2, amount: 12.3456789 has more decimals than USDC, which has 6.',
      'Row 4, recipient: Nobody known is no address and no name in the address book.',
      'Row 4, amount: =SUM(A1:A9) begins with = as a formula does. Write the plain value.',
    ]
    expect(await problems.getByRole('listitem').allInnerTexts()).toEqual(sentences)
    expect(await field().getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByRole('button', { name: /^Take / }).count()).toBe(0)
    expect(await amountOf(1)).toBe('')

    await page.reload()
    await problems.waitFor()
    expect(await field().inputValue()).toBe(broken)
    await field().fill(broken.replace('12.3456789', '12.34').replace('Nobody known,USDC,=SUM(A1:A9)', ''))
    await page.getByText('2 payments, 1 asset: 13.34 USDC in all.').first().waitFor()
  })

  it.each([
    ['semicolons', 'recipient;asset;amount\nx;USDC;1', 'The columns are separated by semicolons.'],
    ['10,000 rows', csv(...Array.from({ length: 10_000 }, () => 'Meridian Custody,ETH,1')), 'This list has 10,000 pay'],
    ['another chain', '{"version":"1.0","chainId":"1","meta":{},"transactions":[]}', 'This batch is for chain 1;'],
  ])('with %s gets its one sentence, and stays', async (_what, text, sentence) => {
    await openStage(page)
    await pasteList(page, text)
    await page.getByText(sentence).first().waitFor()
    expect(await field().inputValue()).toBe(text)
    expect(await page.getByRole('button', { name: /^Take / }).count()).toBe(0)
  })

  it('comes from a file, adds to or replaces the legs there, and can be taken back', async () => {
    const transactions = [{ to: desk.recipient, value: '250000000000000000', data: '0x' }]
    await openStage(page)
    await legOf(page, 1).getByRole('textbox', { name: 'Amount' }).fill('7')
    await pasteList(page, 'what stood here')
    await choose(
      'batch.json',
      JSON.stringify({ version: '1.0', chainId: String(desk.chainId), meta: {}, transactions }),
    )
    await press('Bring the earlier text back')
    expect(await field().inputValue()).toBe('what stood here')
    await choose('large.csv', 'x'.repeat(300_000))
    await page.getByText('large.csv: The list has 293 kB; up to 256 kB are read').waitFor()
    expect(await field().inputValue()).toBe('what stood here')

    await choose('payments.csv', THREE)
    await press('Add these 3 legs to the leg there')
    expect(await Promise.all([1, 2, 4].map(amountOf))).toEqual(['7', '1,251.07', '3.19'])
    await press('Take these 3 legs back')
    expect([await amountOf(1), await field().inputValue()]).toEqual(['7', THREE])
    await press('Take these 3 legs instead of the leg there')
    expect(await amountOf(1)).toBe('1,251.07')
    expect(await legOf(page, 4).count()).toBe(0)
  })

  it('of 120 payments stays readable: groups with their sums, fields only where one is open', async () => {
    await openStage(page)
    // Amounts that nobody else here pays: the same payment twice is a warning.
    await pasteList(page, csv(...Array.from({ length: 120 }, (_, at) => `Meridian Custody,USDC,${at + 1}.03`)))
    await press('Take these 120 legs')
    await page.getByText('Legs 1 to 25 325.75 USDC').waitFor()
    expect(await page.getByRole('group', { name: /^Leg \d+$/ }).count()).toBe(0)
    await page.locator('summary').filter({ hasText: 'Legs 101 to 120' }).press('Enter')
    const amount = legOf(page, 120).getByRole('textbox', { name: 'Amount' })
    await amount.fill('0')
    await page.getByRole('textbox', { name: 'Purpose' }).fill('Many at once')
    await page.getByText('Legs 101 to 120').click()
    await page.getByText('Legs 101 to 120 2,090.57 USDC, 1 problem').waitFor()
    await amount.fill('120.03')
    await page.getByText('Ready to stage.').waitFor()
    await page.getByRole('button', { name: 'Stage 120 payments, 7,263.60 USDC in all, on Local chain' }).waitFor()
  })
})

it('left no fault in the console', () => expect(ines.faults).toEqual([]))
