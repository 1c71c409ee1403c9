import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { button, field } from './company'
import { keepShot } from './keep-shot'

/** Imports a plain list, or its newer state. */
export async function importList(page: Page, addresses: readonly string[], change: string): Promise<void> {
  await page.goto('/lists')
  await field(page, 'Id').fill('watch')
  await field(page, 'Name').fill('Own watch list')
  await field(page, 'Source').fill('Incident of Friday')
  await page.getByLabel('Format').selectOption('plain')
  await field(page, 'List').fill(addresses.join('\n'))
  await button(page, 'Read this list').click()
  await button(page, 'Use a passkey on this device').click()
  await page.getByText(change).first().waitFor()
}

/** Lets the list be older, after a mistake that costs nothing typed, and takes it along. */
export async function keepListOtherwise(page: Page): Promise<void> {
  await page.goto('/lists')
  await button(page, 'Change Own watch list').click()
  const dialog = page.getByRole('dialog')
  const submit = dialog.getByRole('button', { name: 'Change Own watch list' })
  await field(page, 'Fetched from').fill('lists.example')
  await dialog.getByRole('textbox', { name: 'Stale after, hours' }).fill('48')
  await field(page, 'Reason').fill('Nobody imports at the weekend.')
  await submit.click()
  await page.getByText('Write a whole URL that begins with https://.').waitFor()
  await keepShot(page, 'change-list')
  await field(page, 'Fetched from').fill('')
  await submit.click()
  await button(page, 'Use a passkey on this device').click()
  await page.getByText('Good for 48 h').waitFor()
  await button(page, 'Export Own watch list').click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    button(page, 'Use a passkey on this device').click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^countersign-list-watch-.*\.json$/)
}
