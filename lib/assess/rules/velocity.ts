import { amountOf } from '@/lib/assess/names'
import { assetPast, LEAST_DAYS, type Payment, paymentsOf } from '@/lib/assess/past-payments'
import { pastUnread, reporter } from '@/lib/assess/report'
import { OUT_OF_LINE_TENTHS, scoreTenths, scoreText, spreadOf } from '@/lib/assess/robust'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import type { AssetAddress } from '@/lib/stage/types'

const codes = { VELOCITY_UNUSUAL: 'medium' } as const
const say = reporter('velocity', codes)

/** So many days with payments, the oldest at least `LEAST_DAYS` back, say what a day of this Safe is like. */
const LEAST_ACTIVE = 8

/** The days that a Safe is compared with. */
export const VELOCITY_DAYS = 60

/** What leaves a Safe within 24 hours against its own days: many usual payments at once are unusual together. */
export const velocity: Rule = {
  id: 'velocity',
  title: 'Outflow within 24 hours',
  codes,
  drifts: true,
  needs: { VELOCITY_UNUSUAL: ['past'] },
  judge: (facts) => {
    if (facts.past === null) return pastUnread(say, codes)
    const payments = paymentsOf(facts)
    const findings = [...new Set(payments.map(({ asset }) => asset))].flatMap((asset) =>
      judgeAsset(
        asset,
        payments.filter((one) => one.asset === asset),
        facts,
      ),
    )
    return findings.length > 0
      ? findings
      : [say.pass('VELOCITY_UNUSUAL', 'What leaves this Safe within 24 hours is not out of line with its days before.')]
  },
}

function judgeAsset(asset: AssetAddress, payments: readonly Payment[], facts: Facts): readonly Finding[] {
  const past = assetPast(facts.past?.assets ?? [], asset)
  const spread = past && spreadOf(past.days.map((day) => day.units))
  if (!past || !spread || past.days.length < LEAST_ACTIVE) return []
  if (!past.days.some(({ daysAgo }) => daysAgo >= LEAST_DAYS)) return []
  const units = payments.reduce((all, one) => all + one.units, 0n)
  const sum = past.today + units
  const score = scoreTenths(sum, spread)
  if (sum <= spread.largest || score <= OUT_OF_LINE_TENTHS) return []
  const money = (amount: bigint) => amountOf(facts, asset, amount)
  return [
    say.fail('VELOCITY_UNUSUAL', {
      // The first payment of the asset stands for all of them.
      path: payments[0]?.path ?? '',
      sentence: `With this ${money(sum)} leave the Safe within 24 hours. On half of its ${past.days.length} days with payments it was ${money(spread.median)} or less, and never above ${money(spread.largest)}.`,
      evidence: [
        { label: 'This', value: money(units) },
        { label: 'Others within 24 hours', value: money(past.today) },
        { label: 'Median of a day', value: money(spread.median) },
        { label: 'Robust z-score', value: `${scoreText(score)}; out of line above ${scoreText(OUT_OF_LINE_TENTHS)}` },
      ],
    }),
  ]
}
