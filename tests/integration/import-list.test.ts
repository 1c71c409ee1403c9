import { eq } from 'drizzle-orm'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditEvent } from '@/db/schema/audit'
import { listedAddress, listSnapshot } from '@/db/schema/lists'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  executeAs,
  loggedRefusals,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  PAYEE,
  payment,
  readPage,
  refusalOf,
  stageAs,
} from '@/tests/builders/money-desk'
import { act, perform, signIn, stepUp } from '@/tests/builders/world'

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

const stranger = (at: number) => `0x${(at + 1).toString(16).padStart(40, '5')}`
const STRANGERS = Array.from({ length: 9 }, (_, at) => stranger(at))
const listOf = (addresses: readonly string[], more: object = {}) => ({
  ...{ listId: 'sanctions', name: 'Sanctions', source: 'The public page', format: 'plain', maxAgeHours: 24 },
  ...{ text: addresses.join('\n'), ...more },
})
const importAs = (who: string, addresses: readonly string[], more: object = {}) =>
  act(desk, who, 'import-list', listOf(addresses, more))

const flaggedOf = async (id: string) =>
  (await readPage(desk, 'ruth', id)).reviewed.assessment.findings.filter(({ rule }) => rule === 'flagged')

describe('without a list', () => {
  it('a payment is staged, and its review says that no address was compared', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk, '1.00'))
    expect(await flaggedOf(id)).toMatchObject([{ outcome: 'pass', sentence: expect.stringContaining('No lists') }])
  })
})

describe('who imports', () => {
  it('is an admin or compliance, with a passkey for this very text', async () => {
    expect((await refusalOf(importAs('ines', STRANGERS))).code).toBe('NOT_ALLOWED')
    const noor = await signIn(desk, 'noor')
    const proof = await stepUp(desk, noor, 'import-list', listOf(STRANGERS))
    const other = { ...listOf([...STRANGERS, stranger(20)]), proof }
    expect((await refusalOf(perform(desk, noor, 'import-list', other))).message).toContain('other content')
    expect(await desk.db.select().from(listSnapshot)).toEqual([])
  })
})

describe('a listed recipient', () => {
  it('is paid while nobody lists it, and blocks staging, approval and hand-over from then on', async () => {
    await importAs('noor', STRANGERS)
    const { id: ready } = await stageAs(desk, 'ines', payment(desk, '2.00'))
    expect(await flaggedOf(ready)).toMatchObject([{ outcome: 'pass' }])
    await makeReady(desk, ready)
    const { id: open } = await stageAs(desk, 'ines', payment(desk, '3.00'))

    // In another letter case than the book has it.
    const answer = await importAs('noor', [...STRANGERS, `0x${PAYEE.slice(2).toUpperCase()}`])
    expect(answer).toMatchObject({ number: 2, entries: 10, added: 1, removed: 0 })
    const [listed] = await flaggedOf(open)
    expect(listed).toMatchObject({ code: 'RECIPIENT_FLAGGED', outcome: 'fail', severity: 'critical' })
    const { sha256 } = answer as { sha256: string }
    expect(JSON.stringify(listed?.evidence)).toContain('Sanctions')
    expect(JSON.stringify(listed?.evidence)).toContain(sha256)

    expect((await stageAs(desk, 'ines', payment(desk, '4.00'))).state).toBe('blocked')
    expect(['BLOCKED', 'STALE']).toContain((await refusalOf(approveAs(desk, 'ruth', open))).code)
    expect(['BLOCKED', 'STALE']).toContain((await refusalOf(executeAs(desk, 'eli', ready))).code)
  })

  it('blocks no more once a snapshot without it comes, and stays in the history', async () => {
    await importAs('viktor', STRANGERS)
    const { id, state } = await stageAs(desk, 'ines', payment(desk, '5.00'))
    expect(state).toBe('awaiting-approvals')
    expect(await flaggedOf(id)).toMatchObject([{ outcome: 'pass' }])
    const lines = await desk.db.select().from(listedAddress).where(eq(listedAddress.address, PAYEE.toLowerCase()))
    expect(lines.map(({ number, isListed }) => [number, isListed])).toEqual([
      [2, true],
      [3, false],
    ])
  })
})

describe('an import', () => {
  it('from which more than a fifth is gone is refused, and the refusal is in the log', async () => {
    const refusal = await refusalOf(importAs('noor', STRANGERS.slice(2)))
    expect(refusal).toMatchObject({ code: 'BLOCKED', message: expect.stringContaining('more than 20 %') })
    expect(await loggedRefusals(desk, 'import-list')).toContainEqual(
      expect.stringContaining('2 addresses of Sanctions'),
    )
    expect(await desk.db.select().from(listSnapshot)).toHaveLength(3)
  })

  it('under the id of another list is refused', async () => {
    const refusal = await refusalOf(importAs('noor', STRANGERS, { maxAgeHours: 8760 }))
    expect(refusal.code).toBe('CONFLICT')
  })

  it('writes one event, and one more for a new list', async () => {
    const events = await desk.db.select().from(auditEvent).where(eq(auditEvent.outcome, 'done'))
    const count = (action: string) => events.filter((one) => one.action === action).length
    expect([count('create-list'), count('import-list')]).toEqual([1, 3])
  })
})

describe('a list that is too old', () => {
  it('stops every payment until it is imported anew', async () => {
    const { id } = await stageAs(desk, 'ines', payment(desk, '6.00'))
    desk.pass(24 * 3600 + 60)
    expect(await flaggedOf(id)).toMatchObject([{ outcome: 'unknown', sentence: expect.stringContaining('too old') }])
    expect((await stageAs(desk, 'ines', payment(desk, '7.00'))).state).toBe('blocked')
    await importAs('noor', STRANGERS)
    expect(await flaggedOf(id)).toMatchObject([{ outcome: 'pass' }])
    expect((await stageAs(desk, 'ines', payment(desk, '8.00'))).state).not.toBe('blocked')
  })
})

describe('what was imported', () => {
  it('is changed by nobody', async () => {
    const client = new Client({ connectionString: desk.database.appUrl })
    await client.connect()
    try {
      for (const [table, change] of [
        ['intelligence_list', 'max_age_hours = 8760'],
        ['list_snapshot', 'at = now()'],
        ['listed_address', 'is_listed = false'],
      ])
        await expect(client.query(`UPDATE ${table} SET ${change}`)).rejects.toThrow(/permission denied/)
      await expect(client.query('DELETE FROM listed_address')).rejects.toThrow(/permission denied/)
    } finally {
      await client.end()
    }
  })
})
