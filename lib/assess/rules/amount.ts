import { amountOf, who } from '@/lib/assess/names'
import type { PastFacts, PastPayment } from '@/lib/assess/past'
import {
  assetPast,
  isEnough,
  LEAST_DAYS,
  paidSpread,
  type Payment,
  paymentsOf,
  periodOf,
  recipientPast,
} from '@/lib/assess/past-payments'
import { pastUnread, reporter } from '@/lib/assess/report'
import { OUT_OF_LINE_TENTHS, scoreTenths, scoreText, type Spread } from '@/lib/assess/robust'
import type { Facts, Finding, Rule } from '@/lib/assess/types'

const codes = { AMOUNT_EXTREME: 'high', AMOUNT_UNUSUAL: 'medium' } as const
const say = reporter('amount', codes)

/** So many payments to one recipient say what is usual for it, and so many of an asset what is usual for the desk. */
const LEAST_TO_RECIPIENT = 8
const LEAST_OF_ASSET = 30
/** So many times the most that was ever paid of an asset is no slip of a usual payment any more. */
const EXTREME_TIMES = 10n

/**
 * An amount against what was paid before: to this recipient, where that is enough to go by, else of this asset to anybody.
 * Unusual is more than all of them and out of line by its robust z-score; a median is moved by no single huge payment.
 */
export const amount: Rule = {
  id: 'amount',
  title: 'Unusual amounts',
  codes,
  drifts: true,
  needs: { AMOUNT_EXTREME: ['past'], AMOUNT_UNUSUAL: ['past'] },
  judge: (facts) => {
    const { past } = facts
    if (past === null) return pastUnread(say, codes)
    const payments = paymentsOf(facts)
    const findings = payments.flatMap((payment) => [
      ...judgeExtreme(payment, past, facts),
      ...judgeUsual(payment, past, facts),
    ])
    if (findings.length > 0) return findings
    const compared = payments.filter((payment) => comparedWith(payment, past) !== null).length
    return [say.pass('AMOUNT_UNUSUAL', passed(compared, payments.length))]
  },
}

/** What a payment is compared with, newest first; null where there is too little to go by. */
export function comparedWith(payment: Payment, past: PastFacts): readonly PastPayment[] | null {
  const { paid } = recipientPast(past.recipients, payment)
  if (isEnough(paid, LEAST_TO_RECIPIENT)) return paid
  const all = assetPast(past.assets, payment.asset)?.paid ?? []
  return isEnough(all, LEAST_OF_ASSET) ? all : null
}

function judgeUsual(payment: Payment, past: PastFacts, facts: Facts): readonly Finding[] {
  const compared = comparedWith(payment, past)
  const spread = compared && paidSpread(compared)
  if (!compared || !spread || payment.units <= spread.largest) return []
  const score = scoreTenths(payment.units, spread)
  if (score <= OUT_OF_LINE_TENTHS) return []
  const isToIt = compared === recipientPast(past.recipients, payment).paid
  const sentence = `${told(payment, facts)} is out of line. Of the last ${compared.length} payments ${
    isToIt ? 'to it' : 'of this asset'
  } half were ${amountOf(facts, payment.asset, spread.median)} or less, and none was above ${amountOf(facts, payment.asset, spread.largest)}.`
  return [
    say.fail('AMOUNT_UNUSUAL', {
      path: payment.path,
      sentence,
      evidence: evidenceOf(payment, compared, spread, facts),
    }),
  ]
}

function judgeExtreme(payment: Payment, past: PastFacts, facts: Facts): readonly Finding[] {
  const paid = assetPast(past.assets, payment.asset)?.paid ?? []
  const spread = paidSpread(paid)
  if (!spread || !isEnough(paid, LEAST_OF_ASSET) || payment.units <= spread.largest * EXTREME_TIMES) return []
  const sentence = `${told(payment, facts)} is more than ${EXTREME_TIMES} times the most of the last ${
    paid.length
  } payments of this asset, which was ${amountOf(facts, payment.asset, spread.largest)}.`
  return [
    say.fail('AMOUNT_EXTREME', { path: payment.path, sentence, evidence: evidenceOf(payment, paid, spread, facts) }),
  ]
}

const told = ({ asset, units, recipient }: Payment, facts: Facts) =>
  `${amountOf(facts, asset, units)} to ${who(facts, recipient)}`

function evidenceOf({ asset, units }: Payment, compared: readonly PastPayment[], spread: Spread, facts: Facts) {
  return [
    { label: 'Median', value: amountOf(facts, asset, spread.median) },
    { label: 'Median distance from it', value: amountOf(facts, asset, spread.deviation) },
    {
      label: 'Robust z-score',
      value: `${scoreText(scoreTenths(units, spread))}; out of line above ${scoreText(OUT_OF_LINE_TENTHS)}`,
    },
    { label: 'Compared', value: `${compared.length} payments, ${periodOf(compared)}` },
  ]
}

function passed(compared: number, all: number): string {
  if (compared === all) return 'No amount is out of line with what was paid before.'
  const least = `${LEAST_TO_RECIPIENT} payments to a recipient or ${LEAST_OF_ASSET} of an asset, over ${LEAST_DAYS} days`
  return compared === 0
    ? `Too little was paid before to say what is usual: it takes ${least}.`
    : `No amount is out of line, of the ${compared} of ${all} that can be compared: it takes ${least}.`
}
