import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listChange, listLook } from '@/db/schema/lists'
import type { AuditObject } from '@/lib/audit/types'
import type { Actor } from '@/lib/flows/actor'
import { listChangeObject, listLookObject } from '@/lib/flows/list-content'
import { write } from '@/lib/flows/write'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { asOwner } from '@/tests/builders/as-owner'
import {
  changeAs,
  importAs,
  type ListServer,
  openListDesk,
  refresh,
  startListServer,
  STRANGERS,
} from '@/tests/builders/list-desk'
import { executeAs, makeReady, type MoneyDesk, PAYEE, payment, refusalOf, stageAs } from '@/tests/builders/money-desk'
import { signIn } from '@/tests/builders/world'

const TABLES = ['intelligence_list', 'list_snapshot', 'listed_address', 'list_change', 'list_look']

let chain: TestChain
let source: ListServer
let desk: MoneyDesk
let id: string

beforeAll(async () => {
  chain = await startTestChain()
  source = await startListServer()
})
afterAll(async () => {
  await source.close()
  await chain.stop()
})

// A payment that is ready, while nobody lists its payee; then a list comes that does.
beforeEach(async () => {
  desk = await openListDesk(chain, source)
  await importAs(desk, 'noor', STRANGERS)
  ;({ id } = await stageAs(desk, 'ines', payment(desk)))
  await makeReady(desk, id)
})
afterEach(() => desk.close())

/** What only the owner of the tables can do, and no verb does. */
const tamper = async (sql: string) => {
  for (const table of TABLES) await asOwner(desk.database, `ALTER TABLE ${table} DISABLE TRIGGER USER`)
  await asOwner(desk.database, sql)
}
const isHandedOver = async () => (await executeAs(desk, 'eli', id)).attempt === 1
const refused = async () => {
  const refusal = await refusalOf(executeAs(desk, 'eli', id))
  expect(refusal.code).toBe('BLOCKED')
  return refusal.message
}
const payee = `'${PAYEE.toLowerCase()}'`

describe('without tampering', () => {
  it('it is handed over beside a list that names others, imported and fetched', async () => {
    source.answer.text = STRANGERS.slice(1).join('\n')
    await changeAs(desk, 'viktor', { url: source.url })
    expect(await refresh(desk)).toBe(1)
    expect(await isHandedOver()).toBe(true)
  })

  it('and beside a retired list that names its payee', async () => {
    await importAs(desk, 'noor', [...STRANGERS, PAYEE])
    await changeAs(desk, 'viktor', { isRetired: true })
    expect(await isHandedOver()).toBe(true)
  })
})

describe('a row of a list that its owner changed', () => {
  it.each<[what: string, sql: string, sentence: string]>([
    ['the payee is taken out', `DELETE FROM listed_address WHERE address = ${payee}`, 'not those of its snapshot'],
    ['it is made unlisted', `UPDATE listed_address SET is_listed = false WHERE address = ${payee}`, 'not those of'],
    ['it is made another', `UPDATE listed_address SET address = '0x01' WHERE address = ${payee}`, 'not those of'],
    [
      'it left again by a made-up line',
      `INSERT INTO listed_address SELECT list_id, 3, address, '', false, snapshot_id FROM listed_address WHERE address = ${payee};
       UPDATE listed_address SET number = 2 WHERE number = 3 AND NOT is_listed AND false`,
      'names 0x',
    ],
    [
      'the snapshot with it is taken out',
      'DELETE FROM listed_address WHERE number = 2; DELETE FROM list_snapshot WHERE number = 2',
      'not what the log says',
    ],
    [
      'the snapshot says other addresses',
      `DELETE FROM listed_address WHERE number = 2;
       UPDATE list_snapshot SET addresses = (SELECT addresses FROM list_snapshot WHERE number = 1) WHERE number = 2`,
      'not what the log says',
    ],
    [
      'the whole list is taken out',
      'DELETE FROM listed_address; DELETE FROM list_snapshot; DELETE FROM intelligence_list',
      'not what the log says',
    ],
    [
      'a retirement is made up',
      `INSERT INTO list_change SELECT list_id, 1, 24, NULL, true, 'Made up.', member_id, at, proof, 'x' FROM list_snapshot WHERE number = 2`,
      'not what the log says',
    ],
  ])('is noticed at the hand-over: %s', async (_what, sql, sentence) => {
    await importAs(desk, 'noor', [...STRANGERS, PAYEE])
    await tamper(sql)
    expect(await refused()).toContain(sentence)
  })

  it('is noticed too when its event is made up with it, since nobody’s passkey confirmed it', async () => {
    await importAs(desk, 'noor', [...STRANGERS, PAYEE])
    await changeAs(desk, 'viktor', { maxAgeHours: 48 })
    await tamper(
      `INSERT INTO list_change SELECT list_id, 2, 48, NULL, true, 'Made up.', member_id, at, proof, 'x' FROM list_change WHERE number = 1`,
    )
    const [made] = await desk.db.select().from(listChange).where(eq(listChange.number, 2))
    if (!made) throw new Error('it was made up')
    await makeUp('change-list', listChangeObject(made), await signIn(desk, 'viktor'))
    expect(await refused()).toContain('confirmed by nobody who is an admin now')
  })

  it('is noticed when a look is made up, since the worker did not seal it', async () => {
    source.answer.text = STRANGERS.join('\n')
    await changeAs(desk, 'viktor', { url: source.url })
    expect(await refresh(desk)).toBe(1)
    desk.pass(25 * 3600)
    await tamper(
      `INSERT INTO list_look SELECT list_id, 2, change_number, url, outcome, reason, snapshot_number, at + interval '24 hours', seal FROM list_look`,
    )
    const [made] = await desk.db.select().from(listLook).where(eq(listLook.number, 2))
    if (!made) throw new Error('it was made up')
    await makeUp('look-at-list', listLookObject(made), { kind: 'system' })
    expect(await refused()).toContain('nor by the worker')
  })

  it('is noticed also where this process has read the list before', async () => {
    const { id: other } = await stageAs(desk, 'ines', payment(desk, '2.00'))
    await makeReady(desk, other)
    await importAs(desk, 'noor', [...STRANGERS, PAYEE])
    expect((await refusalOf(executeAs(desk, 'eli', other))).code).toBe('STALE')
    await tamper(`DELETE FROM listed_address WHERE address = ${payee}`)
    expect(await refused()).toContain(`names ${PAYEE.toLowerCase()}`)
  })

  it('is noticed when it makes a list younger than it is', async () => {
    await changeAs(desk, 'viktor', { maxAgeHours: 24 })
    desk.pass(25 * 3600)
    await tamper('UPDATE list_change SET max_age_hours = 8000')
    expect(await refused()).toContain('not what the log says')
  })
})

/** An event with the right hash, as the owner of the database makes one up; the worker then signs it as any other. */
const makeUp = (action: string, object: AuditObject, actor: Actor) =>
  write({ db: desk.db, actor, now: desk.now() }, async () => [undefined, [{ action, object }]])
