import type { Browser, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { openWatched } from '@/tests/builders/browser'
import type { EmptyDesk, Newcomer } from '@/tests/builders/empty-desk'
import { installTestWallet } from '@/tests/builders/test-wallet'
import { plugInEmpty } from '@/tests/builders/virtual-authenticator'
import { faultsOf } from './examine'
import { keepShot } from './keep-shot'
import type { Member } from './member'
import { approve as approveIt, confirmWithPasskey, type PaymentOrder, waitUntilChecked } from './review-steps'

export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
export const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })

/** The people of a company that sets a desk up: Ada proposes, Boris agrees, everybody has a browser of their own. */
export function openCompany(browser: Browser, desk: EmptyDesk) {
  const people = new Map<string, Member>()
  const person = (id: string): Member => {
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

  /** Each reads the review, answers its checklist and signs. */
  async function approve(who: readonly Newcomer[], id: string, order: PaymentOrder): Promise<void> {
    for (const { id: signer } of who) await approveIt(person(signer), id, order)
  }

  /** Sends it once it is ready, and waits until it is final. */
  async function execute({ id: executor }: Newcomer, id: string): Promise<void> {
    const who = person(executor)
    const { page: at, wallet } = who
    await openUntil(at, id, button(at, /^Execute /))
    await waitUntilChecked(at)
    await button(at, /^Execute /).click()
    await button(at, new RegExp(`with ${wallet.name}$`)).click()
    await confirmWithPasskey(who)
    await at.getByText('Sent. The desk follows it to the end.').waitFor()
    await button(at, 'Back to the review').click()
    const final = at.getByText(/^Executed, final at /)
    await openUntil(at, id, final)
    await final.waitFor()
  }

  /** Their initiator takes back what nobody was asked to sign. */
  async function cancel({ id: initiator }: Newcomer, id: string, reason: string): Promise<void> {
    const at = page(initiator)
    await at.goto(`/withdrawals/${id}`)
    await button(at, 'Cancel').click()
    await field(at, 'Reason').fill(reason)
    await button(at, `Cancel ${id}`).click()
    await at
      .getByText(/^Cancelled/)
      .first()
      .waitFor()
  }

  return { approve, cancel, execute, people, person, page, join, enrol, invite, issueCode, propose, agree }
}

/** Opens the review again and again until it shows something: a page keeps still under a pointer that rests on anything. */
async function openUntil(at: Page, id: string, shown: Locator): Promise<void> {
  for (let tries = 0; tries < 30; tries += 1) {
    await at.goto(`/withdrawals/${id}`)
    await at.getByRole('heading', { level: 1 }).waitFor()
    if ((await shown.count()) > 0) return
    await at.waitForTimeout(2000)
  }
}

export type Company = ReturnType<typeof openCompany>

/** What is wrong with how a page looks, and pictures of it. */
export async function look(at: Page, name: string): Promise<void> {
  expect(await faultsOf(at, `first-${name}`)).toEqual([])
  await at.setViewportSize({ width: 1440, height: 900 })
  await keepShot(at, `first-${name}`)
}
