import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { eq, sql } from 'drizzle-orm'
import type { Address } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { searchWithdrawals, type WithdrawalFilter } from '@/db/queries/withdrawal-search'
import { withdrawalTouched } from '@/db/schema/search'
import { review } from '@/db/schema/withdrawal'
import { asOwner } from '@/tests/builders/as-owner'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  type MoneyDesk,
  openMoneyDesk,
  PAYEE,
  payment,
  readPage,
  stageAs,
} from '@/tests/builders/money-desk'
import { addressOf } from '@/tests/builders/proposals'

const VIEWER = { memberId: 'noor', roles: ['compliance'] }
const SPENDER = addressOf('a router')
const NOBODY: Address = `0x${'ab'.repeat(20)}`

let chain: TestChain
let desk: MoneyDesk
let ids: { allows: string; pays: string }
let singleton: Address
beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
  const { usdc } = chain.tokens
  const call = { to: usdc, method: 'approve(address spender, uint256 amount)', values: [SPENDER, '5'], gives: [] }
  const allowing = { safeId: 'operations', legs: [], purpose: 'A router may take five', reference: '', call }
  ids = {
    allows: (await stageAs(desk, 'ines', allowing)).id,
    pays: (await stageAs(desk, 'ines', payment(desk))).id,
  }
  singleton = (await readPage(desk, 'ruth', ids.pays)).reviewed.assessment.safe?.singleton ?? NOBODY
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})

const find = async (filter: WithdrawalFilter) =>
  (await searchWithdrawals(desk.db, VIEWER, { filter, start: null, size: 50 })).lines.map(({ id }) => id)
const touching = (address: Address, part: 'any' | 'unstated' = 'unstated') => find({ touched: { address, part } })
const rowsOf = (withdrawalId: string) =>
  desk.db
    .select()
    .from(withdrawalTouched)
    .where(eq(withdrawalTouched.withdrawalId, withdrawalId))
    .orderBy(withdrawalTouched.address)

describe('a withdrawal is found by', () => {
  it('whom it allows to spend, in any letter case', async () => {
    expect(await touching(SPENDER)).toEqual([ids.allows])
    expect(await touching(SPENDER.toLowerCase() as Address, 'any')).toEqual([ids.allows])
    expect(await find({ recipient: { address: SPENDER } })).toEqual([])
  })

  it('what merely runs in its simulation', async () => {
    expect(await touching(singleton)).toEqual([ids.pays])
  })

  it('what its request names, where any part is asked for, and only there', async () => {
    expect(await touching(PAYEE, 'any')).toEqual([ids.pays])
    expect(await touching(PAYEE)).toEqual([])
    expect(await touching(chain.tokens.usdc as Address, 'any')).toEqual([ids.pays, ids.allows])
    expect(await touching(chain.tokens.usdc as Address)).toEqual([])
  })

  it('neither an address without a part in it, nor its own Safe', async () => {
    const { safe } = (await readPage(desk, 'ruth', ids.pays)).reviewed.assessment.staged
    for (const address of [NOBODY, safe.address]) expect(await touching(address, 'any')).toEqual([])
  })
})

it('a later review adds nothing that is there, and nobody’s approval fails of it', async () => {
  const before = await rowsOf(ids.pays)
  for (const who of ['ruth', 'tomas']) await approveAs(desk, who, ids.pays)
  const reviews = await desk.db.select().from(review).where(eq(review.withdrawalId, ids.pays))
  expect(reviews.length).toBeGreaterThan(2)
  expect(await rowsOf(ids.pays)).toEqual(before)
})

describe('what was found stays found', () => {
  it('the application neither changes nor removes it', async () => {
    const { $client } = desk.db
    for (const statement of ['UPDATE withdrawal_touched SET is_stated = true', 'DELETE FROM withdrawal_touched'])
      await expect($client.query(statement)).rejects.toThrow('permission denied for table withdrawal_touched')
    await expect($client.query('TRUNCATE withdrawal_touched')).rejects.toThrow('permission denied')
  })

  it('nor does the owner of the tables', async () => {
    const statements = [
      `UPDATE withdrawal_touched SET address = '0x'`,
      'DELETE FROM withdrawal_touched',
      'TRUNCATE withdrawal_touched',
    ]
    for (const statement of statements) await expect(asOwner(desk.database, statement)).rejects.toThrow('append-only')
  })

  it('nor is it of a withdrawal that does not exist', async () => {
    const values = { withdrawalId: 'W-1', address: NOBODY, isStated: false }
    const added: unknown = await desk.db
      .insert(withdrawalTouched)
      .values(values)
      .catch(({ cause }: Error) => cause)
    expect(added).toMatchObject({ constraint: 'withdrawal_touched_withdrawal_id_withdrawal_id_fk' })
  })
})

it('what was reviewed before there was such a table is found by its evidence', async () => {
  const file = path.resolve('db/migrations/0022_touched_addresses.sql')
  const backfill = (await readFile(file, 'utf8')).split('--> statement-breakpoint').at(-1) ?? ''
  expect(backfill).toContain('INSERT INTO withdrawal_touched')
  const kept = await Promise.all([ids.allows, ids.pays].map(rowsOf))
  const walls = (verb: string) => asOwner(desk.database, `ALTER TABLE withdrawal_touched ${verb} TRIGGER USER`)
  await walls('DISABLE')
  await asOwner(desk.database, 'DELETE FROM withdrawal_touched')
  await walls('ENABLE')
  expect(await touching(SPENDER, 'any')).toEqual([])
  await asOwner(desk.database, backfill)
  expect(await Promise.all([ids.allows, ids.pays].map(rowsOf))).toEqual(kept)
})

it.each([
  ['withdrawal_touched_address', sql`address = ${NOBODY}`],
  ['withdrawal_touched_unstated', sql`(CASE WHEN is_stated THEN NULL ELSE address END) = ${NOBODY}`],
])('is read by %s', async (index, condition) => {
  const plan = await desk.db.transaction(async (tx) => {
    await tx.execute(sql`SET LOCAL enable_seqscan = off`)
    const { rows } = await tx.execute<{ 'QUERY PLAN': string }>(
      sql`EXPLAIN SELECT withdrawal_id FROM withdrawal_touched WHERE ${condition}`,
    )
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  })
  expect(plan).toContain(index)
})
