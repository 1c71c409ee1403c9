import type { Address } from 'viem'
import { type Db, openDb } from '@/db/client'
import type { Contact } from '@/lib/assess/types'
import type { Payment } from '@/lib/assess/past-payments'
import { local } from '@/lib/chains/local'
import { createDatabase } from '@/lib/desk/databases'
import type { Examined } from '@/lib/flows/gather-facts'
import { readHistory } from '@/lib/flows/history'
import { readPast } from '@/lib/flows/past'
import type { Leg } from '@/lib/stage/types'
import { startTestCluster, TEMPLATE } from '@/tests/builders/database-cluster'
import { sampleFacts, STRANGER } from '@/tests/builders/sample-facts'
import type { Figure } from './figure'
import { addressOf, CHAIN, OFTEN, RARE, SELDOM_PAID, seedHistory, UNTIL, USDC } from './history-seed'
import { type Asked, bestOf, inTurns } from './in-turns'

const [SHORT, LONG] = [1_000, 100_000]
const ROUNDS = 30
const BATCHES = 3
const LIMIT = 1.3
/** The same in both, so that what counts by days reads as much: about nine years of it, and a month. */
const A_DAY = 30
const beganWith = (count: number) => new Date(UNTIL.getTime() - (count / A_DAY) * 86_400_000)

/**
 * How much longer everything takes that judging reads of the desk's own past, with a long history beside a short one of as
 * many withdrawals a day: whom is paid, how many legs, on a chain of the history or on another.
 */
export async function measurePast(rounds = ROUNDS): Promise<readonly Figure[]> {
  const cluster = await startTestCluster()
  const opened: Db[] = []
  try {
    const open = async (name: string, count: number) => {
      const { ownerUrl, appUrl } = await createDatabase(cluster.access, name, TEMPLATE)
      await seedHistory(ownerUrl, count, beganWith(count))
      const db = openDb(appUrl)
      opened.push(db)
      return db
    }
    const short = await open('past_short', SHORT)
    const long = await open('past_long', LONG)
    const figures: Figure[] = []
    for (const [what, ask] of Object.entries(judgingReads())) {
      const times = await bestOf({ batches: BATCHES, limit: LIMIT }, () => inTurns(ask, short, long, rounds))
      const name = `judging, ${what}: ${LONG} withdrawals beside ${SHORT}, p95 ${times.long.toFixed(1)} ms`
      figures.push({ name, value: Number((times.long / times.short).toFixed(2)), unit: 'times', limit: LIMIT })
    }
    return figures
  } finally {
    for (const db of opened) await db.$client.end()
    await cluster.stop()
  }
}

/** What gathering reads of the past for some payments, the way `gatherFacts` asks it. */
export function judgingReads(): Readonly<Record<string, Asked>> {
  const to = (recipient: Address, asset = USDC): Leg => ({
    ...{ asset: { ...asset, chainId: local.id }, recipient, units: 250_000_000n },
  })
  const [often = SELDOM_PAID] = OFTEN
  return {
    'a recipient paid often': asking([to(often)]),
    'a recipient paid seldom, in a rare asset': asking([to(SELDOM_PAID, RARE)]),
    'a stranger': asking([to(STRANGER)]),
    'a batch of ten': asking(OFTEN.map((one) => to(one))),
    'a reference that many have': asking([to(often)], { reference: 'INV-1' }),
    'another chain': asking([to(often)], { chainId: 10 }),
  }
}

// Built for the local chain and asked as of another: what was paid before is found by address.
// Two people vouch for whom it pays every day, as they do at a desk.
const contacts = OFTEN.map((address, at): Contact => ({
  ...{ entryId: `e${at}`, version: 1, address, name: `Vendor ${at}`, isActive: true, coolingUntil: null },
}))

function asking(legs: readonly Leg[], { reference = 'INV-2', chainId = CHAIN } = {}): Asked {
  const facts = sampleFacts({ legs, facts: { assets: legs.map(({ asset }) => asset), contacts } })
  const staged = { ...facts.staged, safe: { ...facts.staged.safe, chainId, address: addressOf(10) } }
  const intent = facts.intent && { ...facts.intent, reference }
  const subject: Examined = { withdrawalId: null, class: 'transfer', staged, intent, stagedAt: UNTIL }
  const movements = legs.map(({ asset, recipient, units }): Payment => ({
    ...{ asset: asset.address, recipient, units, path: '' },
  }))
  return (db) => Promise.all([readHistory(db, subject, movements), readPast(db, subject, { ...facts, staged, intent })])
}
