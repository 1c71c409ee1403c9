import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import type { Member } from './member'
import { confirmWithPasskey } from './review-steps'

export type Typed = {
  readonly safe: string
  readonly purpose: string
  readonly legs: readonly { readonly asset: string; readonly contact: string; readonly amount: string }[]
}

/** Opens the stage page with nothing kept from before. */
export async function openStage(page: Page): Promise<void> {
  await page.goto('/stage')
  const discard = page.getByRole('button', { name: 'Discard the draft' })
  // A kept draft arrives after the first paint, so a page that shows the empty state may still get one.
  await page.getByRole('textbox', { name: 'Purpose' }).waitFor()
  await page.waitForTimeout(100)
  if (await discard.isVisible()) await discard.click()
}

/** Opens the list of payments and pastes a text over what stands in its field, as a person does. */
export async function pasteList(page: Page, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Payments' })
  if (!(await field.isVisible())) await page.getByText('Paste or upload payments').click()
  // Not filled in: Chromium types that line by line, which takes minutes for ten thousand.
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text)
  await field.press('ControlOrMeta+a')
  await field.press('ControlOrMeta+v')
}

export const legOf = (page: Page, number: number) => page.getByRole('group', { name: `Leg ${number}`, exact: true })

/** Fills the form with contacts of the book. */
export async function fillStage(page: Page, { safe, purpose, legs }: Typed): Promise<void> {
  await page.getByRole('combobox', { name: 'Safe', exact: true }).selectOption({ label: safe })
  for (const [at, { asset, contact, amount }] of legs.entries()) {
    if (at > 0) await page.getByRole('button', { name: 'Add a leg' }).click()
    const leg = legOf(page, at + 1)
    await leg.getByRole('combobox', { name: 'Asset' }).selectOption({ label: asset })
    await leg.getByRole('combobox', { name: 'Recipient' }).selectOption({ label: contact })
    await leg.getByRole('textbox', { name: 'Amount' }).fill(amount)
  }
  await page.getByRole('textbox', { name: 'Purpose' }).fill(purpose)
  // As a treasurer does: without one, paying the same again asks every approver whether that is meant.
  await page.getByRole('textbox', { name: 'Reference' }).fill(`E2E-${randomUUID().slice(0, 8)}`)
}

/** Fills the form in with a call that it offers, named as there, and the values of its parameters. */
export async function fillCall(
  page: Page,
  { call, values, purpose }: { readonly call: string; readonly values: readonly string[]; readonly purpose: string },
): Promise<void> {
  await openStage(page)
  await page.getByRole('radio', { name: 'Call a contract' }).check()
  await page.getByRole('combobox', { name: 'Calls to choose from' }).selectOption({ label: call })
  for (const [at, value] of values.entries()) await page.locator(`[id="call.values.${at}"]`).fill(value)
  await page.getByRole('textbox', { name: 'Purpose' }).fill(purpose)
}

/** Waits for the preview of what stands in the form and opens the passkey step. */
export async function pressStage(page: Page): Promise<void> {
  await page.getByText('Ready to stage.').waitFor()
  await page.getByRole('button', { name: /^Stage .* on / }).click()
}

/** Form, preview, passkey; gives the withdrawal's id. */
export async function stage(member: Member, typed: Typed): Promise<string> {
  const { page } = member
  await openStage(page)
  await fillStage(page, typed)
  await pressStage(page)
  await confirmWithPasskey(member)
  return idOf(page)
}

/** The id of the withdrawal whose review the page went to. */
export async function idOf(page: Page): Promise<string> {
  await page.waitForURL(/\/withdrawals\/W-\d+$/)
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}
