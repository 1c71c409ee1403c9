import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { getAddress } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest'
import { readBalance } from '@/lib/desk/rehearsal/balances'
import { openChromium, openWatched } from '@/tests/builders/browser'
import { type EmptyDesk, newcomer, type Newcomer, startEmptyDesk } from '@/tests/builders/empty-desk'
import { installTestWallet } from '@/tests/builders/test-wallet'
import { plugInEmpty } from '@/tests/builders/virtual-authenticator'
import { faultsOf } from './examine'
import { keepShot } from './keep-shot'
import type { Member } from './member'
import { screensOf } from './member'
import { answerChecklist, confirmWithPasskey, openReview, signWithWallet } from './review-steps'
import { stage } from './stage-steps'

const ADMINS = [newcomer('ada', 'Ada Lind', ['admin']), newcomer('boris', 'Boris Ekman', ['admin'])]
const SIGNERS = ['Cleo Ray', 'Dan Moe', 'Esa Aho'].map((name) =>
  newcomer(name.split(' ')[0]?.toLowerCase() ?? '', name, ['signer']),
)
const FAY = newcomer('fay', 'Fay Holm', ['executor', 'initiator'])
const OTHERS = [FAY, newcomer('gus', 'Gus Berg', ['compliance'])]
const payee = privateKeyToAccount(generatePrivateKey()).address

let browser: Browser
let desk: EmptyDesk
const people = new Map<string, Member>()

beforeAll(async () => {
  browser = await openChromium()
  desk = await startEmptyDesk({ admins: ADMINS, owners: SIGNERS, executor: FAY })
}, 600_000)
afterAll(async () => {
  await browser?.close()
  await desk?.stop()
})

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })

it('goes from an empty database to an executed withdrawal of a Safe that was created elsewhere', async () => {
  onTestFailed(async () => void process.stdout.write(await screensOf(people.values())))
  for (const admin of ADMINS) {
    const code = new RegExp(`${admin.address}:\\s+\\S+/join#(\\S+)`).exec(desk.told)?.[1] ?? ''
    await join(admin, `${desk.webUrl}/join#${code}`)
    await enrol(admin, code)
  }
  const ada = page('ada')
  await ada.goto('/admin')
  await ada.getByText('Next: members for every role.').waitFor()
  await look(ada, 'checklist')

  for (const person of [...SIGNERS, ...OTHERS]) await invite(person)
  for (const person of [...SIGNERS, ...OTHERS]) await enrol(person, await issueCode(person))

  await propose('/admin/propose/add-safe', 'Propose to serve this Safe', async (at) => {
    await field(at, 'Address of the Safe').fill(desk.safe)
    await button(at, 'Ask the chain').click()
    await at.getByText('2 of 3 have to sign').waitFor()
    await field(at, 'Name here').fill('Halden Treasury')
    await look(at, 'import-safe')
  })
  for (const asset of ['native', desk.usdc])
    await propose('/admin/propose/add-asset', 'Propose this asset', async (at) => {
      await field(at, 'Address of the token').fill(asset)
      await button(at, 'Ask the chain').click()
      await field(at, 'Symbol here').waitFor()
    })
  await propose('/admin/propose/add-contacts', 'Propose these contacts', async (at) => {
    await field(at, 'Name').fill('Northern Fuel')
    await field(at, 'Address').fill(payee)
    await button(at, 'Add to the list').click()
    await look(at, 'contacts')
  })
  await propose('/admin/propose/set-policy', 'Propose this policy', async (at) => {
    await at.getByText('Signers with a key of it: Cleo Ray, Dan Moe, Esa Aho.').waitFor()
    await look(at, 'policy')
  })
  await ada.goto('/admin')
  await ada.getByText('Nothing waits for a second admin.').waitFor()
  await ada.getByText('8 of 8').waitFor()
  await look(ada, 'admin')

  const before = await readBalance(desk.chainUrl, desk.usdc, payee)
  const id = await stage(person('fay'), {
    safe: 'Halden Treasury',
    purpose: 'Bunker fuel',
    legs: [{ asset: 'USDC', contact: 'Northern Fuel', amount: '1250.00' }],
  })
  for (const { id: signer } of SIGNERS.slice(0, 2)) {
    const at = person(signer)
    await openReview(at, id)
    await answerChecklist(at.page, [{ recipient: getAddress(payee), amount: '1250.00' }])
    await signWithWallet(at)
    await confirmWithPasskey(at)
    await at.page.getByText('Your approval is recorded.').waitFor()
  }
  const fay = person('fay')
  await openReview(fay, id)
  await button(fay.page, /^Execute /).click({ timeout: 60_000 })
  await button(fay.page, new RegExp(`with ${fay.wallet.name}$`)).click()
  await confirmWithPasskey(fay)
  await fay.page.getByText('Sent. The desk follows it to the end.').waitFor()
  await button(fay.page, 'Back to the review').click()
  await fay.page.getByText(/^Executed, final at /).waitFor({ timeout: 60_000 })
  expect((await readBalance(desk.chainUrl, desk.usdc, payee)) - before).toBe(1_250_000_000n)

  expect(await verifyExport(person('gus'), id)).toMatchObject({ code: 0 })
  for (const { name, faults } of people.values()) expect(faults, name).toEqual([])
}, 600_000)

it('changes a policy: what loosens cools and is vetoed, what tightens hits what is pending at once', async () => {
  onTestFailed(async () => void process.stdout.write(await screensOf(people.values())))
  const pending = await stage(person('fay'), {
    safe: 'Halden Treasury',
    purpose: 'Port dues',
    legs: [{ asset: 'USDC', contact: 'Northern Fuel', amount: '77.00' }],
  })
  await openReview(person('cleo'), pending)
  await page('cleo')
    .getByText(/0 of 2/)
    .first()
    .waitFor()

  await changePolicy((text) => text.replace('"expirySeconds": 259200', '"expirySeconds": 518400'), 'looser')
  const gus = page('gus')
  await gus.goto('/admin')
  await gus.getByText(/version 2, cools until /).waitFor()
  await look(gus, 'policies')
  await button(gus, 'Veto').click()
  await field(gus, 'Reason').fill('Six days are too long.')
  await button(gus, 'Veto version 2 for Halden Treasury').click()
  await gus.getByText(/version 2, vetoed by Gus Berg: “Six days are too long\.”/).waitFor()

  await changePolicy((text) => text.replace('"need": 2', '"need": 3'), 'tighter')
  await gus.goto('/admin')
  await gus.getByText(/version 3, counts since /).waitFor()
  await page('cleo').reload()
  await page('cleo')
    .getByText(/0 of 3/)
    .first()
    .waitFor()

  await gus.goto('/book')
  await gus.getByText('One contact counts.').waitFor()
  await look(gus, 'book')
  for (const { name, faults } of people.values()) expect(faults, name).toEqual([])
}, 300_000)

/** Ada changes the policy's text, sees what that does, and proposes it; Boris agrees. */
async function changePolicy(alter: (text: string) => string, effect: string): Promise<void> {
  const ada = page('ada')
  await ada.goto('/admin')
  await ada.getByRole('link', { name: 'Change it for Halden Treasury' }).click()
  const text = ada.getByRole('textbox', { name: /^Version \d+ of the policy of Halden Treasury$/ })
  await text.fill(alter(await text.inputValue()))
  await ada.getByRole('cell', { name: effect, exact: true }).waitFor()
  if (effect === 'looser') await look(ada, 'difference')
  await field(ada, 'Why').fill('Agreed in the meeting of Friday.')
  await button(ada, 'Propose this version').click()
  await button(ada, 'Use a passkey on this device').click()
  await agree(ada)
}

function person(id: string): Member {
  const found = people.get(id)
  if (!found) throw new Error(`${id} has no browser here`)
  return found
}

const page = (id: string): Page => person(id).page

/** Opens the link in a browser of their own, proves the wallet and signs in with it. */
async function join(who: Newcomer, link: string): Promise<void> {
  const watched = await openWatched(browser, desk.webUrl)
  const wallet = await installTestWallet(watched.context, {
    owner: who.name,
    key: who.privateKey,
    chainUrl: desk.chainUrl,
    chainId: desk.chainId,
  })
  const at = await watched.context.newPage()
  await plugInEmpty(at)
  // Its passkey is made here and stands nowhere else, so its counter needs no help.
  const idle = {
    setVerified: async () => {},
    setPresent: async () => {},
    catchUp: async () => {},
    answerCount: () => 0,
  }
  people.set(who.id, { ...watched, id: who.id, name: who.name, page: at, wallet, securityKey: idle })
  await at.goto(link)
  await at.getByText(`${who.name}, ${[...who.roles].sort().join(' and ')} at Halden Shipping.`).waitFor()
  expect(at.url()).not.toContain('#')
  if (who.id === 'ada') await look(at, 'join')
  await button(at, `Prove with ${wallet.name}`).click()
  await at.getByRole('link', { name: 'Sign in' }).click()
  await button(at, `Continue with ${wallet.name}`).click()
  await at.waitForURL((url) => url.pathname === '/security')
}

/** Enrols the first passkey with a code, and waits until it counts. */
async function enrol(who: Newcomer, code: string): Promise<void> {
  const at = page(who.id)
  await at.goto('/security')
  await field(at, 'Code from an admin').fill(code)
  await field(at, 'What you call this passkey').fill('Desk key')
  await button(at, 'Make the passkey').click()
  await at.getByRole('row', { name: /^Desk key/ }).waitFor()
  await at.waitForTimeout(1200)
}

/** Ada proposes a member, Boris agrees, and the link works. */
async function invite(who: Newcomer): Promise<void> {
  const at = page('ada')
  await at.goto('/admin/propose/invite-member')
  await field(at, 'Name').fill(who.name)
  await field(at, 'Id').fill(who.id)
  await field(at, 'Address of their wallet').fill(who.address)
  for (const role of who.roles) await at.getByRole('checkbox', { name: new RegExp(`^${role} `) }).check()
  await field(at, 'Why').fill('They work here.')
  if (who === SIGNERS[0]) await look(at, 'invite')
  await button(at, 'Propose this member').click()
  await button(at, 'Use a passkey on this device').click()
  const link = await at.locator('.said.code code').innerText()
  await at.getByRole('link', { name: /^I kept it: show P-/ }).click()
  await agree(at)
  await join(who, link)
}

async function issueCode(who: Newcomer): Promise<string> {
  const at = page('ada')
  await at.goto('/admin/enrolment')
  await button(at, `Issue a code for ${who.name}`).click()
  await button(at, 'Use a passkey on this device').click()
  const code = await at.locator('.said.code code').innerText()
  await button(at, 'Done, I passed it on').click()
  return code
}

/** Ada fills a form in and proposes it, Boris reads and agrees. */
async function propose(at: string, action: string, fill: (page: Page) => Promise<void>): Promise<void> {
  const ada = page('ada')
  await ada.goto(at)
  await fill(ada)
  await field(ada, 'Why').fill('Set up together on the phone.')
  await button(ada, action).click()
  await button(ada, 'Use a passkey on this device').click()
  await agree(ada)
}

async function agree(author: Page): Promise<void> {
  await author.waitForURL(/\/admin\/proposals\/P-\d+$/)
  const boris = page('boris')
  await boris.goto(new URL(author.url()).pathname)
  await button(boris, /^Agree to P-/).click()
  await button(boris, 'Use a passkey on this device').click()
  await boris.getByRole('heading', { name: /It was agreed to by Boris Ekman\.$/ }).waitFor()
}

/** What is wrong with how a page looks, and pictures of it. */
async function look(at: Page, name: string): Promise<void> {
  expect(await faultsOf(at, `first-${name}`)).toEqual([])
  await at.setViewportSize({ width: 1440, height: 900 })
  await keepShot(at, `first-${name}`)
}

async function verifyExport({ page: at }: Member, id: string): Promise<{ code: number | null; words: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-evidence-'))
  try {
    await at.goto(`/withdrawals/${id}`)
    await button(at, 'Export evidence (JSON)').click()
    const [download] = await Promise.all([
      at.waitForEvent('download'),
      button(at, 'Use a passkey on this device').click(),
    ])
    const file = path.join(folder, download.suggestedFilename())
    await download.saveAs(file)
    const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/countersign.mjs', 'audit', 'verify', file])
    return { code: status, words: `${stdout}${stderr}` }
  } finally {
    await rm(folder, { recursive: true })
  }
}
