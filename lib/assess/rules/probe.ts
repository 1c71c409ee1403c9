import { amountOf, who } from '@/lib/assess/names'
import type { PastFacts } from '@/lib/assess/past'
import { assetPast, isEnough, paidSpread, type Payment, paymentsOf, recipientPast } from '@/lib/assess/past-payments'
import { pastUnread, reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'

const codes = { PROBE_THEN_LARGE: 'medium' } as const
const say = reporter('probe', codes)

/** Until a recipient was paid so often, or for so many days, what it got may have been a trial. */
const MOST_PROBES = 3
const PROBE_DAYS = 7
/** A trial is at most this part of what follows. */
const TIMES = 50n
/** What is large is more than half of what the desk pays; so many payments say how much that is. */
const LEAST_OF_ASSET = 10
const DAY = 86_400_000

/** A little first and then a lot, to somebody new: how people test an address, and how thieves test a desk. */
export const probe: Rule = {
  id: 'probe',
  title: 'A small payment before a large one',
  codes,
  drifts: true,
  needs: { PROBE_THEN_LARGE: ['past'] },
  judge: (facts) => {
    const { past } = facts
    if (past === null) return pastUnread(say, codes)
    const findings = paymentsOf(facts).flatMap((payment) => judgePayment(payment, past, facts))
    return findings.length > 0
      ? findings
      : [say.pass('PROBE_THEN_LARGE', 'No large payment follows a first small one to the same recipient.')]
  },
}

function judgePayment(payment: Payment, past: PastFacts, facts: Facts): readonly Finding[] {
  const { paid } = recipientPast(past.recipients, payment)
  const all = assetPast(past.assets, payment.asset)?.paid ?? []
  if (paid.length === 0 || paid.length > MOST_PROBES) return []
  const usual = paidSpread(all)
  if (!usual || !isEnough(all, LEAST_OF_ASSET)) return []
  const since = Date.parse(facts.history.stagedAt) - PROBE_DAYS * DAY
  const isTrial = paid.every(({ at, units }) => Date.parse(at) >= since && units * TIMES <= payment.units)
  if (!isTrial || payment.units <= usual.median) return []
  const sentence = `${amountOf(facts, payment.asset, payment.units)} to ${who(facts, payment.recipient)} follows ${
    paid.length === 1 ? 'one small payment' : `${paid.length} small payments`
  } within ${PROBE_DAYS} days, the first that it ever got of this asset.`
  const evidence = paid.map(({ id, at, units }) => ({
    label: id,
    value: `${amountOf(facts, payment.asset, units)}, staged ${at.slice(0, 16).replace('T', ' ')} UTC`,
  }))
  return [say.fail('PROBE_THEN_LARGE', { path: payment.path, sentence, evidence })]
}
