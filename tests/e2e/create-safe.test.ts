import type { Browser } from 'playwright-core'
import { parseEther } from 'viem'
import { afterAll, beforeAll, expect, inject, it, onTestFailed } from 'vitest'
import { demoMember } from '@/lib/demo/members'
import { connectLocalChain } from '@/lib/desk/chain-client'
import { openChromium } from '@/tests/builders/browser'
import { examine } from './examine'
import { type Member, openMember, screensOf } from './member'

const desk = inject('desk')
let browser: Browser
let viktor: Member

beforeAll(async () => {
  browser = await openChromium()
  viktor = await openMember(browser, desk, 'viktor')
  const { address } = demoMember('viktor')
  await connectLocalChain(desk.chainUrl).setBalance({ address, value: parseEther('1') })
})
afterAll(() => browser?.close())

it('creates a Safe where the page said, and the chain then tells whose it is', async () => {
  onTestFailed(async () => void process.stdout.write(await screensOf([viktor])))
  const { page, wallet, faults } = viktor
  await page.goto('/admin/create-safe')
  for (const name of ['Ruth', 'Tomas', 'Aiko'])
    await page.getByRole('checkbox', { name: new RegExp(`^${name}`) }).check()
  await page.getByRole('combobox', { name: 'Owners who sign' }).selectOption({ label: '1 of 3' })
  await page.getByText('One key alone moves everything: the threshold is 1 of 3.').waitFor()
  await page.getByRole('combobox', { name: 'Owners who sign' }).selectOption({ label: '2 of 3' })
  await examine(page, 'create-safe')
  await page.getByRole('button', { name: `Create with ${wallet.name}` }).click()
  const link = page.getByRole('link', { name: 'Import it' })
  await link.waitFor()
  await link.click()
  await page.getByText('2 of 3 have to sign').waitFor()
  await page.getByRole('button', { name: 'Propose to serve this Safe' }).waitFor()
  expect(faults).toEqual([])
})
