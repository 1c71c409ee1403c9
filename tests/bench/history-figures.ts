import type { Address } from 'viem'
import { type Db, openDb } from '@/db/client'
import { countUnread, listNotices } from '@/db/queries/notices'
import { readRecordedSafe } from '@/db/queries/recorded-safe'
import { listQueue } from '@/db/queries/safe-queue'
import { countWaiting, searchWithdrawals, type PageStart, type WithdrawalFilter } from '@/db/queries/withdrawal-search'
import { listWithdrawals } from '@/db/queries/withdrawals'
import { createDatabase } from '@/lib/desk/databases'
import { startTestCluster, TEMPLATE } from '@/tests/builders/database-cluster'
import type { Figure } from './figure'
import { type Asked, bestOf, inTurns } from './in-turns'
import {
  ALWAYS_RUNS,
  FROM,
  OFTEN_PAID,
  RARE,
  seedHistory,
  SELDOM_PAID,
  SELDOM_RUNS,
  STATED_OFTEN,
  UNTIL,
  USDC,
} from './history-seed'

const [SHORT, LONG] = [1_000, 100_000]
const PAGE = 50
const ROUNDS = 40
const BATCHES = 3
const LIMIT = 1.3

const VIEWER = { memberId: 'ruth', roles: ['signer', 'executor'] }

/**
 * How much longer the reads of every list take on a long history than on a short one: the 95th percentile of each, in
 * turns, both databases in one cluster. What is rare is rare in both, and what is common fills a page in both. Of the
 * batches the best counts: what else the machine does slows one of them, a missing index slows all.
 */
export async function measureHistory(rounds = ROUNDS): Promise<readonly Figure[]> {
  const cluster = await startTestCluster()
  const opened: Db[] = []
  try {
    const open = async (name: string, count: number) => {
      const { ownerUrl, appUrl } = await createDatabase(cluster.access, name, TEMPLATE)
      await seedHistory(ownerUrl, count)
      const db = openDb(appUrl)
      opened.push(db)
      return db
    }
    const short = await open('history_short', SHORT)
    const long = await open('history_long', LONG)
    const figures: Figure[] = []
    let slowest = 0
    for (const [what, ask] of Object.entries(reads())) {
      const times = await bestOf({ batches: BATCHES, limit: LIMIT }, () => inTurns(ask, short, long, rounds))
      slowest = Math.max(slowest, times.long)
      const name = `list, ${what}: ${LONG} withdrawals beside ${SHORT}, p95 ${times.long.toFixed(1)} ms`
      figures.push({ name, value: Number((times.long / times.short).toFixed(2)), unit: 'times', limit: LIMIT })
    }
    const name = `list, the slowest p95 with ${LONG} withdrawals`
    return [...figures, { name, value: Number(slowest.toFixed(1)), unit: 'ms', limit: null }]
  } finally {
    for (const db of opened) await db.$client.end()
    await cluster.stop()
  }
}

function reads(): Readonly<Record<string, Asked>> {
  const search =
    (filter: WithdrawalFilter, start: PageStart | null = null): Asked =>
    (db) =>
      searchWithdrawals(db, VIEWER, { filter, start, size: PAGE })
  const person = (memberId: string, part: 'staged' | 'approved' | 'executed' | null) =>
    search({ person: { memberId, part } })
  const touched = (address: Address, part: 'any' | 'unstated') => search({ touched: { address, part } })
  const year = { from: new Date('2024-01-01T00:00:00Z'), until: new Date('2025-01-01T00:00:00Z') }
  const usdc = { chainId: USDC.chainId, address: USDC.address }
  return {
    'the desk': (db) => listWithdrawals(db, VIEWER),
    'how many wait': (db) => countWaiting(db, VIEWER),
    'how many notices are unread': (db) => countUnread(db, VIEWER),
    'the inbox': (db) => listNotices(db, VIEWER, { below: null, size: PAGE }),
    'an older page of the inbox': (db) => listNotices(db, VIEWER, { below: 900, size: PAGE }),
    'the queue of a Safe': (db) => listQueue(db, VIEWER, 'treasury'),
    'the recorded settings of a Safe': (db) => readRecordedSafe(db, VIEWER, 'treasury'),
    everything: search({}),
    'the second page': search({}, { below: 1_900 }),
    'a common state': search({ state: 'executed' }),
    'a rare state': search({ state: 'blocked' }),
    'what waits': search({ group: 'waiting' }),
    'what is in flight': search({ group: 'in-flight' }),
    'what stopped': search({ group: 'stopped' }),
    'what ended': search({ group: 'ended' }),
    'a busy Safe': search({ safeId: 'treasury' }),
    'a quiet Safe': search({ safeId: 'archive' }),
    'a common asset': search({ asset: usdc }),
    'a rare asset': search({ asset: { chainId: RARE.chainId, address: RARE.address } }),
    'a recipient paid often': search({ recipient: { address: OFTEN_PAID } }),
    'a recipient paid seldom': search({ recipient: { address: SELDOM_PAID } }),
    'a common name': search({ recipient: { text: 'vendor' } }),
    'a rare name': search({ recipient: { text: 'seldom' } }),
    'an address that every withdrawal touches': touched(ALWAYS_RUNS, 'any'),
    'an address touched seldom': touched(SELDOM_RUNS, 'any'),
    'an address touched often beside what is stated': touched(ALWAYS_RUNS, 'unstated'),
    'an address touched seldom beside what is stated': touched(SELDOM_RUNS, 'unstated'),
    'an address stated often and touched seldom beside that': touched(STATED_OFTEN, 'unstated'),
    'a common initiator': person('ines', 'staged'),
    'a rare initiator': person('ivan', 'staged'),
    'a common approver': person('ruth', 'approved'),
    'a rare approver': person('bram', 'approved'),
    'a common executor': person('eli', 'executed'),
    'a rare executor': person('sora', 'executed'),
    'a person in any part': person('tomas', null),
    'a rare person in any part': person('bram', null),
    'a year': search(year),
    'all years': search({ from: FROM, until: UNTIL }),
    'several at once': search({
      ...year,
      state: 'executed',
      safeId: 'treasury',
      asset: usdc,
      recipient: { text: 'vendor' },
    }),
  }
}
