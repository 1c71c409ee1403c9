import { eq } from 'drizzle-orm'
import { type Address, getAddress } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditEvent } from '@/db/schema/audit'
import { bookEntry, safe } from '@/db/schema/registry'
import { seenTransfer } from '@/db/schema/watch'
import { ethereum } from '@/lib/chains/ethereum'
import { local } from '@/lib/chains/local'
import { contentDigest } from '@/lib/core/digest'
import { demoMember } from '@/lib/demo/members'
import { named } from '@/lib/flows/content'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { importAs, STRANGERS } from '@/tests/builders/list-desk'
import {
  executeAs,
  followUntilFinal,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  PAYEE,
  payment,
  refusalOf,
  send,
  stageAs,
} from '@/tests/builders/money-desk'
import { addressOf, agreeAs, change, contactsBody, proposeAs } from '@/tests/builders/proposals'
import { act } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk
beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})

const lookLike = (address: string): Address =>
  getAddress(`${address.slice(0, 10)}${'7'.repeat(24)}${address.slice(-8)}`.toLowerCase())
const row = (name: string, address: Address = addressOf(name), chainId: number = local.id) => ({
  ...contactsBody(name, address).contacts[0],
  chainId,
})
type Row = ReturnType<typeof row>
const check = (...contacts: Row[]) => act(desk, 'viktor', 'check-change', { kind: 'add-contacts', body: { contacts } })
const problemsOf = async (...contacts: Row[]) => (await refusalOf(check(...contacts))).problems
const bait = (other: Address, resembles: Address | null) =>
  desk.db.insert(seenTransfer).values({
    ...{ safeId: 'treasury', chainId: local.id, kind: 'bait', token: chain.tokens.usdc, other, units: 0n },
    ...{ txHash: `0x${other.slice(2).padStart(64, '0')}`, logIndex: 0, blockNumber: 1n, resembles, at: desk.now() },
  })

describe('a list of contacts', () => {
  it('is told of every row that is wrong at once', async () => {
    await importAs(desk, 'noor', [...STRANGERS, addressOf('Listed')])
    const problems = await problemsOf(
      row('Alder'),
      row('Alder'),
      row('Birch', PAYEE),
      row('Cedar', lookLike(PAYEE)),
      row('Listed'),
    )
    expect(problems.map(({ field }) => field)).toEqual([
      ...['body.contacts.1.id', 'body.contacts.1.address', 'body.contacts.2.address'],
      ...['body.contacts.3.address', 'body.contacts.4.address'],
    ])
    await expect(check(row('Alder'), row('Dogwood'))).resolves.toEqual({ isSound: true })
  })

  it('holds nobody who is listed, and says by which snapshot', async () => {
    const [problem, ...more] = await problemsOf(row('Listed'))
    expect(more).toEqual([])
    expect(problem?.message).toMatch(/is on the list Sanctions, by its snapshot (0x)?[0-9a-f]{64}, last confirmed 20/)
    const refusal = await refusalOf(proposeAs(desk, 'viktor', 'add-contacts', { contacts: [row('Listed')] }))
    expect(refusal.code).toBe('CONFLICT')
  })

  it('is refused when it is agreed to, of who was listed meanwhile', async () => {
    const id = await proposeAs(desk, 'viktor', 'add-contacts', { contacts: [row('Elm')] })
    await importAs(desk, 'noor', [...STRANGERS, addressOf('Listed'), addressOf('Elm')])
    expect((await refusalOf(agreeAs(desk, 'sora', id))).message).toContain('is on the list Sanctions')
    expect(await desk.db.$count(bookEntry, eq(bookEntry.name, 'Elm'))).toBe(0)
  })

  it('holds no look-alike of a contact on another chain, and the same address there', async () => {
    const [found] = await problemsOf(row('Fir', lookLike(PAYEE), ethereum.id))
    expect(found).toMatchObject({ field: 'body.contacts.0.address', resembles: { address: PAYEE } })
    expect(found?.message).toContain(`on ${local.name}`)
    await change(desk, 'add-contacts', { contacts: [row('Fir', PAYEE, ethereum.id)] })
  })

  it.each([
    ['a Safe', async () => (await desk.db.select().from(safe))[0]?.address ?? ''],
    ['an asset', async () => chain.tokens.usdc],
    ['an owner', async () => demoMember('ruth').address],
    ['another row', async () => addressOf('Gum')],
  ])('holds no look-alike of %s', async (_what, known) => {
    const address = (await known()) as Address
    const [found] = (await problemsOf(row('Gum'), row('Hazel', lookLike(address)))).slice(-1)
    expect(found).toMatchObject({ field: 'body.contacts.1.address', resembles: { address } })
  })
})

describe('bait', () => {
  const real = addressOf('Imitated')
  it('is never added, nor what looks like it; whom it imitates is', async () => {
    await bait(lookLike(real), real)
    const [found] = await problemsOf(row('Iris', lookLike(real)))
    expect(found).toMatchObject({ resembles: { name: 'What it imitates', address: real } })
    const second = getAddress(lookLike(real).toLowerCase().replace('777777', '888888'))
    expect((await problemsOf(row('Iris', second)))[0]?.resembles?.address).toBe(lookLike(real))
    await expect(check(row('Iris', real))).resolves.toEqual({ isSound: true })
  })

  it('that imitates nobody shuts nobody out: anybody can send nothing from anywhere', async () => {
    await bait(addressOf('Juniper'), null)
    await expect(check(row('Juniper'))).resolves.toEqual({ isSound: true })
  })
})

it('the book as a file is an event of the log, and what it says is bound there', async () => {
  const { text, rows } = (await act(desk, 'ines', 'export-book', {})) as { text: string; rows: number }
  expect(text.split('\r\n')).toHaveLength(rows + 2)
  expect(text).toContain(`Fir,${PAYEE},counterparty,${ethereum.id},`)
  const events = await desk.db.select().from(auditEvent).where(eq(auditEvent.action, 'export-book'))
  const contentHash = named('export', 'book', 1, { rows, digest: contentDigest(text) }).contentHash
  expect(events).toMatchObject([{ actorId: 'ines', outcome: 'done', objectType: 'export', contentHash }])
})

it('whom the desk paid is not imitated, and may be added', async () => {
  const paid = addressOf('Kauri')
  await change(desk, 'add-contacts', { contacts: [row('Kauri')] })
  const asked = payment(desk, '5.00')
  const { id } = await stageAs(desk, 'ines', { ...asked, legs: asked.legs.map((leg) => ({ ...leg, recipient: paid })) })
  await makeReady(desk, id)
  await send(desk, 'eli', await executeAs(desk, 'eli', id))
  expect(await followUntilFinal(desk, id)).toBe('executed')
  const found = await problemsOf(row('Larch', lookLike(paid)))
  expect(found.map(({ resembles }) => resembles)).toEqual([
    { name: 'Kauri', address: paid },
    { name: `whom ${id} paid`, address: paid },
  ])
  await expect(check(row('Larch', paid, ethereum.id))).resolves.toEqual({ isSound: true })
})
