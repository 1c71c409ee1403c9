import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readListings } from '@/db/queries/listings'
import { readLists } from '@/db/queries/lists'
import { listedAddress } from '@/db/schema/lists'
import { readList } from '@/lib/assess/lists/read-list'
import { readListFacts } from '@/lib/flows/list-facts'
import { asOwner } from '@/tests/builders/as-owner'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { changeAs, type ListServer, listOf, openListDesk, refresh, startListServer } from '@/tests/builders/list-desk'
import { executeAs, makeReady, type MoneyDesk, PAYEE, payment, refusalOf, stageAs } from '@/tests/builders/money-desk'
import { act } from '@/tests/builders/world'

const VIEWER = { memberId: 'noor', roles: ['compliance'] }
const HOUR = 3600
const stranger = (at: number) => `0x${String(at).repeat(40)}`

let chain: TestChain
let source: ListServer
let desk: MoneyDesk
beforeAll(async () => {
  chain = await startTestChain()
  source = await startListServer()
})
afterAll(async () => {
  await source.close()
  await chain.stop()
})
beforeEach(async () => void (desk = await openListDesk(chain, source)))
afterEach(() => desk.close())

/** ISO time so many hours from now on, as the desk's clock has it. */
const at = (hours: number) => new Date(desk.now().getTime() + hours * HOUR * 1000).toISOString()
const indicator = (address: string, times: { from?: string; until?: string } = {}) => ({
  ...{ type: 'indicator', name: 'Drainer', pattern: `[cryptocurrency-wallet:value = '${address}']` },
  ...{ valid_from: times.from, valid_until: times.until },
})
const bundle = (...objects: readonly object[]) => JSON.stringify({ type: 'bundle', objects })
const others = () => [1, 2, 3, 4, 5].map((one) => indicator(stranger(one)))
const importing = (...objects: readonly object[]) =>
  act(
    desk,
    'noor',
    'import-list',
    listOf([], { format: 'stix', text: bundle(...others(), ...objects), maxAgeHours: 240 }),
  )
const isNamed = async (address: string) =>
  (await readListFacts(desk.db, [address.toLowerCase()], desk.now())).hits.length > 0

describe('an indicator that begins later', () => {
  const readyWith = async (from: string) => {
    expect(await importing(indicator(PAYEE, { from }))).toMatchObject({ entries: 6, expired: 0 })
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await makeReady(desk, id)
    expect(await isNamed(PAYEE)).toBe(false)
    return id
  }

  it('lets a payment go before', { timeout: 120_000 }, async () => {
    const from = at(2)
    const id = await readyWith(from)
    expect((await executeAs(desk, 'eli', id)).attempt).toBe(1)
    const [line] = await readListings(desk.db, VIEWER, PAYEE)
    expect(line).toMatchObject({ isListed: true, validFrom: new Date(from) })
  })

  it('stops staging and the hand-over from then on', { timeout: 120_000 }, async () => {
    const id = await readyWith(at(2))
    desk.pass(3 * HOUR)
    expect(await isNamed(PAYEE)).toBe(true)
    expect(['BLOCKED', 'STALE']).toContain((await refusalOf(executeAs(desk, 'eli', id))).code)
    expect((await stageAs(desk, 'ines', payment(desk, '3.00'))).state).toBe('blocked')
  })

  it('is put off by no row: the time is part of what was confirmed', { timeout: 120_000 }, async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await makeReady(desk, id)
    await importing(indicator(PAYEE, { from: at(-1) }))
    await asOwner(desk.database, 'ALTER TABLE listed_address DISABLE TRIGGER USER')
    await asOwner(
      desk.database,
      `UPDATE listed_address SET valid_from = now() + interval '9 years' WHERE valid_from IS NOT NULL`,
    )
    expect(await isNamed(PAYEE)).toBe(false)
    expect((await refusalOf(executeAs(desk, 'eli', id))).message).toContain('not those of its snapshot')
  })

  it('counts from another time once the list says so, and that is no address more or less', async () => {
    await importing(indicator(PAYEE, { from: at(48) }))
    const answer = await importing(indicator(PAYEE, { from: at(-1) }))
    expect(answer).toMatchObject({ number: 2, entries: 6, added: 0, removed: 0 })
    expect(await isNamed(PAYEE)).toBe(true)
  })

  it('takes no more than a fifth of what counts away', async () => {
    await importing()
    const put = others().map((one) => ({ ...one, valid_from: at(48) }))
    const text = bundle(...put)
    const refusal = await refusalOf(
      act(desk, 'noor', 'import-list', listOf([], { format: 'stix', text, maxAgeHours: 240 })),
    )
    expect(refusal).toMatchObject({ code: 'BLOCKED', message: expect.stringContaining('more than 20 %') })
  })
})

describe('an indicator that is over', () => {
  it('is left out and counted; its twin that is not over yet blocks', async () => {
    const over = { from: at(-48), until: at(-1) }
    expect(await importing(indicator(PAYEE, over))).toMatchObject({ entries: 5, expired: 1 })
    expect(await isNamed(PAYEE)).toBe(false)
    expect((await stageAs(desk, 'ines', payment(desk, '4.00'))).state).toBe('awaiting-approvals')
    expect((await readLists(desk.db, VIEWER, desk.now()))[0]?.snapshots[0]).toMatchObject({ expired: 1, entries: 5 })
    await importing(indicator(PAYEE, { ...over, until: at(1) }))
    expect((await stageAs(desk, 'ines', payment(desk, '5.00'))).state).toBe('blocked')
  })

  it('leaves a fetched list with the next look after its end, though the text is the same', async () => {
    await importing(indicator(PAYEE))
    source.answer.text = bundle(...others(), indicator(PAYEE, { from: at(-48), until: at(30) }))
    await changeAs(desk, 'viktor', { url: source.url, maxAgeHours: 240 })
    expect([await refresh(desk), await isNamed(PAYEE)]).toEqual([1, true])
    desk.pass(31 * HOUR)
    expect([await refresh(desk), await isNamed(PAYEE)]).toEqual([1, false])
  })
})

it('an export takes the times along', async () => {
  const from = at(48)
  await importing(indicator(PAYEE, { from }))
  const { text } = (await act(desk, 'noor', 'export-list', { listId: 'sanctions', format: 'stix' })) as { text: string }
  const read = readList('stix', text, desk.now()).entries.find(({ address }) => address === PAYEE.toLowerCase())
  expect(read?.validFrom).toBe(from)
  expect(await desk.db.$count(listedAddress)).toBe(6)
})
