import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { buildVerifierPage, type VerifierPage } from '@/bin/verifier/page'
import { openChromium } from '@/tests/builders/browser'
import { examine } from './examine'

let browser: Browser
let folder: string
let built: VerifierPage
let context: BrowserContext
let page: Page
let faults: string[]

beforeAll(async () => {
  browser = await openChromium()
  built = await buildVerifierPage()
  folder = await mkdtemp(path.join(tmpdir(), 'countersign-verifier-'))
  await writeFile(path.join(folder, 'verify.html'), built.html)
})
afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  context = await browser.newContext({ offline: true, reducedMotion: 'reduce' })
  context.setDefaultTimeout(10_000)
  page = await context.newPage()
  faults = []
  page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())))
  page.on('pageerror', (error) => void faults.push(error.message))
  await page.goto(pathToFileURL(path.join(folder, 'verify.html')).href)
  return async () => {
    expect(faults).toEqual([])
    await context.close()
  }
})

type Given = { id: string; class: string; safeTxHash?: string; tx: object; requires?: unknown }
const corpus = readFileSync('tests/fixtures/corpus/cases.json', 'utf8')
const { cases } = JSON.parse(corpus) as { cases: readonly Given[] }
function caseOf(id: string): Given {
  const found = cases.find((one) => one.id === id)
  if (!found) throw new Error(`there is a case ${id}`)
  return found
}
const BYBIT = caseOf('P001')
const field = () => page.getByRole('textbox', { name: 'Transaction', exact: true })
async function verify(text: string): Promise<void> {
  await field().fill(text)
  await page.getByRole('button', { name: 'Verify' }).click()
}

it('is the same file however often it is built', async () => {
  expect((await buildVerifierPage()).sha256).toBe(built.sha256)
})

it('shows the Bybit transaction as blocked, with its hashes, without a network', async () => {
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await verify(JSON.stringify(BYBIT))
  await page.getByText('Blocked.').waitFor()
  const main = page.getByRole('main')
  const text = (await main.innerText()).replaceAll(/\s/g, '')
  expect(text).toContain((BYBIT.safeTxHash ?? '').slice(2))
  expect(text).toContain('DELEGATECALL_UNTRUSTED')
  await page.getByRole('heading', { name: 'If a device shows this, refuse' }).waitFor()
  await examine(page, 'verifier-block')
  expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([])
  // Its own policy forbids it one, also where the machine has one.
  await context.setOffline(false)
  await page.evaluate(() => fetch('http://127.0.0.1:1/').catch(() => undefined))
  expect(faults.splice(0).join(' ')).toMatch(/Content Security Policy/)
})

it('compares what the device shows, character by character', async () => {
  await verify(JSON.stringify(BYBIT))
  const grid = page.getByRole('region', { name: /device shows this/ }).locator('.grid')
  const read = async (at: number) =>
    (
      await grid
        .nth(at)
        .locator('span')
        .evaluateAll((spans) => spans.map((span) => span.lastChild?.textContent ?? ''))
    ).join(' ')
  const message = page.getByRole('textbox', { name: /^Message hash/ })
  const shown = await read(1)
  await message.fill(shown.slice(0, 20))
  await page.getByText(/characters, all the same so far/).waitFor()
  await message.fill(shown)
  await page.getByText('All 64 characters are the same.').waitFor()
  await message.fill(`${shown.slice(0, -1)}${shown.endsWith('0') ? '1' : '0'}`)
  await page.getByText(/^Character 64, in group 16, differs/).waitFor()
  await page.getByRole('textbox', { name: /^Domain hash/ }).fill(await read(0))
  await page.getByText('All 64 characters are the same.').waitFor()
})

it('blocks no honest one, and judges several side by side', async () => {
  const honest = cases.filter(({ class: kind, requires }) => kind === 'benign' && requires === undefined).slice(0, 3)
  await verify(JSON.stringify([...honest, BYBIT]))
  const list = page.getByRole('list', { name: 'Transactions' })
  await list.getByText('Blocked').waitFor()
  expect(await list.getByText('Blocked').count()).toBe(1)
  expect(await list.getByRole('listitem').count()).toBe(4)
  await list.getByRole('button', { name: `Show ${BYBIT.id}` }).click()
  await page.getByRole('heading', { name: 'If a device shows this, refuse' }).waitFor()
})

it.each([
  ['nothing', '', 'Nothing is here yet.'],
  ['no JSON', '{', 'not valid JSON'],
  ['a wrong checksum', JSON.stringify({ ...BYBIT, safe: '0x1db92e2EeBC8E0c075a02BeA49a2935BcD2dFCF4' }), 'safe'],
  ['a number past 2^256', JSON.stringify({ ...BYBIT, tx: { ...BYBIT.tx, value: `1${'0'.repeat(80)}` } }), 'value'],
])('says what is wrong with %s, and keeps it', async (_what, text, words) => {
  await verify(text)
  await page.locator('.err').filter({ hasText: words }).waitFor()
  expect(await field().inputValue()).toBe(text)
  expect(await page.getByText('Blocked.').count()).toBe(0)
})

it('takes a file that is chosen', async () => {
  const file = path.join(folder, 'bybit.json')
  await writeFile(file, JSON.stringify(BYBIT))
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByText('Blocked.').waitFor()
})

it('says what a selector may be called, beside the bytes and what it reads by that name', async () => {
  const to = '0x4aE06B35878EDE14587A7e88DC7F0f4047c33331'
  const words = [to.slice(2), '5', '60', '0'].map((word) => word.padStart(64, '0'))
  const { safeTxHash: _other, ...payment } = caseOf('P053')
  await verify(JSON.stringify({ ...payment, tx: { ...payment.tx, to, data: `0x4000aea0${words.join('')}` } }))
  await page.getByText('name by selector only: transferAndCall(address,uint256,bytes)').waitFor()
  await page
    .getByText(/Nothing vouches for what 0x4000aea0 does/)
    .first()
    .waitFor()
})
