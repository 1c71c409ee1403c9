import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listContacts } from '@/db/queries/safes'
import { bookEntry } from '@/db/schema/registry'
import { CONTACT_CLASSES, DEFAULT_COOL_OFF_SECONDS } from '@/lib/assess/contact-classes'
import { local } from '@/lib/chains/local'
import { bookEntryObject } from '@/lib/flows/content'
import { addContacts } from '@/lib/flows/proposals/add-contacts'
import { readRegisteredRows } from '@/lib/flows/registered-rows'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { executeAs, makeReady, type MoneyDesk, openMoneyDesk, refusalOf, stageAs } from '@/tests/builders/money-desk'
import { addressOf, change, proposeAs } from '@/tests/builders/proposals'
import { performJob, signIn } from '@/tests/builders/world'

const HOUR = 3600
type Class = (typeof CONTACT_CLASSES)[number]

let chain: TestChain
let desk: MoneyDesk
beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain, (setup) => ({
    ...setup,
    installation: { ...setup.installation, bookCoolingSeconds: DEFAULT_COOL_OFF_SECONDS },
  }))
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})

const contactOf = (name: string, kind: Class, address = addressOf(name)) => ({
  ...{ id: name.toLowerCase().replaceAll(' ', '-'), chainId: local.id, address, name, class: kind },
})
const rowOf = async (id: string) => {
  const [row] = await desk.db.select().from(bookEntry).where(eq(bookEntry.id, id))
  if (!row) throw new Error(`${id} is not in the book`)
  return row
}
const pay = async (name: string, amount: string) =>
  stageAs(desk, 'ines', {
    safeId: 'treasury',
    legs: [{ asset: chain.tokens.usdc as string, recipient: addressOf(name), amount }],
    ...{ purpose: 'To and fro', reference: `TF-${amount}` },
  })

describe('a new entry of the book', () => {
  it('cools off as long as its class does, each of one list by itself', async () => {
    await change(desk, 'add-contacts', { contacts: CONTACT_CLASSES.map((kind) => contactOf(`Alder ${kind}`, kind)) })
    const hours = await Promise.all(
      CONTACT_CLASSES.map(async (kind) => {
        const { activeFrom, createdAt } = await rowOf(`alder-${kind}`)
        return [kind, (activeFrom.getTime() - createdAt.getTime()) / HOUR / 1000]
      }),
    )
    expect(Object.fromEntries(hours)).toEqual({
      ...{ 'own-safe': 6, 'own-wallet': 12, exchange: 24, protocol: 48, counterparty: 72 },
    })
    const shown = await listContacts(desk.db, await signIn(desk, 'viktor'), desk.now())
    const { activeFrom } = await rowOf('alder-own-safe')
    expect(shown.find(({ entryId }) => entryId === 'alder-own-safe')).toMatchObject({
      ...{ isActive: false, coolingUntil: activeFrom.toISOString() },
    })
  })

  it('is paid without a hold once its own class has cooled, while another still cools; preflight believes it', async () => {
    await change(desk, 'add-contacts', {
      contacts: [contactOf('Birch vault', 'own-safe'), contactOf('Birch supply', 'counterparty')],
    })
    await performJob(desk, 'sign-checkpoint')
    desk.pass(6 * HOUR + 1)
    const staged = await pay('Birch vault', '11.00')
    expect(staged.state).toBe('awaiting-approvals')
    await makeReady(desk, staged.id)
    await expect(executeAs(desk, 'eli', staged.id)).resolves.toMatchObject({ attempt: 1 })
    expect(await pay('Birch supply', '12.00')).toMatchObject({ state: 'held' })
    desk.pass(66 * HOUR)
    expect(await pay('Birch supply', '13.00')).toMatchObject({ state: 'awaiting-approvals' })
  })

  it('takes no other class afterwards: its address stays taken, also once it ended', async () => {
    await change(desk, 'add-contacts', { contacts: [contactOf('Cedar', 'counterparty')] })
    await change(desk, 'end-contact', { entryId: 'cedar' })
    const again = { contacts: [contactOf('Cedar again', 'own-safe', addressOf('Cedar'))] }
    const refusal = await refusalOf(proposeAs(desk, 'viktor', 'add-contacts', again))
    expect(refusal.problems).toMatchObject([{ field: 'body.contacts.0.address' }])
    await expect(desk.db.update(bookEntry).set({ class: 'own-safe' })).rejects.toMatchObject({
      cause: { message: expect.stringContaining('permission denied') },
    })
  })
})

describe('preflight, of an entry that two people agreed to', () => {
  const admits = async (kind: Class, part: { hours: number; class?: Class }) => {
    const asked = contactOf('Dogwood', kind)
    const agreedAt = desk.now().getTime()
    const activeFrom = new Date(agreedAt + part.hours * HOUR * 1000)
    const row = { ...asked, class: part.class ?? kind, version: 1, status: 'active', activeFrom }
    const entry = { ...row, createdAt: new Date(agreedAt) }
    const rows = { ...(await readRegisteredRows(desk.db)), bookEntries: [entry] }
    return addContacts.admits(
      bookEntryObject(entry),
      { contacts: [asked] },
      {
        proposalId: 'P-1',
        agreedAt,
        known: {
          rows,
          ...{ isCurrent: () => true, versionOf: () => null, isKnown: () => false, rootAt: () => null },
          retiredAt: new Map(),
        },
      },
    )
  }

  it.each([
    ['as long as its class cools', 'exchange', { hours: 24 }, true],
    ['longer, as every class did before', 'own-safe', { hours: 72 }, true],
    ['shorter than its class cools', 'counterparty', { hours: 71 }, false],
    ['as long as a class that nobody agreed to', 'counterparty', { hours: 6, class: 'own-safe' }, false],
    ['long enough, under another class', 'counterparty', { hours: 72, class: 'own-safe' }, false],
  ] as const)('that cools %s', async (_what, kind, part, isAdmitted) => {
    expect(await admits(kind, part)).toBe(isAdmitted)
  })
})
