import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listNotices } from '@/db/queries/notices'
import { readLists } from '@/db/queries/lists'
import { auditEvent } from '@/db/schema/audit'
import { listLook, listSnapshot } from '@/db/schema/lists'
import { listedNow } from '@/lib/flows/insert-snapshot'
import { noticeSentence } from '@/lib/notices/words'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  changeAs,
  importAs,
  lastLook,
  type ListServer,
  openListDesk,
  refresh,
  startListServer,
  stranger,
  STRANGERS,
} from '@/tests/builders/list-desk'
import { type MoneyDesk, PAYEE, payment, refusalOf, stageAs } from '@/tests/builders/money-desk'
import { act, performJob, signIn } from '@/tests/builders/world'

const HOUR = 3600

let chain: TestChain
let source: ListServer
let desk: MoneyDesk

beforeAll(async () => {
  chain = await startTestChain()
  source = await startListServer()
  desk = await openListDesk(chain, source)
})
afterAll(async () => {
  await desk.close()
  await source.close()
  await chain.stop()
})

const serve = (addresses: readonly string[], status = 200) =>
  void (source.answer = { status, text: addresses.join('\n') })
const snapshots = () => desk.db.select().from(listSnapshot).orderBy(asc(listSnapshot.number))
const line = async (who = 'viktor') => (await readLists(desk.db, await signIn(desk, who), desk.now()))[0]
const told = async (who: string) => {
  await performJob(desk, 'sequence-log')
  await performJob(desk, 'derive-notices')
  const { lines } = await listNotices(desk.db, await signIn(desk, who), { below: null, size: 20 })
  return lines.map(noticeSentence)
}

describe('a list that nobody bound to a URL', () => {
  it('is never fetched', async () => {
    await importAs(desk, 'noor', STRANGERS)
    expect(await refresh(desk)).toBe(0)
    expect(source.asked).toBe(0)
  })

  it('takes no snapshot that nobody imported, also from who writes into the database', async () => {
    const values = { listId: 'sanctions', number: 9, sha256: '0x', entries: 1, skipped: 0, added: 1, removed: 0 }
    const insert = desk.db.insert(listSnapshot).values({ ...values, addresses: '0x', at: desk.now() })
    await expect(insert).rejects.toMatchObject({ cause: { message: expect.stringContaining('no admin bound') } })
  })
})

describe('binding one', () => {
  it('is an admin’s, with a passkey, to an address that the desk may ask', async () => {
    expect((await refusalOf(changeAs(desk, 'noor', { url: source.url }))).code).toBe('NOT_ALLOWED')
    for (const url of ['http://127.0.0.1:1/', 'https://10.0.0.1/', 'https://lists.example:8443/'])
      expect(await refusalOf(changeAs(desk, 'viktor', { url }))).toMatchObject({
        code: 'BAD_INPUT',
        problems: [{ field: 'url' }],
      })
    expect(await changeAs(desk, 'viktor', { url: source.url })).toEqual({ listId: 'sanctions', number: 1 })
  })
})

describe('a list that is bound', () => {
  it('is fetched at once; the same bytes make no snapshot and keep it fresh', async () => {
    serve(STRANGERS)
    expect(await refresh(desk)).toBe(1)
    expect(await lastLook(desk)).toMatchObject({ outcome: 'unchanged', snapshotNumber: 1, changeNumber: 1 })
    expect(await snapshots()).toHaveLength(1)
    expect(await refresh(desk)).toBe(0)
    desk.pass(20 * HOUR)
    expect(await refresh(desk)).toBe(1)
    desk.pass(20 * HOUR)
    // Its snapshot is 40 h old by now, and was there unchanged 20 h ago.
    expect(await line()).toMatchObject({ isStale: false, snapshots: [{ by: 'Noor' }] })
    expect((await stageAs(desk, 'ines', payment(desk, '1.00'))).state).toBe('awaiting-approvals')
  })

  it('brings what is new there, which blocks from then on', async () => {
    serve([...STRANGERS, PAYEE])
    expect(await refresh(desk)).toBe(1)
    expect(await lastLook(desk)).toMatchObject({ outcome: 'new', snapshotNumber: 2 })
    expect(await line()).toMatchObject({ snapshots: [{ number: 2, by: null, entries: 10, added: 1, removed: 0 }, {}] })
    expect((await stageAs(desk, 'ines', payment(desk, '2.00'))).state).toBe('blocked')
  })

  it('waits an hour after a look that brought nothing, and says what went wrong', async () => {
    serve([], 503)
    desk.pass(7 * HOUR)
    expect(await refresh(desk)).toBe(1)
    const { fetched } = (await line()) ?? {}
    expect(fetched?.last).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('answered 503') })
    expect(await refresh(desk)).toBe(0)
    serve(['<html>no list</html>'])
    desk.pass(HOUR)
    expect(await refresh(desk)).toBe(1)
    expect(await lastLook(desk)).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('Line 1') })
    expect(await snapshots()).toHaveLength(2)
  })

  it('loses no more than a fifth at once; admins and compliance are told', async () => {
    const before = await told('sora')
    serve(STRANGERS.slice(2))
    desk.pass(HOUR)
    expect(await refresh(desk)).toBe(1)
    expect(await lastLook(desk)).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('3 addresses') })
    expect(await snapshots()).toHaveLength(2)
    const refused = 'An import of a list was refused. What the list says did not change.'
    expect(await told('sora')).toEqual([refused, ...before])
    expect((await told('noor'))[0]).toBe(refused)
    // Its honest twin: one of ten may leave.
    serve([...STRANGERS.slice(1), PAYEE, stranger(40)])
    desk.pass(HOUR)
    await refresh(desk)
    expect(await lastLook(desk)).toMatchObject({ outcome: 'new', snapshotNumber: 3 })
  })

  it('goes stale where its source stays silent; it is told once, and once more the next time', async () => {
    const before = (await told('noor')).length
    serve([], 500)
    desk.pass(25 * HOUR)
    await refresh(desk)
    expect(await refresh(desk)).toBe(0)
    await refresh(desk)
    expect(await lastLook(desk)).toMatchObject({ outcome: 'stale' })
    const stale = 'A list is too old to tell. Every payment waits until it is fresh again.'
    expect((await told('noor')).slice(0, -before)).toEqual([stale])
    serve([...STRANGERS.slice(1), stranger(40)])
    desk.pass(HOUR)
    await refresh(desk)
    expect(await line()).toMatchObject({ isStale: false })
    serve([], 500)
    desk.pass(25 * HOUR)
    await refresh(desk)
    await refresh(desk)
    expect((await told('noor')).slice(0, -before)).toEqual([stale, stale])
  })

  it('is looked at once by two workers', async () => {
    serve([...STRANGERS.slice(1), stranger(40)])
    desk.pass(HOUR)
    const before = await desk.db.$count(listLook)
    await Promise.all([refresh(desk), refresh(desk)])
    expect(await desk.db.$count(listLook)).toBe(before + 1)
  })

  it('has its looks in the log, by the desk', async () => {
    const events = await desk.db.select().from(auditEvent).where(eq(auditEvent.objectType, 'list-look'))
    expect(events).toHaveLength(await desk.db.$count(listLook))
    expect(new Set(events.map(({ actorKind }) => actorKind))).toEqual(new Set(['system']))
  })

  it('shows its URL to admins and the host alone to others', async () => {
    expect((await line('viktor'))?.fetched).toMatchObject({ url: source.url })
    expect((await line('ruth'))?.fetched).toMatchObject({ url: null, host: new URL(source.url).host })
  })
})

describe('changing how it is kept', () => {
  it('takes back the URL: it is fetched no more', async () => {
    await changeAs(desk, 'viktor', { after: 1 })
    desk.pass(25 * HOUR)
    const { asked } = source
    await refresh(desk)
    expect(source.asked).toBe(asked)
  })

  it('is refused when it changed meanwhile, or for a list that is not there', async () => {
    expect((await refusalOf(changeAs(desk, 'sora', { after: 1 }))).code).toBe('CONFLICT')
    expect((await refusalOf(changeAs(desk, 'sora', { listId: 'other' }))).code).toBe('NOT_FOUND')
  })

  it('lets it be older, which ends the wait', async () => {
    expect((await stageAs(desk, 'ines', payment(desk, '3.00'))).state).toBe('blocked')
    await changeAs(desk, 'sora', { after: 2, maxAgeHours: 48 })
    expect((await stageAs(desk, 'ines', payment(desk, '4.00'))).state).toBe('awaiting-approvals')
    expect((await told('viktor'))[0]).toBe('An admin changed how a list is kept.')
    expect((await refusalOf(importAs(desk, 'noor', STRANGERS))).message).toContain('stale after 48 h')
  })

  it('retires it: what it lists stops nothing, its history stays, and it is taken back', async () => {
    await importAs(desk, 'noor', [...STRANGERS, stranger(40), PAYEE], { maxAgeHours: 48 })
    expect((await stageAs(desk, 'ines', payment(desk, '5.00'))).state).toBe('blocked')
    await changeAs(desk, 'viktor', { after: 3, maxAgeHours: 48, isRetired: true })
    expect((await stageAs(desk, 'ines', payment(desk, '6.00'))).state).toBe('awaiting-approvals')
    expect(await line()).toMatchObject({ isRetired: true, isStale: false, snapshots: { length: 5 } })
    expect((await refusalOf(importAs(desk, 'noor', STRANGERS, { maxAgeHours: 48 }))).message).toContain('retired')
    await changeAs(desk, 'viktor', { after: 4, maxAgeHours: 48 })
    expect((await stageAs(desk, 'ines', payment(desk, '7.00'))).state).toBe('blocked')
  })
})

describe('an export', () => {
  it.each(['stix', 'csv'])('as %s gives the same addresses when it is imported again', async (format) => {
    const { text, rows } = (await act(desk, 'noor', 'export-list', { listId: 'sanctions', format })) as {
      text: string
      rows: number
    }
    const listId = `again-${format}`
    const answer = await importAs(desk, 'noor', [], { listId, name: `Again ${format}`, format, text })
    expect(answer).toMatchObject({ entries: rows, added: rows, skipped: 0 })
    const of = async (id: string) => (await listedNow(desk.db, id)).map(({ address }) => address)
    expect(await of(listId)).toEqual(await of('sanctions'))
  })

  it('is for compliance and admins, of a list that is there', async () => {
    const asked = { listId: 'sanctions', format: 'csv' }
    expect((await refusalOf(act(desk, 'ines', 'export-list', asked))).code).toBe('NOT_ALLOWED')
    expect((await refusalOf(act(desk, 'noor', 'export-list', { ...asked, listId: 'none' }))).code).toBe('NOT_FOUND')
  })
})
