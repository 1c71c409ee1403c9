import type { Address } from 'viem'
import { numberToHex } from 'viem/utils'
import { runRules } from '@/lib/assess/run'
import { payUsdc, sampleFacts } from '@/tests/builders/sample-facts'
import type { Figure } from './figure'

const LEGS = 500
const ENTRIES = 10_000
const LISTED = 100_000
const ROUNDS = 9
/** Spreads numbers over the whole range of addresses. */
const SPREAD = 0x9e3779b97f4a7c15f39cc0605cedc835n

/** How long every rule together takes to judge a large batch against a long address book and a long list. */
export function measureJudge(): readonly Figure[] {
  const contacts = Array.from({ length: ENTRIES }, (_, at) => ({
    ...{ entryId: String(at), version: 1, address: address(at + 1), name: `Vendor ${at}` },
    ...{ isActive: true, coolingUntil: null },
  }))
  const flagged = Array.from({ length: LISTED }, (_, at) => address(ENTRIES + at + 1))
  const legs = Array.from({ length: LEGS }, (_, at) => payUsdc(BigInt(at + 1), address(at * 7 + 1)))
  const times = Array.from({ length: ROUNDS }, () => {
    // A batch of its own each time, as every review has: nothing is known of it from before.
    const facts = sampleFacts({ legs, facts: { contacts, flagged } })
    const started = performance.now()
    const findings = runRules(facts)
    const took = performance.now() - started
    if (findings.some(({ outcome }) => outcome === 'unknown')) throw new Error('a rule could not judge the batch')
    return took
  })
  const name = `judge, ${LEGS} payments by every rule, ${ENTRIES} entries in the book, ${LISTED} listed addresses`
  return [{ name, value: Number(Math.min(...times).toFixed(1)), unit: 'ms', limit: 100 }]
}

const address = (at: number): Address => numberToHex((BigInt(at) * SPREAD) % (1n << 160n), { size: 20 })
