import { amountOf, who } from '@/lib/assess/names'
import { type EndedStaging, type PastFacts, RETRY_DAYS } from '@/lib/assess/past'
import { type Payment, paymentsOf, recipientPast } from '@/lib/assess/past-payments'
import { pastUnread, reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'

const codes = { RETRY_STORM: 'high' } as const
const say = reporter('retries', codes)

/** So often somebody refused the same, or let it lapse. */
const LEAST_REFUSED = 3
/** Amounts within a hundredth of each other are the same: a cent more is no other payment. */
const HUNDREDTH = 100n
/** What its initiator took back to mend it was refused by nobody. */
const REFUSED: readonly string[] = ['rejected', 'expired', 'cancelled-onchain']

/** The same payment asked for again and again until somebody gives in. */
export const retries: Rule = {
  id: 'retries',
  title: 'Asked for again',
  codes,
  drifts: true,
  needs: { RETRY_STORM: ['past'] },
  judge: (facts) => {
    const { past } = facts
    if (past === null) return pastUnread(say, codes)
    const findings = paymentsOf(facts).flatMap((payment) => judgePayment(payment, past, facts))
    return findings.length > 0
      ? findings
      : [say.pass('RETRY_STORM', `Nothing here was refused ${LEAST_REFUSED} times within ${RETRY_DAYS} days.`)]
  },
}

function judgePayment(payment: Payment, past: PastFacts, facts: Facts): readonly Finding[] {
  const refused = recipientPast(past.recipients, payment).ended.filter(
    (ended) => REFUSED.includes(ended.state) && isSameAmount(ended, payment),
  )
  if (refused.length < LEAST_REFUSED) return []
  const { asset, units, recipient, path } = payment
  const sentence = `${amountOf(facts, asset, units)} to ${who(facts, recipient)} came to nothing ${refused.length} times within ${RETRY_DAYS} days. Ask those who refused it.`
  const evidence = refused.map(({ id, at, state, units: then }) => ({
    label: id,
    value: `${amountOf(facts, asset, then)}, staged ${at.slice(0, 16).replace('T', ' ')} UTC, ${state.replaceAll('-', ' ')}`,
  }))
  return [say.fail('RETRY_STORM', { path, sentence, evidence })]
}

function isSameAmount({ units }: EndedStaging, payment: Payment): boolean {
  const difference = units > payment.units ? units - payment.units : payment.units - units
  return difference * HUNDREDTH <= payment.units
}
