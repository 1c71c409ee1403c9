import type { Address } from 'viem'
import { numberToHex } from 'viem/utils'
import type { PastPayment } from '@/lib/assess/past'
import { runRules } from '@/lib/assess/run'
import type { Facts } from '@/lib/assess/types'
import { payUsdc, sampleFacts, USDC } from '@/tests/builders/sample-facts'
import { daysAgo, paidEvery, pastOf } from '@/tests/builders/sample-past'
import type { Figure } from './figure'

const LEGS = 500
const ENTRIES = 10_000
const LISTED = 100_000
const ROUNDS = 9
/** As much as is read of the past of so many recipients (lib/flows/past-payments.ts). */
const PAID_TO_EACH = 10
const PAID_OF_ASSET = 200
const DAYS = 60
const EARLIER = 200
const ALIKE = 100
/** Spreads numbers over the whole range of addresses. */
const SPREAD = 0x9e3779b97f4a7c15f39cc0605cedc835n

/**
 * How long every rule together takes to judge a large batch against a long address book, a long list and a full past. Half
 * of its recipients stand in the book; the others are strangers, for whom most rules have to look further.
 */
export function measureJudge(rounds = ROUNDS): readonly Figure[] {
  const contacts = Array.from({ length: ENTRIES }, (_, at) => ({
    ...{ entryId: String(at), version: 1, address: address(at + 1), name: `Vendor ${at}` },
    ...{ isActive: true, coolingUntil: null },
  }))
  const flagged = Array.from({ length: LISTED }, (_, at) => address(ENTRIES + at + 1))
  const recipients = Array.from({ length: LEGS }, (_, at) =>
    address(at % 2 === 0 ? at * 7 + 1 : ENTRIES + LISTED + at + 1),
  )
  const legs = recipients.map((recipient, at) => payUsdc(BigInt(at + 1), recipient))
  const others = { ...pastOfAll(recipients), delegations: [], issuers: { oracles: [], blocked: [] } }
  const times = Array.from({ length: rounds }, () => {
    // A batch of its own each time, as every review has: nothing is known of it from before.
    const facts = sampleFacts({ legs, facts: { contacts: [...contacts], flagged, ...others } })
    const started = performance.now()
    const findings = runRules(facts)
    const took = performance.now() - started
    if (findings.some(({ outcome }) => outcome === 'unknown')) throw new Error('a rule could not judge the batch')
    const strangers = findings.filter(({ code, outcome }) => code === 'RECIPIENT_NEW' && outcome === 'fail').length
    if (strangers !== LEGS / 2) throw new Error(`half of the batch are strangers, and ${strangers} were found`)
    return took
  }).toSorted((a, b) => a - b)
  const name = `judge, ${LEGS} payments by every rule, half to strangers, ${ENTRIES} entries in the book, ${LISTED} listed addresses, a full past`
  return [{ name, value: Number((times[Math.floor(rounds / 2)] ?? Infinity).toFixed(1)), unit: 'ms', limit: 100 }]
}

function pastOfAll(recipients: readonly Address[]): Pick<Facts, 'past' | 'history'> {
  const asset = USDC.address
  const paid = (at: number, count: number): readonly PastPayment[] =>
    paidEvery(
      3,
      Array.from({ length: count }, (_, place) => BigInt(at + place + 1)),
    )
  const past = pastOf({
    recipients: recipients.map((recipient, at) => ({
      ...{ asset, recipient },
      paid: at % 2 === 0 ? paid(at, PAID_TO_EACH) : [],
      ended:
        at % 10 === 0 ? [{ id: `W-${9_000 + at}`, at: daysAgo(2), units: BigInt(at), state: 'rejected' as const }] : [],
    })),
    ofUsdc: paid(1, PAID_OF_ASSET),
    days: Array.from({ length: DAYS / 2 }, (_, at) => BigInt(100_000 + at)),
    today: 1_000n,
    newcomers: {
      here: recipients.filter((_, at) => at % 2 === 1),
      others: Array.from({ length: ALIKE }, (_, at) => ({ address: address(500_000 + at), id: `W-${at}` })),
      known: 200,
    },
    neverPaid: recipients.filter((_, at) => at % 2 === 1),
    batch: {
      ...{ id: 'W-8000', at: daysAgo(30) },
      legs: recipients.slice(0, -2).map((recipient, at) => ({ asset, recipient, units: BigInt(at + 1) })),
    },
    alike: Array.from({ length: ALIKE }, (_, at) => ({ address: address(600_000 + at), id: `W-${at}` })),
    bait: Array.from({ length: ALIKE }, (_, at) => ({
      ...{ address: address(700_000 + at), at: daysAgo(3) },
      txHash: numberToHex(at, { size: 32 }),
    })),
  })
  const earlier = Array.from({ length: EARLIER }, (_, at) => ({
    ...{ id: `W-${7_000 + at}`, state: 'executed' as const, stagedAt: daysAgo(20), reference: `INV-${at}` },
    legs: [{ asset, recipient: recipients[at * 2] ?? address(1), units: BigInt(999_000 + at) }],
  }))
  return { past, history: { stagedAt: daysAgo(0), earlier } }
}

const address = (at: number): Address => numberToHex((BigInt(at) * SPREAD) % (1n << 160n), { size: 20 })
