import type { Browser, Locator } from 'playwright-core'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, onTestFailed } from 'vitest'
import { demoMember } from '@/lib/demo/members'
import { openChromium, openWatched } from '@/tests/builders/browser'
import { installTestWallet } from '@/tests/builders/test-wallet'
import { DoorPerson } from './door-person'
import { type Member, openMember, screensOf } from './member'
import { answerChecklist, openReview, signWithWallet, confirmWithPasskey } from './review-steps'
import { legOf, openStage } from './stage-steps'

const desk = inject('desk')
const order = [{ recipient: desk.recipient, amount: '25.00' }]
const people = new Map<string, Member>()
let browser: Browser
let id: string

beforeAll(async () => {
  browser = await openChromium()
  for (const name of ['ines', 'ruth', 'eli']) people.set(name, await openMember(browser, desk, name))
  const legs = [{ asset: desk.usdc, recipient: desk.recipient, amount: '25.00' }]
  const ines = await DoorPerson.enter(desk, 'ines')
  id = await ines.stage({ safeId: 'training', legs, purpose: 'Practice' })
})
afterAll(() => browser?.close())
beforeEach(() => onTestFailed(async () => void process.stdout.write(await screensOf(people.values()))))

describe('a wrong entry gets its sentence at its field, and what was typed stays', () => {
  const stranger = privateKeyToAccount(generatePrivateKey()).address
  const flipped = swapCase(desk.recipient)
  it.each([
    [
      'an address with a wrong checksum',
      'Address',
      flipped,
      'Checksum does not match, so at least one character is wrong.',
    ],
    [
      'an address of another chain',
      'Address',
      `eth:${desk.recipient}`,
      'The prefix says eth; this withdrawal is on local.',
    ],
    ['something that is no address', 'Address', '0x1234', 'address'],
    ['more than the Safe holds', 'Amount', '100001', 'Training Safe holds 100,000.00 USDC.'],
    ['more decimals than the asset has', 'Amount', '1.1234567', 'This asset has 6 decimals; the amount has 7.'],
    ['nothing', 'Amount', '0', 'The amount is zero. Write how much to send.'],
    ['no number', 'Amount', 'a lot', 'Write the amount in digits, with a full stop before decimals.'],
  ])('%s', async (_what, field, typed, sentence) => {
    const { page } = person('ines')
    await openStage(page)
    const leg = legOf(page, 1)
    await page.getByRole('combobox', { name: 'Safe', exact: true }).selectOption({ label: 'Training Safe' })
    await leg.getByRole('combobox', { name: 'Asset' }).selectOption({ label: 'USDC' })
    await leg.getByRole('combobox', { name: 'Recipient' }).selectOption({ label: 'Paste an address' })
    await leg.getByRole('textbox', { name: 'Address' }).fill(field === 'Address' ? typed : stranger)
    await leg.getByRole('textbox', { name: 'Amount' }).fill(field === 'Amount' ? typed : '1')
    await page.getByRole('textbox', { name: 'Purpose' }).fill('A test of what is typed')
    await page.getByRole('button', { name: 'Preview', exact: true }).click()
    const input = leg.getByRole('textbox', { name: field })
    expect(await sentenceAt(input)).toContain(sentence)
    expect(await input.inputValue()).toBe(typed)
    expect(await page.getByRole('textbox', { name: 'Purpose' }).inputValue()).toBe('A test of what is typed')
    expect(await page.getByRole('button', { name: /^Stage / }).getAttribute('aria-disabled')).toBe('true')
  })
})

describe('signing in', () => {
  it('says so when the wallet prompt is closed, and when nobody here has the address', async () => {
    const { context } = await openWatched(browser, desk.webUrl)
    const who = { owner: 'Mallory', key: generatePrivateKey(), chainUrl: desk.chainUrl, chainId: desk.chainId }
    const wallet = await installTestWallet(context, who)
    const page = await context.newPage()
    await page.goto('/sign-in')
    wallet.habits.closes = new Set(['personal_sign'])
    await page.getByRole('button', { name: `Continue with ${wallet.name}` }).click()
    await page.getByRole('alert').getByText("You closed the wallet's prompt.").waitFor()
    wallet.habits.closes = new Set()
    await page.getByRole('button', { name: `Continue with ${wallet.name}` }).click()
    await page.getByRole('alert').getByText('sign it with a wallet that the desk knows').waitFor()
    await context.close()
  })
})

describe('approving', () => {
  it('names what is wrong with the wallet, and goes on once it is settled', async () => {
    const ruth = person('ruth')
    const { habits } = ruth.wallet
    await openReview(ruth, id)
    await answerChecklist(ruth.page, order)

    habits.closes = new Set(['eth_signTypedData_v4'])
    await signWithWallet(ruth)
    await said(ruth, "You closed the wallet's prompt. Nothing was signed or sent.")
    habits.closes = new Set()

    Object.assign(habits, { chainId: 1, isSwitchable: false })
    await signAgain(ruth)
    await said(ruth, `Ruth's wallet is on Ethereum (1); this Safe is on Local chain (31337).`)
    Object.assign(habits, { chainId: desk.chainId, isSwitchable: true })

    const own = habits.key
    habits.key = generatePrivateKey()
    await signAgain(ruth)
    await said(ruth, `answers for ${privateKeyToAccount(habits.key).address}, not for ${demoMember('ruth').address}`)
    habits.key = own

    expect(ruth.wallet.signatures).toEqual([])
    await signAgain(ruth)
    await ruth.page.getByRole('button', { name: 'Use a passkey on this device' }).waitFor()
  })

  it('says so when the passkey does not know its person or is not touched in time, and keeps the signature', async () => {
    const ruth = person('ruth')
    await ruth.securityKey.setVerified(false)
    await confirmWithPasskey(ruth)
    await said(ruth, 'The passkey did not answer in time, or its prompt was closed. Nothing was sent.')
    await ruth.securityKey.setVerified(true)

    await ruth.securityKey.setPresent(false)
    await shortenPatience(ruth)
    await confirmWithPasskey(ruth)
    await said(ruth, 'The passkey did not answer in time, or its prompt was closed. Nothing was sent.')
    await ruth.securityKey.setPresent(true)

    await confirmWithPasskey(ruth)
    await ruth.page.getByText('Your approval is recorded.').waitFor()
    expect(ruth.wallet.signatures).toHaveLength(1)
  })
})

describe('executing', () => {
  it('asks for gas before any signature is handed over', async () => {
    await (await DoorPerson.enter(desk, 'tomas')).approve(id)
    const noor = await DoorPerson.enter(desk, 'noor')
    await noor.waitFor(id, 'ready')
    const eli = person('eli')
    eli.wallet.habits.key = generatePrivateKey()
    await openReview(eli, id)
    await eli.page.getByRole('button', { name: /^Execute / }).click()
    await eli.page.getByRole('button', { name: new RegExp(`with ${eli.wallet.name}$`) }).click()
    await said(eli, 'holds nothing to pay gas with')
    expect((await noor.review(id)).state).toBe('ready')
  })
})

describe('while the chain does not answer', () => {
  it('says so, shows what is stored, approves nothing, and still rejects', async () => {
    const ines = await DoorPerson.enter(desk, 'ines')
    const legs = [{ asset: desk.usdc, recipient: desk.recipient, amount: '7.00' }]
    const other = await ines.stage({ safeId: 'training', legs, purpose: 'Practice without a chain' })
    const { page } = person('ruth')
    process.kill(desk.chainPid, 'SIGSTOP')
    try {
      await page.goto(`/withdrawals/${other}`, { timeout: 60_000 })
      await page.getByText('The chain does not answer.').waitFor()
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('7.00 USDC')
      expect(await page.getByRole('main').innerText()).toContain('Practice without a chain')
      expect(await page.getByRole('button', { name: /^Approve / }).count()).toBe(0)
      await page.getByRole('button', { name: 'Reject with a reason' }).click()
      await page.getByRole('textbox', { name: 'Reason' }).fill('The chain is away; staged anew later')
      await page.getByRole('button', { name: `Reject ${other}` }).click()
      await page.getByRole('region', { name: 'History' }).getByText('rejected it').waitFor({ timeout: 60_000 })
    } finally {
      process.kill(desk.chainPid, 'SIGCONT')
    }
  })
})

it('left no fault in anybody’s console', () => {
  for (const { name, faults } of people.values()) expect(faults, name).toEqual([])
})

/** The sentence that is tied to a field, once it is there. */
async function sentenceAt(field: Locator): Promise<string> {
  const page = field.page()
  const invalid = field.and(page.locator('[aria-invalid=true]'))
  await invalid.waitFor()
  const describedBy = (await invalid.getAttribute('aria-describedby')) ?? ''
  const told = describedBy.split(' ').map((part) => page.locator(`[id="${part}"]`).innerText())
  return (await Promise.all(told)).join(' ')
}

async function signAgain({ page, wallet }: Member): Promise<void> {
  await page.getByRole('button', { name: `Sign with ${wallet.name}` }).click()
}

const said = async ({ page }: Member, sentence: string) =>
  page.getByRole('dialog').getByRole('alert').getByText(sentence).waitFor()

/** Nobody waits two minutes in a test for a passkey that is never touched. */
async function shortenPatience({ page }: Member): Promise<void> {
  await page.evaluate(() => {
    const { credentials } = navigator
    const get = credentials.get.bind(credentials)
    credentials.get = (options) => {
      credentials.get = get
      return get({ ...options, publicKey: { challenge: new Uint8Array(), ...options?.publicKey, timeout: 500 } })
    }
  })
}

/** The same address with the case of one letter changed. */
function swapCase(address: string): string {
  const at = address.slice(2).search(/[a-fA-F]/) + 2
  const letter = address.charAt(at)
  const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()
  return `${address.slice(0, at)}${other}${address.slice(at + 1)}`
}

function person(name: string): Member {
  const found = people.get(name)
  if (!found) throw new Error(`${name} has no browser here`)
  return found
}
