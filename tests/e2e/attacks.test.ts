import type { Browser, Page } from 'playwright-core'
import type { Hex, TypedDataDefinition } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, onTestFailed } from 'vitest'
import { decodeWire, encodeWire } from '@/lib/core/wire'
import { openChromium } from '@/tests/builders/browser'
import { DoorPerson } from './door-person'
import { type Member, openMember, screensOf } from './member'
import { liftFreezes } from './standing-freezes'
import { answerChecklist, approve, openReview, signWithWallet, confirmWithPasskey } from './review-steps'

const ATTACKER = '0xdEADBEeF00000000000000000000000000000000'
const desk = inject('desk')
const order = [{ recipient: desk.recipient, amount: '250.00' }]
const people = new Map<string, Member>()
let browser: Browser
let id: string

beforeAll(async () => {
  browser = await openChromium()
  for (const name of ['ruth', 'tomas', 'eli', 'noor']) people.set(name, await openMember(browser, desk, name))
  const ines = await DoorPerson.enter(desk, 'ines')
  const legs = [{ asset: desk.usdc, recipient: desk.recipient, amount: '250.00' }]
  id = await ines.stage({ safeId: 'operations', legs, purpose: 'Custody top-up' })
})
afterAll(() => browser?.close())
beforeEach(() => onTestFailed(async () => void process.stdout.write(await screensOf(people.values()))))

describe('a wallet that signs other data than the page shows', () => {
  const otherRecipient = (asked: TypedDataDefinition): TypedDataDefinition => ({
    ...asked,
    message: { ...asked.message, to: ATTACKER },
  })

  it('is refused by the page: its signature never leaves it', async () => {
    const ruth = person('ruth')
    await openReview(ruth, id)
    await answerChecklist(ruth.page, order)
    const posted: string[] = []
    ruth.page.on('request', (request) => posted.push(`${request.url()} ${request.postData() ?? ''}`))
    ruth.wallet.habits.replaces = otherRecipient
    await signWithWallet(ruth)
    await ruth.page.getByText('Your wallet signed other data than this page shows.').waitFor()
    ruth.wallet.habits.replaces = (asked) => asked

    expect(ruth.wallet.signatures).toHaveLength(1)
    const [stray = '0x'] = ruth.wallet.signatures.splice(0)
    expect(posted.filter((request) => request.includes(stray.slice(2, 66)))).toEqual([])
    expect(ruth.securityKey.answerCount()).toBe(0)
  })

  it('is refused by the server from a page that does not look, and freezes what it was for', async () => {
    const [ines, ruth] = await Promise.all(['ines', 'ruth'].map((name) => DoorPerson.enter(desk, name)))
    if (!ines || !ruth) throw new Error('nobody is there')
    const legs = [{ asset: desk.usdc, recipient: desk.recipient, amount: '251.00' }]
    // One of its own, behind the one that the other attacks are about.
    const own = await ines.stage({ safeId: 'operations', legs, purpose: 'Custody top-up' })
    await expect(ruth.approve(own, otherRecipient)).rejects.toThrow('Your wallet signed other data')
    expect((await ruth.review(own)).frozen[0]).toContain('This withdrawal is frozen by The desk')
    expect((await ruth.review(id)).frozen).toEqual([])
    await liftFreezes(desk)
  })
})

describe('a server that asks to confirm other content than the page shows', () => {
  it.each([
    ['subject', `0x${'ab'.repeat(32)}`],
    ['action', 'execute'],
    ['policyVersion', 99],
    ['installation', 'elsewhere'],
    ['member', 'tomas'],
  ])('does not reach the authenticator: another %s', async (field, value) => {
    const ruth = person('ruth')
    await openReview(ruth, id)
    await answerChecklist(ruth.page, order)
    await signWithWallet(ruth)
    await ruth.page.route('**/api/flows/request-step-up', async (route) => {
      const response = await route.fetch()
      const answer = decodeWire(await response.text()) as { value: { preimage: object } }
      const preimage = { ...answer.value.preimage, [field]: value }
      await route.fulfill({ response, body: encodeWire({ ...answer, value: { ...answer.value, preimage } }) })
    })
    await confirmWithPasskey(ruth)
    await ruth.page.getByText('The server asked to confirm other content than this page shows.').waitFor()
    await ruth.page.unroute('**/api/flows/request-step-up')
    expect(ruth.securityKey.answerCount()).toBe(0)
  })
})

describe('a review changed on its way to the browser', () => {
  it.each([
    ['the amount', () => ['250000000', '950000000'], /another evidence digest/],
    [
      'the evidence digest',
      (digest: Hex) => [digest.slice(2), `${'0'.repeat(8)}${digest.slice(10)}`],
      /another evidence digest/,
    ],
    [
      'the hash to sign',
      (_digest: Hex, hash: Hex) => [hash.slice(2), `${'0'.repeat(8)}${hash.slice(10)}`],
      /another safeTxHash/,
    ],
    ['the recipient', () => [desk.recipient.slice(2), ATTACKER.slice(2)], /another (safeTxHash|evidence digest)/],
  ] as const)('stops the page: %s', async (_what, changeOf, sentence) => {
    const tomas = person('tomas')
    const { reviewed } = await (await DoorPerson.enter(desk, 'tomas')).review(id)
    const [told = '', lie = ''] = changeOf(reviewed.digest, reviewed.assessment.staged.hashes.safeTx)
    await lieTo(tomas.page, told, lie)
    await tomas.page.goto(`/withdrawals/${id}`)
    await tomas.page.getByRole('main').getByText(sentence).first().waitFor()
    expect(await tomas.page.getByText('Sign nothing here.').count()).toBe(1)
    const approveButton = tomas.page.getByRole('button', { name: /^Approve / })
    expect(await approveButton.getAttribute('aria-disabled')).toBe('true')
    await approveButton.click({ force: true })
    expect(await tomas.page.getByRole('dialog').count()).toBe(0)
    await tomas.page.unroute(/\/withdrawals\//)
    // The lie stands in markup and data differently, which React reports.
    tomas.faults.splice(0)
  })
})

it('the honest twin passes, and no answer to anybody carries an owner signature before hand-over', async () => {
  for (const name of ['ruth', 'tomas']) await approve(person(name), id, order)
  for (const member of people.values()) {
    await openReview(member, id)
    await member.page.goto('/')
  }
  const signatures = ['ruth', 'tomas'].flatMap((name) => person(name).wallet.signatures)
  expect(signatures.length).toBeGreaterThanOrEqual(2)
  const needles = signatures.flatMap(spellings)
  let read = 0
  for (const { name, bodies } of people.values())
    for (const { url, text } of await bodies()) {
      read += 1
      const lower = text.toLowerCase()
      expect(
        needles.filter((needle) => lower.includes(needle)),
        `${name} was told a signature by ${url}`,
      ).toEqual([])
    }
  expect(read).toBeGreaterThan(50)
})

it('the hand-over, and nothing before it, tells the executor', async () => {
  const eli = person('eli')
  await openReview(eli, id)
  await eli.page.getByRole('button', { name: /^Execute / }).click()
  await eli.page.getByRole('button', { name: new RegExp(`with ${eli.wallet.name}$`) }).click()
  await confirmWithPasskey(eli)
  await eli.page.getByText('Sent. The desk follows it to the end.').waitFor()
  const needles = person('tomas').wallet.signatures.flatMap(spellings)
  const telling = (await eli.bodies()).filter(({ text }) =>
    needles.some((needle) => text.toLowerCase().includes(needle)),
  )
  expect(telling.map(({ url }) => new URL(url).pathname)).toEqual(['/api/flows/execute'])
  for (const { name, faults } of people.values()) expect(faults, name).toEqual([])
})

/** Every way to write the halves of a signature that a careless answer might use, in lower case. */
function spellings(signature: Hex): string[] {
  const bytes = Buffer.from(signature.slice(2), 'hex')
  const [r, s] = [bytes.subarray(0, 32), bytes.subarray(32, 64)]
  const halves = [r, s].flatMap((half) => {
    const hex = half.toString('hex')
    return [hex, BigInt(`0x${hex}`).toString()]
  })
  const whole = bytes.toString('base64').toLowerCase().slice(0, 80)
  return [...halves, whole, whole.replaceAll('+', '-').replaceAll('/', '_'), [...r].join(',')]
}

/** A server, or something on the way, that tells this page a lie about the review, in markup and in data alike. */
async function lieTo(page: Page, told: string, lie: string): Promise<void> {
  await page.route(/\/withdrawals\//, async (route) => {
    const response = await route.fetch()
    const text = await response.text()
    expect(text).toContain(told)
    await route.fulfill({ response, body: text.replaceAll(told, lie) })
  })
}

function person(name: string): Member {
  const found = people.get(name)
  if (!found) throw new Error(`${name} has no browser here`)
  return found
}
