import type { Browser } from 'playwright-core'
import { getAddress, parseAbi } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest'
import { connectLocalChain } from '@/lib/desk/chain-client'
import { readBalance } from '@/lib/desk/rehearsal/balances'
import { openChromium } from '@/tests/builders/browser'
import { type EmptyDesk, newcomer, startEmptyDesk } from '@/tests/builders/empty-desk'
import { button, type Company, field, look, openCompany } from './company'
import { importList, keepListOtherwise } from './list-steps'
import { lieToSigner } from './lied-to'
import { screensOf } from './member'
import { confirmWithPasskey, openReview } from './review-steps'
import { fillCall, fillStage, idOf, openStage, stage } from './stage-steps'
import { verifyExport } from './verify-export'

const ADMINS = [newcomer('ada', 'Ada Lind', ['admin']), newcomer('boris', 'Boris Ekman', ['admin'])]
const SIGNERS = ['Cleo Ray', 'Dan Moe', 'Esa Aho', 'Hal Orr', 'Ida Bo'].map((name) =>
  newcomer(name.split(' ')[0]?.toLowerCase() ?? '', name, ['signer']),
)
const FAY = newcomer('fay', 'Fay Holm', ['executor', 'initiator'])
const OTHERS = [FAY, newcomer('gus', 'Gus Berg', ['compliance'])]
const payee = privateKeyToAccount(generatePrivateKey()).address

const order = (amount: string) => [{ recipient: getAddress(payee), amount }]

let browser: Browser
let desk: EmptyDesk
let company: Company

beforeAll(async () => {
  browser = await openChromium()
  desk = await startEmptyDesk({ admins: ADMINS, owners: SIGNERS, executor: FAY })
  company = openCompany(browser, desk)
}, 600_000)
afterAll(async () => {
  await browser?.close()
  await desk?.stop()
})

it('goes from an empty database to an executed withdrawal of a Safe that was created elsewhere', async () => {
  onTestFailed(async () => void process.stdout.write(await screensOf(company.people.values())))
  for (const admin of ADMINS) {
    const code = new RegExp(`${admin.address}:\\s+\\S+/join#(\\S+)`).exec(desk.told)?.[1] ?? ''
    await company.join(admin, `${desk.webUrl}/join#${code}`)
    await company.enrol(admin, code)
  }
  const ada = company.page('ada')
  await ada.goto('/admin')
  await ada.getByText('Next: members for every role.').waitFor()
  await look(ada, 'checklist')

  for (const person of [...SIGNERS, ...OTHERS]) await company.invite(person)
  for (const person of [...SIGNERS, ...OTHERS]) await company.enrol(person, await company.issueCode(person))

  await company.propose('/admin/propose/add-safe', 'Propose to serve this Safe', async (at) => {
    await field(at, 'Address of the Safe').fill(desk.safe)
    await button(at, 'Ask the chain').click()
    await at.getByText('3 of 5 have to sign').waitFor()
    await field(at, 'Name here').fill('Halden Treasury')
    await look(at, 'import-safe')
  })
  for (const asset of ['native', desk.usdc])
    await company.propose('/admin/propose/add-asset', 'Propose this asset', async (at) => {
      await field(at, 'Address of the token').fill(asset)
      await button(at, 'Ask the chain').click()
      await field(at, 'Symbol here').waitFor()
    })
  await company.propose('/admin/propose/add-contacts', 'Propose these contacts', async (at) => {
    await field(at, 'Name').fill('Northern Fuel')
    await field(at, 'Address').fill(payee)
    await button(at, 'Add to the list').click()
    await look(at, 'contacts')
  })
  await company.propose('/admin/propose/set-policy', 'Propose this policy', async (at) => {
    await at.getByText('Signers with a key of it: Cleo Ray, Dan Moe, Esa Aho, Hal Orr, Ida Bo.').waitFor()
    await at.getByRole('combobox', { name: 'Begin from' }).selectOption({ label: 'Company' })
    const text = at.getByRole('textbox', { name: 'Policy' })
    await text.fill(tiered(await text.inputValue()))
    await look(at, 'policy')
  })
  await ada.goto('/admin')
  await ada.getByText('Nothing waits for a second admin.').waitFor()
  await ada.getByText('8 of 8').waitFor()
  await look(ada, 'admin')

  const before = await readBalance(desk.chainUrl, desk.usdc, payee)
  const id = await stage(company.person('fay'), {
    safe: 'Halden Treasury',
    purpose: 'Bunker fuel',
    legs: [{ asset: 'USDC', contact: 'Northern Fuel', amount: '1250.00' }],
  })
  await company.approve(SIGNERS.slice(0, 3), id, order('1250.00'))
  await company.execute(FAY, id)
  expect((await readBalance(desk.chainUrl, desk.usdc, payee)) - before).toBe(1_250_000_000n)

  expect(await verifyExport(company.person('gus'), id)).toMatchObject({ code: 0 })
  for (const { name, faults } of company.people.values()) expect(faults, name).toEqual([])
}, 600_000)

it('asks four of five, and a delay, for what is over 100,000', async () => {
  onTestFailed(async () => void process.stdout.write(await screensOf(company.people.values())))
  const before = await readBalance(desk.chainUrl, desk.usdc, payee)
  const id = await stage(company.person('fay'), {
    safe: 'Halden Treasury',
    purpose: 'A tanker of bunker fuel',
    legs: [{ asset: 'USDC', contact: 'Northern Fuel', amount: '100000.01' }],
  })
  await company.approve(SIGNERS.slice(0, 3), id, order('100000.01'))
  await company.page('ida').goto(`/withdrawals/${id}`)
  await company
    .page('ida')
    .getByText(/3 of 4/)
    .first()
    .waitFor()
  await company.approve(SIGNERS.slice(3, 4), id, order('100000.01'))
  await company
    .page('ida')
    .getByText(/Cooling/)
    .first()
    .waitFor()
  await company.execute(FAY, id)
  expect((await readBalance(desk.chainUrl, desk.usdc, payee)) - before).toBe(100_000_010_000n)
  for (const { name, faults } of company.people.values()) expect(faults, name).toEqual([])
}, 300_000)

it('changes a policy: what loosens cools and is vetoed, what tightens hits what is pending at once', async () => {
  onTestFailed(async () => void process.stdout.write(await screensOf(company.people.values())))
  const pending = await stage(company.person('fay'), {
    safe: 'Halden Treasury',
    purpose: 'Port dues',
    legs: [{ asset: 'USDC', contact: 'Northern Fuel', amount: '77.00' }],
  })
  await openReview(company.person('cleo'), pending)
  await company
    .page('cleo')
    .getByText(/0 of 3/)
    .first()
    .waitFor()

  await changePolicy((text) => text.replace('"expirySeconds": 259200', '"expirySeconds": 518400'), 'looser')
  const gus = company.page('gus')
  await gus.goto('/admin')
  await gus.getByText(/version 2, cools until /).waitFor()
  await look(gus, 'policies')
  await button(gus, 'Veto').click()
  await field(gus, 'Reason').fill('Six days are too long.')
  await button(gus, 'Veto version 2 for Halden Treasury').click()
  await gus.getByText(/version 2, vetoed by Gus Berg: “Six days are too long\.”/).waitFor()

  await changePolicy((text) => text.replace('"need": 3', '"need": 4'), 'tighter')
  await gus.goto('/admin')
  await gus.getByText(/version 3, counts since /).waitFor()
  await company.page('cleo').reload()
  await company
    .page('cleo')
    .getByText(/0 of 4/)
    .first()
    .waitFor()
  await company.cancel(FAY, pending, 'Paid another way.')

  await gus.goto('/book')
  await gus.getByText('One contact counts.').waitFor()
  await look(gus, 'book')
  for (const { name, faults } of company.people.values()) expect(faults, name).toEqual([])
}, 300_000)

it('lets four owners sign from then on, decided and executed like any withdrawal', async () => {
  onTestFailed(async () => void process.stdout.write(await screensOf(company.people.values())))
  const { page: at } = company.person('fay')
  await openStage(at)
  await at.getByRole('radio', { name: 'Change owners or threshold' }).check()
  await field(at, 'Owners who sign, afterwards').fill('4')
  await at.getByText('3 of 5 → 4 of 5').waitFor()
  await field(at, 'Purpose').fill('One more signature')
  await at.getByText('Ready to stage.').waitFor()
  await look(at, 'stage-owners')
  await button(at, /^Stage the change from 3 of 5 → 4 of 5 on /).click()
  await confirmWithPasskey(company.person('fay'))
  const id = await idOf(at)
  await company.approve(SIGNERS.slice(0, 4), id, [])
  await look(company.page('cleo'), 'review-owners')
  await company.execute(FAY, id)
  expect(await readThreshold()).toBe(4n)
  await company.page('gus').goto('/safes')
  await company
    .page('gus')
    .getByText(/4 of 5/)
    .first()
    .waitFor()
  for (const { name, faults } of company.people.values()) expect(faults, name).toEqual([])
}, 300_000)

it('calls a contract by a function that two people read, until it runs other code', async () => {
  onTestFailed(async () => void process.stdout.write(await screensOf(company.people.values())))
  const pool = getAddress(privateKeyToAccount(generatePrivateKey()).address)
  const run = (bytecode: `0x${string}`) => connectLocalChain(desk.chainUrl).setCode({ address: pool, bytecode })
  await run('0x00')
  await company.propose('/admin/propose/set-contract', 'Propose this contract', async (at) => {
    await field(at, 'Address of the contract').fill(pool)
    await button(at, 'Ask the chain').click()
    await field(at, 'Name here').fill('Tide Pool')
    await field(at, 'Functions that may be called').fill('stake(uint256 amount)')
    await look(at, 'contract')
  })
  const fay = company.page('fay')
  await fillCall(fay, { purpose: 'Stake what lies idle', call: 'Tide Pool: stake(uint256 amount)', values: ['5'] })
  await fay.getByText('Ready to stage.').waitFor()
  await look(fay, 'stage-call')
  await button(fay, /^Stage .* on /).click()
  await confirmWithPasskey(company.person('fay'))
  const id = await idOf(fay)
  const called = [{ recipient: pool, amount: '' }]
  await company.approve(SIGNERS.slice(0, 4), id, called)
  await look(company.page('cleo'), 'review-call')
  await company.execute(FAY, id)
  await run('0x600050')
  await fillCall(fay, { purpose: 'Stake what lies idle', call: 'Tide Pool: stake(uint256 amount)', values: ['5'] })
  await fay
    .getByText(/^Tide Pool runs other code/)
    .first()
    .waitFor()
  for (const { name, faults } of company.people.values()) expect(faults, name).toEqual([])
}, 300_000)

it('lets nobody sign what a lying node says of a transaction, and names what differs', async () => {
  onTestFailed(async () => void process.stdout.write(await screensOf(company.people.values())))
  const legs = [{ asset: 'USDC', contact: 'Northern Fuel', amount: '310.00' }]
  const id = await stage(company.person('fay'), { safe: 'Halden Treasury', purpose: 'Mooring', legs })
  await lieToSigner(company.person('cleo'), desk, { id, order: order('310.00') })
  await company.cancel(FAY, id, 'Moored elsewhere.')
  for (const { name, faults } of company.people.values()) expect(faults, name).toEqual([])
}, 300_000)

it('imports a list, and from then on stages no payment to whom it names', async () => {
  onTestFailed(async () => void process.stdout.write(await screensOf(company.people.values())))
  const others = ['a', 'b', 'c'].map((id) => newcomer(id, id, []).address.toLowerCase())
  const gus = company.page('gus')
  await gus.goto('/lists')
  await gus.getByText('No list is set up.').waitFor()
  await importList(gus, others, '3 added, 0 removed')
  const pay = (amount: string) => ({
    ...{ safe: 'Halden Treasury', purpose: 'Pilotage' },
    legs: [{ asset: 'USDC', contact: 'Northern Fuel', amount }],
  })
  await stage(company.person('fay'), pay('61.00'))
  await importList(gus, [...others, payee.toUpperCase().replace('0X', '0x')], '1 added, 0 removed')
  await look(gus, 'lists')
  const fay = company.page('fay')
  await openStage(fay)
  await fillStage(fay, pay('62.00'))
  await fay
    .getByText(/is on a list of addresses that must not be dealt with/)
    .first()
    .waitFor()
  await look(fay, 'listed')
  await keepListOtherwise(company.page('ada'))
  for (const { name, faults } of company.people.values()) expect(faults, name).toEqual([])
}, 300_000)

/** Over 100,000 USDC four of five, and everything cools for ten seconds: a test does not wait an hour. */
function tiered(text: string): string {
  const policy = JSON.parse(text) as { rules: Record<string, unknown>[] }
  const [payments, ...others] = policy.rules.map((rule): Record<string, unknown> => ({ ...rule, delaySeconds: 10 }))
  const small = {
    ...payments,
    name: 'Up to 100,000 USDC',
    when: { maxUnits: { [desk.usdc]: '100000000000' } },
    delaySeconds: 0,
  }
  const large = { ...payments, name: 'Over 100,000 USDC', quorum: [{ group: 'signers', need: 4 }] }
  return JSON.stringify({ ...policy, rules: [small, large, ...others] }, null, 2)
}

const readThreshold = () =>
  connectLocalChain(desk.chainUrl).readContract({
    address: desk.safe,
    abi: parseAbi(['function getThreshold() view returns (uint256)']),
    functionName: 'getThreshold',
  })

/** Ada changes the policy's text, sees what that does, and proposes it; Boris agrees. */
async function changePolicy(alter: (text: string) => string, effect: string): Promise<void> {
  const ada = company.page('ada')
  await ada.goto('/admin')
  await ada.getByRole('link', { name: 'Change it for Halden Treasury' }).click()
  const text = ada.getByRole('textbox', { name: /^Version \d+ of the policy of Halden Treasury$/ })
  await text.fill(alter(await text.inputValue()))
  await ada.getByRole('cell', { name: effect, exact: true }).waitFor()
  if (effect === 'looser') await look(ada, 'difference')
  await field(ada, 'Why').fill('Agreed in the meeting of Friday.')
  await button(ada, 'Propose this version').click()
  await button(ada, 'Use a passkey on this device').click()
  await company.agree(ada)
}
