import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listWithdrawals } from '@/db/queries/withdrawals'
import { searchWithdrawals, type PageStart, type WithdrawalFilter } from '@/db/queries/withdrawal-search'
import { withdrawalHold } from '@/db/schema/hold'
import { encodeWire } from '@/lib/core/wire'
import { DEMO_CONTACTS } from '@/lib/desk/demo-world-book'
import type { Asset } from '@/lib/stage/types'
import { asOwner } from '@/tests/builders/as-owner'
import { plantRow, SEALED } from '@/tests/builders/planted-withdrawals'
import { openWorld, type World } from '@/tests/builders/world'

const USDC: Asset = { chainId: 31337, address: `0x${'1c'.repeat(20)}`, symbol: 'USDC', decimals: 6 }
const ETH: Asset = { chainId: 31337, address: 'native', symbol: 'ETH', decimals: 18 }
const STRANGER = '0x8dF56A3b2e2cB2cB6a49c49a0d3d3A3DBd3f6e11'
const meridian = DEMO_CONTACTS[0]?.address ?? '0x'
const leg = (asset: Asset, recipient: `0x${string}`) => ({ asset, recipient, units: 1n })

let world: World
const ids: Record<string, string> = {}
const viewers = {
  ruth: { memberId: 'ruth', roles: ['signer'] },
  eli: { memberId: 'eli', roles: ['executor'] },
  ines: { memberId: 'ines', roles: ['initiator'] },
}

beforeAll(async () => {
  world = await openWorld()
  const awaiting = ['screening', 'awaiting-approvals'] as const
  const plans = {
    open: { legs: [leg(USDC, meridian)], through: awaiting, eligible: ['ruth', 'tomas'] },
    approved: { legs: [leg(ETH, meridian)], through: awaiting, eligible: ['ruth'], approvedBy: ['ruth'] },
    others: { safeId: 'operations', through: awaiting, eligible: ['tomas'] },
    blocked: { legs: [leg(USDC, STRANGER)], through: ['screening', 'blocked'] },
    ready: { safeId: 'operations', nonce: 0n, legs: [leg(ETH, STRANGER)], through: [...awaiting, 'ready'] },
    rejected: {
      initiator: 'viktor',
      stagedAt: new Date('2026-01-31T23:59:59.999Z'),
      through: [...awaiting, 'rejected'],
    },
    pending: { stagedAt: new Date('2026-02-01T00:00:00Z'), through: [...awaiting, 'cancel-pending-onchain'] },
  } as const
  for (const [name, plan] of Object.entries(plans)) ids[name] = await plantRow(world, plan)
})
afterAll(() => world.close())

async function find(filter: WithdrawalFilter, viewer = viewers.ruth) {
  const page = await searchWithdrawals(world.db, viewer, { filter, start: null, size: 50 })
  expect(page.matching).toEqual({ counted: page.lines.length, isMore: false })
  return page.lines.map((line) => Object.entries(ids).find(([, id]) => id === line.id)?.[0])
}

describe('a filter finds what it names and nothing else', () => {
  it('none finds all, newest first', async () =>
    expect(await find({})).toEqual(['ready', 'blocked', 'others', 'approved', 'open', 'pending', 'rejected']))

  it('a state', async () => {
    expect(await find({ state: 'blocked' })).toEqual(['blocked'])
    expect(await find({ state: 'executed' })).toEqual([])
  })

  it('a Safe', async () => {
    expect(await find({ safeId: 'operations' })).toEqual(['ready', 'others'])
    expect(await find({ safeId: 'training' })).toEqual([])
  })

  it('an asset of any leg', async () => {
    expect(await find({ asset: USDC })).toEqual(['blocked', 'open'])
    expect(await find({ asset: ETH })).toEqual(['ready', 'approved'])
    expect(await find({ asset: { chainId: 1, address: 'native' } })).toEqual([])
  })

  it('a recipient by whole address, however it is spelt', async () => {
    expect(await find({ recipient: { address: STRANGER.toLowerCase() as `0x${string}` } })).toEqual([
      'ready',
      'blocked',
    ])
    expect(await find({ recipient: { address: `0x${'ab'.repeat(20)}` } })).toEqual([])
  })

  it('a recipient by a part of the name in the book or of the address', async () => {
    expect(await find({ recipient: { text: 'meRIDian' } })).toEqual(['approved', 'open'])
    expect(await find({ recipient: { text: STRANGER.slice(5, 12).toUpperCase() } })).toEqual(['ready', 'blocked'])
    expect(await find({ recipient: { text: 'Nobody & Sons' } })).toEqual([])
  })

  it('text that would be a pattern or a quote, as it stands', async () => {
    for (const text of ['%', '_eridian', "' OR true --", '\\']) expect(await find({ recipient: { text } })).toEqual([])
  })

  it('who staged it', async () => {
    expect(await find({ person: { memberId: 'viktor', part: 'staged' } })).toEqual(['rejected'])
    expect(await find({ person: { memberId: 'sora', part: 'staged' } })).toEqual([])
  })

  it('who approved it, and who had any part in it', async () => {
    expect(await find({ person: { memberId: 'ruth', part: 'approved' } })).toEqual(['approved'])
    expect(await find({ person: { memberId: 'ruth', part: 'staged' } })).toEqual([])
    expect(await find({ person: { memberId: 'ruth', part: 'executed' } })).toEqual([])
    expect(await find({ person: { memberId: 'ruth', part: null } })).toEqual(['approved'])
    expect(await find({ person: { memberId: 'viktor', part: null } })).toEqual(['rejected'])
    expect(await find({ person: { memberId: 'nobody', part: null } })).toEqual([])
  })

  it('a period, its first instant in and its last out', async () => {
    const start = new Date('2026-02-01T00:00:00Z')
    const end = new Date('2026-02-02T00:00:00Z')
    expect(await find({ from: start, until: end })).toEqual(['pending'])
    expect(await find({ until: start })).toEqual(['rejected'])
  })

  it('all of several together', async () => {
    expect(await find({ asset: USDC, state: 'blocked', recipient: { text: '0x' } })).toEqual(['blocked'])
    expect(await find({ asset: ETH, state: 'blocked' })).toEqual([])
  })
})

describe('the parts of the desk', () => {
  const groups = ['waiting', 'in-flight', 'stopped', 'ended'] as const

  it.each(Object.entries(viewers))(
    'hold every withdrawal once, as the desk itself says it to %s',
    async (_who, viewer) => {
      const found = await Promise.all(groups.map((group) => find({ group }, viewer)))
      expect(found.flat().sort()).toEqual(Object.keys(ids).sort())
      const waiting = (await listWithdrawals(world.db, viewer)).filter((line) => line.waitsForViewer !== null)
      expect(found[0]?.map((name) => ids[name ?? '']).sort()).toEqual(waiting.map(({ id }) => id).sort())
    },
  )

  it('differ by who looks', async () => {
    expect(await find({ group: 'waiting' })).toEqual(['open'])
    expect(await find({ group: 'waiting' }, viewers.eli)).toEqual(['ready'])
    expect(await find({ group: 'waiting' }, viewers.ines)).toEqual([])
    expect(await find({ group: 'stopped' })).toEqual(['blocked'])
    expect(await find({ group: 'ended' })).toEqual(['rejected'])
    expect(await find({ group: 'in-flight' })).toEqual(['ready', 'others', 'approved', 'pending'])
  })
})

describe('pages', () => {
  const at = (start: PageStart | null) => searchWithdrawals(world.db, viewers.ruth, { filter: {}, start, size: 3 })
  const SEVEN = { counted: 7, isMore: false }
  const numbers = (page: { lines: readonly { id: string }[] }) => page.lines.map(({ id }) => Number(id.slice(2)))

  it('lead down to the oldest and up again, each withdrawal once', async () => {
    const first = await at(null)
    expect(first).toMatchObject({ matching: SEVEN, all: SEVEN, newer: null })
    const second = await at(first.older)
    const third = await at(second.older)
    expect(third.older).toBeNull()
    const all = [first, second, third].flatMap(numbers)
    const whole = await searchWithdrawals(world.db, viewers.ruth, { filter: {}, start: null, size: 50 })
    expect(all).toEqual(numbers(whole))
    expect(new Set(all).size).toBe(7)
    const back = await at(third.newer)
    expect(numbers(back)).toEqual(numbers(second))
    const top = await at(back.newer)
    expect(numbers(top)).toEqual(numbers(first))
    expect(top.newer).toBeNull()
  })

  it('go on from the nearest where no withdrawal has the number', async () => {
    const whole = await searchWithdrawals(world.db, viewers.ruth, { filter: {}, start: null, size: 50 })
    const highest = Math.max(...numbers(whole))
    const anchor = numbers(whole).indexOf(highest)
    const expected = numbers(whole).slice(anchor, anchor + 3)
    expect(numbers(await at({ below: highest + 1000 }))).toEqual(expected)
  })

  it('beyond the last are empty', async () => {
    expect(await at({ below: 1 })).toMatchObject({ lines: [], matching: SEVEN, newer: null, older: null })
  })
})

it('no page holds what seals a signature', async () => {
  const page = await searchWithdrawals(world.db, viewers.ruth, { filter: {}, start: null, size: 50 })
  expect(page.lines.find(({ id }) => id === ids['approved'])?.approvals).toBe(1)
  expect(encodeWire(page)).not.toContain(SEALED)
})

it('finds a call of a contract by that contract and by what it may take along', async () => {
  const to = `0x${'c0'.repeat(20)}` as const
  const dai: Asset = { chainId: 31337, address: `0x${'da'.repeat(20)}`, symbol: 'DAI', decimals: 18 }
  const giving = await plantRow(world, { call: { to, data: '0x', gives: [{ asset: dai, units: 1n }] } })
  const empty = await plantRow(world, { call: { to, data: '0x', gives: [] } })
  const found = async (filter: WithdrawalFilter) => {
    const { lines } = await searchWithdrawals(world.db, viewers.ruth, { filter, start: null, size: 50 })
    return lines.map(({ id }) => id).sort()
  }
  expect(await found({ recipient: { address: to } })).toEqual([giving, empty])
  expect(await found({ asset: dai })).toEqual([giving])
})

it('orders by number, not by text', async () => {
  await asOwner(world.database, "SELECT setval('withdrawal_number', 9998)")
  const [last, next] = [await plantRow(world), await plantRow(world)]
  expect([last, next]).toEqual(['W-9999', 'W-10000'])
  const page = await searchWithdrawals(world.db, viewers.ruth, { filter: {}, start: null, size: 2 })
  expect(page.lines.map(({ id }) => id)).toEqual([next, last])
  const older = await searchWithdrawals(world.db, viewers.ruth, { filter: {}, start: { below: 9999 }, size: 50 })
  expect(older.lines).toHaveLength(9)
})

it('leaves a ready one that is not next to nobody, and says what it is behind', async () => {
  const through = ['screening', 'awaiting-approvals', 'ready'] as const
  const id = await plantRow(world, { safeId: 'operations', nonce: 1000n, through })
  expect(await find({ group: 'waiting' }, viewers.eli)).toEqual(['ready'])
  const lines = await listWithdrawals(world.db, viewers.eli)
  expect(lines.find((line) => line.id === id)).toMatchObject({ waitsForViewer: null, behind: ids['ready'] })
  expect(lines.find((line) => line.id === ids['ready'])).toMatchObject({ waitsForViewer: 'execute', behind: null })
})

it('leaves what compliance holds to compliance, and what policy holds to nobody', async () => {
  const noor = { memberId: 'noor', roles: ['compliance'] }
  const through = ['screening', 'awaiting-approvals', 'held'] as const
  const id = await plantRow(world, { safeId: 'training', through })
  const own = await plantRow(world, { safeId: 'training', initiator: 'noor', through })
  const byPolicy = await plantRow(world, { safeId: 'training', through: ['screening', 'held'] })
  for (const withdrawalId of [id, own])
    await world.db
      .insert(withdrawalHold)
      .values({ withdrawalId, memberId: 'noor', note: 'The invoice is missing.', at: world.now() })
  const waiting = async (viewer: typeof noor) =>
    (await searchWithdrawals(world.db, viewer, { filter: { group: 'waiting' }, start: null, size: 50 })).lines
      .filter(({ safeId }) => safeId === 'training')
      .map((line) => [line.id, line.waitsForViewer])
  expect(await waiting(noor)).toEqual([[id, 'release']])
  expect(await waiting(viewers.ruth)).toEqual([])
  const flying = await searchWithdrawals(world.db, noor, { filter: { group: 'in-flight' }, start: null, size: 50 })
  expect(flying.lines.map((line) => line.id)).toEqual(expect.arrayContaining([own, byPolicy]))
  expect(flying.lines.map((line) => line.id)).not.toContain(id)
})
