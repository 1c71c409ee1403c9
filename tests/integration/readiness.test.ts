import { afterAll, beforeAll, expect, it } from 'vitest'
import { readReadiness } from '@/lib/session/readiness'
import { asOwner } from '@/tests/builders/as-owner'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { type MoneyDesk, openMoneyDesk } from '@/tests/builders/money-desk'
import { act, ioOf, performJob } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk
beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
  await performJob(desk, 'sequence-log')
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})

const partsOf = async (deps = desk.deps) => (await readReadiness(deps, [31337])).parts

it('is given while everything does its work', async () => {
  expect(await readReadiness(desk.deps, [31337])).toEqual({
    isReady: true,
    parts: { database: true, schema: true, log: true, 'chain 31337': true },
  })
})

it('is not given while nobody writes the log', async () => {
  await act(desk, 'ruth', 'freeze', { scope: { kind: 'member', id: 'ruth' } })
  expect(await partsOf()).toMatchObject({ log: true })
  desk.pass(61)
  expect(await partsOf()).toMatchObject({ log: false, database: true })
  await performJob(desk, 'sequence-log')
  expect(await partsOf()).toMatchObject({ log: true })
})

it('is not given while a chain is silent', async () => {
  const silent = { ...desk.deps, io: ioOf('http://127.0.0.1:9', desk.now) }
  expect(await partsOf(silent)).toMatchObject({ 'chain 31337': false, database: true })
})

it('is not given on the schema of another build', async () => {
  const migrations = 'drizzle.__drizzle_migrations'
  await asOwner(desk.database, `CREATE TABLE kept AS SELECT * FROM ${migrations} ORDER BY created_at DESC LIMIT 1`)
  await asOwner(desk.database, `DELETE FROM ${migrations} WHERE created_at = (SELECT created_at FROM kept)`)
  expect(await partsOf()).toMatchObject({ schema: false, database: true })
  await asOwner(desk.database, `INSERT INTO ${migrations} SELECT * FROM kept`)
  expect(await partsOf()).toMatchObject({ schema: true })
})
