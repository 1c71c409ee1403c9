import type { Browser, Page } from 'playwright-core'
import type { Hex } from 'viem'
import { demoMember } from '@/lib/demo/members'
import { openWatched, type Screen, type Watched } from '@/tests/builders/browser'
import type { DeskAddress } from '@/tests/builders/test-desk'
import { installTestWallet, type TestWallet } from '@/tests/builders/test-wallet'
import {
  plugIn,
  plugInKey,
  type PasskeyCredential,
  type VirtualAuthenticator,
} from '@/tests/builders/virtual-authenticator'

/** One person at a browser of their own, with a wallet extension and a security key. */
export type Member = Watched & {
  readonly id: string
  readonly name: string
  readonly page: Page
  readonly wallet: TestWallet
  readonly securityKey: VirtualAuthenticator
}

type Place = Pick<DeskAddress, 'webUrl' | 'chainUrl' | 'chainId'>
type Person = { readonly id: string; readonly name: string; readonly privateKey: Hex }

/** Opens the browser of a demo member and signs in with the wallet extension. */
export const openMember = (browser: Browser, desk: Place, id: string, screen?: Screen): Promise<Member> =>
  open(browser, desk, demoMember(id), (page) => plugIn(page, id), screen)

/** The same of anybody whose keys the test holds. */
export const openPerson = (
  browser: Browser,
  desk: Place,
  person: Person & { readonly credential: PasskeyCredential },
): Promise<Member> => open(browser, desk, person, (page) => plugInKey(page, person.credential))

async function open(
  browser: Browser,
  { webUrl, chainUrl, chainId }: Place,
  { id, name, privateKey }: Person,
  plug: (page: Page) => Promise<VirtualAuthenticator>,
  screen?: Screen,
): Promise<Member> {
  const watched = await openWatched(browser, webUrl, screen)
  const wallet = await installTestWallet(watched.context, { owner: name, key: privateKey, chainUrl, chainId })
  const page = await watched.context.newPage()
  const member = { ...watched, id, name, page, wallet, securityKey: await plug(page) }
  await signIn(member)
  return member
}

async function signIn({ page, wallet }: Member): Promise<void> {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: `Continue with ${wallet.name}` }).click()
  await page.waitForURL((url) => url.pathname === '/')
}

/** What stands on the screens, for the report of a failed test. */
export async function screensOf(members: Iterable<Member>): Promise<string> {
  const told: string[] = []
  for (const { name, page, faults } of members) {
    const alerts = await page.getByRole('alert').allInnerTexts()
    const dialogs = await page.getByRole('dialog').allInnerTexts()
    told.push([`${name} at ${page.url()}`, ...alerts, ...dialogs, ...faults].join('\n    '))
  }
  return told.join('\n')
}
