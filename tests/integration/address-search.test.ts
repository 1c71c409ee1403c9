import { sql } from 'drizzle-orm'
import { getAddress } from 'viem'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listOnwardOf } from '@/db/queries/onward'
import { searchWithdrawals, type WithdrawalFilter } from '@/db/queries/withdrawal-search'
import { onwardTransfer } from '@/db/schema/onward'
import type { Asset } from '@/lib/stage/types'
import { plantRow } from '@/tests/builders/planted-withdrawals'
import { openWorld, type World } from '@/tests/builders/world'
import { hashOf } from '@/tests/builders/world-rows'

const VIEWER = { memberId: 'noor', roles: ['compliance'] }
const USDC: Asset = { chainId: 31337, address: `0x${'1c'.repeat(20)}`, symbol: 'USDC', decimals: 6 }
const addressOf = (pair: string) => getAddress(`0x${pair.repeat(20)}`)
const [ADDED, GONE, CALLED, FAR] = [addressOf('a1'), addressOf('b2'), addressOf('c3'), addressOf('d4')]

let world: World
let ids: { adds: string; swaps: string; calls: string; pays: string }
beforeAll(async () => {
  world = await openWorld()
  ids = {
    adds: await plantRow(world, { change: { kind: 'add-owner', owner: ADDED, threshold: 2 } }),
    swaps: await plantRow(world, { change: { kind: 'swap-owner', oldOwner: GONE, newOwner: ADDED } }),
    calls: await plantRow(world, { call: { to: CALLED, data: '0x', gives: [] } }),
    pays: await plantRow(world, { legs: [{ asset: USDC, recipient: ADDED, units: 1n }] }),
  }
})
afterAll(() => world.close())

const find = async (filter: WithdrawalFilter) =>
  (await searchWithdrawals(world.db, VIEWER, { filter, start: null, size: 50 })).lines.map(({ id }) => id).toSorted()

it('an address is found where it becomes an owner or is one no more, in any letter case', async () => {
  expect(await find({ changedOwner: ADDED })).toEqual([ids.adds, ids.swaps].toSorted())
  expect(await find({ changedOwner: GONE.toLowerCase() as typeof GONE })).toEqual([ids.swaps])
  expect(await find({ changedOwner: CALLED })).toEqual([])
})

it('and where it is called or paid, and what is of a token', async () => {
  expect(await find({ recipient: { address: CALLED } })).toEqual([ids.calls])
  expect(await find({ recipient: { address: ADDED } })).toEqual([ids.pays])
  expect(await find({ asset: { chainId: 31337, address: USDC.address } })).toEqual([ids.pays])
})

it('changes of owners are found by an index of their own, whatever is paid beside them', async () => {
  const plan = await world.db.transaction(async (tx) => {
    await tx.execute(sql`SET LOCAL enable_seqscan = off`)
    const { rows } = await tx.execute<{ 'QUERY PLAN': string }>(sql`EXPLAIN SELECT id FROM withdrawal
      WHERE class = 'configuration' ORDER BY staged_at DESC, substring(id from 3)::bigint DESC LIMIT 50`)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  })
  expect(plan).toContain('withdrawal_changes')
})

it('what it sent on is found, and what was sent on to it', async () => {
  const line = (at: number, recipient: typeof ADDED, other: typeof ADDED) => ({
    ...{ chainId: 31337, withdrawalId: ids.pays, recipient, other, asset: 'native', units: 5n, txHash: hashOf(at) },
    ...{ logIndex: -1, blockNumber: 9n, at: world.now() },
  })
  await world.db.insert(onwardTransfer).values([line(1, ADDED, FAR), line(2, GONE, CALLED)])
  const partners = async (address: typeof ADDED) =>
    (await listOnwardOf(world.db, VIEWER, address)).map(({ recipient, other }) => [recipient, other])
  expect(await partners(ADDED)).toEqual([[ADDED, FAR]])
  expect(await partners(FAR)).toEqual([[ADDED, FAR]])
  expect(await partners(addressOf('e5'))).toEqual([])
})
