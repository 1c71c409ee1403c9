import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it, onTestFailed } from 'vitest'
import { writeVerdictLine } from '@/lib/approve/verdict-line'
import { expectedVerdict } from '@/lib/verify/expected-verdict'
import { openChromium } from '@/tests/builders/browser'
import { DoorPerson } from './door-person'
import { keepShot } from './keep-shot'
import { type Member, openMember, screensOf } from './member'
import { answerChecklist, answerPause, confirmWithPasskey, openReview, waitUntilChecked } from './review-steps'

const desk = inject('desk')
const AMOUNT = '25000017.00'
let browser: Browser
let ruth: Member
let tomas: Member

beforeAll(async () => {
  browser = await openChromium()
  ruth = await openMember(browser, desk, 'ruth')
  tomas = await openMember(browser, desk, 'tomas', { width: 390, height: 844, scheme: 'dark' })
})
afterAll(() => browser?.close())

async function stageLarge(): Promise<string> {
  const ines = await DoorPerson.enter(desk, 'ines')
  const legs = [{ asset: desk.usdc, recipient: desk.recipient, amount: AMOUNT }]
  return ines.stage({ safeId: 'treasury', legs, purpose: 'Large enough to be looked at twice' })
}

it('a hash goes to a second device, which stops where it is not its own', async () => {
  onTestFailed(async () => void process.stdout.write(await screensOf([ruth, tomas])))
  const id = await stageLarge()
  await openReview(ruth, id)
  await ruth.page.getByText('Look at it on a second device').click()
  await ruth.page.getByRole('img', { name: `QR code of the address of ${id} and its safeTxHash` }).waitFor()
  await keepShot(ruth.page, 'second-device-code')
  const { safeTx } = (await (await DoorPerson.enter(desk, 'ines')).review(id)).reviewed.assessment.staged.hashes

  await tomas.page.goto(`/withdrawals/${id}#${safeTx}`)
  await waitUntilChecked(tomas.page)
  expect(await tomas.page.getByText('Stop.').count()).toBe(0)
  expect(await tomas.page.getByRole('button', { name: /^Approve / }).count()).toBe(1)

  const other = safeTx.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))
  await tomas.page.goto('about:blank')
  await tomas.page.goto(`${desk.webUrl}/withdrawals/${id}#${other}`)
  await tomas.page.mouse.move(5, 5)
  await tomas.page.getByText(`The other device showed safeTxHash ${other}`).first().waitFor()
  const approve = tomas.page.getByRole('button', { name: /^Approve / })
  expect(await approve.getAttribute('aria-disabled')).toBe('true')
  await keepShot(tomas.page, 'second-device-stop')
  for (const { name, faults } of [ruth, tomas]) expect(faults, name).toEqual([])
})

it('a large payment is approved with the line of the offline verifier, and with no other', async () => {
  onTestFailed(async () => void process.stdout.write(await screensOf([ruth])))
  const { page } = ruth
  const id = await stageLarge()
  await openReview(ruth, id)
  await page.getByText('Offline verdict', { exact: true }).waitFor()
  await answerChecklist(page, [{ recipient: desk.recipient, amount: AMOUNT }])
  await page.getByRole('button', { name: /^Approve / }).click()
  expect(await page.getByRole('textbox', { name: 'Verdict line' }).count()).toBe(0)
  await keepShot(page, 'approve-pause')
  await answerPause(page)

  const { reviewed } = await (await DoorPerson.enter(desk, 'ines')).review(id)
  const { assessment, contacts } = reviewed
  const line = writeVerdictLine(await expectedVerdict({ id, assessment, contacts }))
  const field = page.getByRole('textbox', { name: 'Verdict line' })
  await field.fill(line.replace(/0x../, '0xff').replace('0xffff', '0xff00'))
  await page.getByText('Your verifier read another transaction').waitFor()
  await keepShot(page, 'verdict-line-of-another')
  await page.getByRole('button', { name: 'Go on to the wallet' }).click({ force: true })
  expect(await page.getByRole('button', { name: `Sign with ${ruth.wallet.name}` }).count()).toBe(0)

  await page.getByRole('button', { name: 'Not now' }).click()
  await page.getByRole('button', { name: /^Approve / }).click()
  await answerPause(page)
  expect(await field.inputValue()).toContain('0xff') // nothing typed is lost
  await field.fill(`Verdict       ${line}`)
  await page.getByText('It vouches for this very transaction.').waitFor()
  await keepShot(page, 'verdict-line')
  await page.getByRole('button', { name: 'Go on to the wallet' }).click()
  await page.getByRole('button', { name: `Sign with ${ruth.wallet.name}` }).click()
  await confirmWithPasskey(ruth)
  await page.getByText('Your approval is recorded.').waitFor()
  expect(ruth.faults).toEqual([])
})
