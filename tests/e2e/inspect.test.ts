import type { Browser, Page } from 'playwright-core'
import type { Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, onTestFailed } from 'vitest'
import { demoMember } from '@/lib/demo/members'
import { hashSafeTx } from '@/lib/stage/hash'
import type { SafeTx } from '@/lib/stage/types'
import { openChromium } from '@/tests/builders/browser'
import { bybit, serviceJson } from '@/tests/builders/import-desk'
import { examine } from './examine'
import { type Member, openMember, screensOf } from './member'

const desk = inject('desk')
let browser: Browser
let noor: Member
let page: Page
/** Every signature that was pasted anywhere. */
const signatures: Hex[] = []

beforeAll(async () => {
  browser = await openChromium()
  noor = await openMember(browser, desk, 'noor')
  page = noor.page
})
afterAll(() => browser?.close())
beforeEach(async () => {
  onTestFailed(async () => void process.stdout.write(await screensOf([noor])))
  await page.setViewportSize({ width: 1440, height: 900 })
})

const text = () => page.getByRole('textbox', { name: 'Transaction' })
const inspect = () => page.getByRole('button', { name: 'Inspect this transaction' }).click()
const open = async () => {
  await page.goto('/inspect')
  await page.getByRole('heading', { level: 1, name: 'Look before anybody signs.' }).waitFor()
}
const signed = async (who: string, hash: Hex) => {
  const signature = await privateKeyToAccount(demoMember(who).privateKey).sign({ hash })
  signatures.push(signature)
  return { owner: demoMember(who).address, signature }
}

/** A payment from the treasury that nobody staged, at a nonce that no other test comes near. */
function outside(change: Partial<SafeTx> = {}) {
  const safe = { chainId: desk.chainId, address: desk.safeAddress, version: '1.4.1' } as const
  const none = '0x0000000000000000000000000000000000000000'
  const gas = { safeTxGas: 0n, baseGas: 0n, gasPrice: 0n, gasToken: none, refundReceiver: none } as const
  const tx: SafeTx = { to: desk.recipient, value: 5n, data: '0x', operation: 0, ...gas, nonce: 900n, ...change }
  return { safe, tx, hashes: hashSafeTx(safe, tx) }
}

describe('before anything was brought', () => {
  it('the page says what it is for, and is reached from the bar', async () => {
    await page.goto('/')
    await page.getByRole('link', { name: 'Inspect' }).first().click()
    await page.getByText('Nothing was brought yet.').waitFor()
    await examine(page, 'inspect-empty')
  })
})

describe('what is wrong with a transaction', () => {
  it('is said at its field, and nothing that was typed is lost', async () => {
    await open()
    await text().fill('{"safe": 7')
    await page.getByRole('textbox', { name: 'Why you bring it' }).fill('It came by mail.')
    await inspect()
    await page.getByText(/is not valid JSON/).waitFor()
    expect(await text().getAttribute('aria-invalid')).toBe('true')
    expect(await text().inputValue()).toBe('{"safe": 7')
    expect(await page.getByRole('textbox', { name: 'Why you bring it' }).inputValue()).toBe('It came by mail.')
    const broken = { ...serviceJson(outside()), to: '0x12' }
    await text().fill(JSON.stringify(broken))
    await page.getByRole('textbox', { name: 'Chain id' }).fill('x')
    await inspect()
    await page.getByText(/^Field chainId is "x"; expected/).waitFor()
    expect(await page.getByRole('textbox', { name: 'Chain id' }).getAttribute('aria-invalid')).toBe('true')
    await page.getByRole('textbox', { name: 'Chain id' }).fill(String(desk.chainId))
    await inspect()
    await page.getByText(/^Field to is "0x12"; expected an address/).waitFor()
    await examine(page, 'inspect-errors')
  })
})

describe('the transaction that emptied a cold wallet', () => {
  it('is blocked, names the foreign code, and nobody can approve or execute it', async () => {
    await open()
    const hash = hashSafeTx(outside().safe, outside().tx).safeTx
    const { signature } = await signed('ruth', hash)
    const value = { ...bybit(), signatures: [signature] }
    const file = { name: 'bybit.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(value)) }
    await page.getByLabel('From a file').setInputFiles(file)
    await expect.poll(() => page.getByRole('textbox', { name: 'Transaction' }).inputValue()).not.toBe('')
    // It says chain and version itself, so nobody is asked.
    expect(await page.getByRole('textbox', { name: 'Chain id' }).count()).toBe(0)
    await page.getByRole('textbox', { name: 'Why you bring it' }).fill('The wallet shows a transfer. Is it one?')
    await inspect()
    await page.waitForURL(/\/inspect\/I-\d+$/)
    await page.getByText('It cannot be approved or executed here.').waitFor()
    await page.getByText('Blocked.', { exact: true }).waitFor()
    await page.getByText('DELEGATECALL_UNTRUSTED').first().waitFor()
    await page.getByText('EFFECTS_UNKNOWN').first().waitFor()
    for (const name of [/approve/i, /^execute/i, /sign/i, /hand/i])
      expect(await page.getByRole('main').getByRole('button', { name }).count()).toBe(0)
    await examine(page, 'inspect-bybit')
  })
})

describe('a signature that a key of the desk gave outside of it', () => {
  it('is the first line of the page, which offers the freeze of that Safe', async () => {
    await open()
    const staged = outside()
    await text().fill(JSON.stringify(serviceJson(staged, [await signed('aiko', staged.hashes.safeTx)])))
    expect(await page.getByRole('textbox', { name: 'Chain id' }).inputValue()).toBe(String(desk.chainId))
    expect(await page.getByRole('textbox', { name: 'Version of the Safe' }).inputValue()).toBe('1.4.1')
    await inspect()
    await page.getByRole('heading', { level: 1, name: /^Aiko’s key signed this outside the desk\./ }).waitFor()
    await page.getByText('Nobody staged this here.').waitFor()
    await page.getByRole('row', { name: /^Aiko/ }).getByText('Good for this transaction').waitFor()
    await page.getByRole('button', { name: 'Freeze Treasury Safe' }).click()
    await page.getByRole('dialog').getByText('Nothing is staged, approved or executed from this Safe.').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await examine(page, 'inspect-outside')
  })

  it('brought again leads to the same import', async () => {
    const at = page.url()
    await open()
    await text().fill(JSON.stringify(serviceJson(outside())))
    await inspect()
    await page.waitForURL(at)
  })
})

describe('what was brought before', () => {
  it('is listed with its verdict and its whole hash', async () => {
    await open()
    await page.getByRole('row', { name: /I-\d+/ }).nth(1).waitFor()
    expect(await page.getByRole('row', { name: /I-\d+/ }).count()).toBe(2)
    expect((await page.locator('main').innerText()).replaceAll(/\s/g, '')).toContain(outside().hashes.safeTx.slice(2))
    await examine(page, 'inspect-list')
  })

  it('and no signature of it came back in any answer, nor does any page hold one', async () => {
    const seen = (await noor.bodies()).map(({ text: body }) => body)
    const held = [...seen, await page.content()].join('').toLowerCase()
    expect(signatures).toHaveLength(2)
    for (const signature of signatures)
      for (const half of [signature.slice(2, 66), signature.slice(66, 130)]) expect(held).not.toContain(half)
    expect(noor.faults).toEqual([])
  })
})
