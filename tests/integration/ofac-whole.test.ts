import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listSnapshot } from '@/db/schema/lists'
import { MAX_LIST_BYTES, MAX_OFAC_BYTES, readList } from '@/lib/assess/lists/read-list'
import { importListInput } from '@/lib/flows/import-list-input'
import { readListFacts } from '@/lib/flows/list-facts'
import { createFetchList } from '@/lib/io/fetch-list'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { changeAs, lastLook, listOf, refresh } from '@/tests/builders/list-desk'
import { type MoneyDesk, openMoneyDesk } from '@/tests/builders/money-desk'
import { ofacAddress, ofacPieces } from '@/tests/builders/ofac-list'
import { act } from '@/tests/builders/world'

const EVERY = 20
const WHOLE = 12_000
const SECONDS_MOST = 60

let chain: TestChain
let server: Server
let url: string
let desk: MoneyDesk
/** What the server sends, and what it says of how long that is. */
const held: { pieces: () => Iterable<string>; says: number | null; sent: number } = {
  ...{ pieces: () => [], says: null, sent: 0 },
}

beforeAll(async () => {
  chain = await startTestChain()
  server = createServer((_request, response) => {
    response.writeHead(200, held.says === null ? {} : { 'content-length': held.says })
    held.sent = 0
    const counted = function* () {
      for (const piece of held.pieces()) {
        held.sent += piece.length
        yield piece
      }
    }
    Readable.from(counted()).pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const opened = await openMoneyDesk(chain)
  desk = { ...opened, deps: { ...opened.deps, io: { ...opened.deps.io, lists: createFetchList([url]) } } }
  const text = [...ofacPieces(EVERY * 5, EVERY)].join('')
  await act(desk, 'noor', 'import-list', listOf([], { format: 'ofac-xml', text, maxAgeHours: 240 }))
  await changeAs(desk, 'viktor', { url, maxAgeHours: 240 })
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await desk.close()
  await chain.stop()
})

const looked = async () => {
  desk.pass(61 * 60)
  expect(await refresh(desk)).toBe(1)
  return lastLook(desk)
}
const isNamed = async (at: number) =>
  (await readListFacts(desk.db, [ofacAddress(at)], desk.now())).hits.map(({ label }) => label)

it('OFAC’s whole list is fetched, read as it comes, and matched', { timeout: 240_000 }, async () => {
  held.pieces = () => ofacPieces(WHOLE, EVERY)
  const begun = performance.now()
  expect(await looked()).toMatchObject({ outcome: 'new', snapshotNumber: 2 })
  expect((performance.now() - begun) / 1000).toBeLessThan(SECONDS_MOST)
  expect(held.sent).toBeGreaterThan(20_000_000)
  const [, whole] = (await desk.db.select().from(listSnapshot)).toSorted((a, b) => a.number - b.number)
  expect(whole).toMatchObject({ entries: WHOLE / EVERY, added: WHOLE / EVERY - 5, removed: 0 })
  expect(await isNamed(WHOLE - EVERY)).toEqual([`PARTY & SONS ${WHOLE - EVERY}`])
  expect(await isNamed(WHOLE - EVERY + 1)).toEqual([])
})

it('a larger one than that is refused with its reason, and what the list says stays', async () => {
  desk.pass(61 * 3600)
  Object.assign(held, { pieces: () => ofacPieces(1, EVERY), says: MAX_OFAC_BYTES + 1 })
  expect(await looked()).toMatchObject({ outcome: 'failed', reason: '127.0.0.1 answered with more than 160 MB.' })
  expect(await isNamed(WHOLE - EVERY)).toHaveLength(1)
  held.says = null
})

it('one that is cut off, declares a document type or holds a piece without end is refused, and nothing is taken', async () => {
  const [head = '', ...parties] = ofacPieces(50, EVERY)
  for (const [pieces, why] of [
    [[head, ...parties.slice(0, -1)], 'is no whole XML'],
    [['<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>', head, ...parties], 'document type'],
    [['<!DOC', 'TYPE a>', head, ...parties], 'document type'],
    [[head, `<!-- ${'x'.repeat(2_000_000)} -->`, ...parties], 'holds a piece of more than'],
    [[head, '<a>'.repeat(100), ...parties], 'nested deeper'],
    [[head, ...parties.map((one) => one.replace(ofacAddress(0), '0x12'))], 'Feature 1 is no address'],
    [[head.replaceAll('FeatureType', 'Other'), ...parties], 'not OFAC'],
  ] as const) {
    held.pieces = () => pieces
    expect(await looked(), why).toMatchObject({ outcome: 'failed', reason: expect.stringContaining(why) })
  }
  expect(await isNamed(WHOLE - EVERY)).toHaveLength(1)
})

it('by hand it stays at four megabytes', () => {
  const text = [...ofacPieces(3_000, EVERY)].join('')
  expect(text.length).toBeGreaterThan(MAX_LIST_BYTES)
  expect(() => readList('ofac-xml', text, desk.now())).toThrow('4 MB')
  expect(importListInput.safeParse(listOf([], { format: 'ofac-xml', text })).error?.issues[0]?.path).toEqual(['text'])
})
