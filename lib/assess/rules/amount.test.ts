import { describe, expect, it } from 'vitest'
import { amount } from '@/lib/assess/rules/amount'
import { probe } from '@/lib/assess/rules/probe'
import { velocity } from '@/lib/assess/rules/velocity'
import { notChecked } from '@/lib/assess/needs'
import type { PastFacts } from '@/lib/assess/past'
import type { Rule } from '@/lib/assess/types'
import { OPERATIONS, payUsdc, sampleFacts, troubles, VENDOR } from '@/tests/builders/sample-facts'
import { daysAgo, paid, paidEvery, pastOf } from '@/tests/builders/sample-past'

const USDC_250 = 250_000_000n
const judge = (rule: Rule, past: PastFacts | null, units = USDC_250, recipient = VENDOR) =>
  rule.judge(sampleFacts({ legs: [payUsdc(units, recipient)], facts: { past } }))
const sentenceOf = (rule: Rule, past: PastFacts, units?: bigint) => judge(rule, past, units)[0]?.sentence

describe('amounts', () => {
  const steady = pastOf({
    toVendor: {
      paid: paidEvery(
        3,
        [90n, 100n, 110n, 120n, 95n, 105n, 100n, 115n].map((it) => it * 1_000_000n),
      ),
    },
  })

  it('names one that is above all to this recipient and out of line, with what it was compared with', () => {
    const [found] = judge(amount, steady)
    expect(found).toMatchObject({ code: 'AMOUNT_UNUSUAL', severity: 'medium', outcome: 'fail', path: '1' })
    expect(found?.sentence).toBe(
      `250.00 USDC to Northwind (${VENDOR}) is out of line. Of the last 8 payments to it half were 100.00 USDC or less, and none was above 120.00 USDC.`,
    )
    expect(found?.evidence.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'Median: 100.00 USDC',
      'Median distance from it: 20.00 USDC',
      'Robust z-score: 5.0; out of line above 3.5',
      'Compared: 8 payments, 2026-11-01 to 2026-11-22',
    ])
  })

  it('passes what is like the others, and a little more than all of them', () => {
    expect(troubles(judge(amount, steady, 110_000_000n))).toEqual([])
    expect(troubles(judge(amount, steady, 190_000_000n))).toEqual([])
  })

  it('adds up what one recipient gets by several calls', () => {
    const legs = [payUsdc(120_000_000n), payUsdc(120_000_001n)]
    expect(troubles(amount.judge(sampleFacts({ legs, facts: { past: steady } })))).toEqual(['AMOUNT_UNUSUAL 1.1'])
  })

  it('is calm while there is too little to go by, or all of it is of the same days', () => {
    expect(troubles(judge(amount, pastOf({ toVendor: { paid: paid(7, 1n) } })))).toEqual([])
    expect(troubles(judge(amount, pastOf({ toVendor: { paid: paid(50, 1n, 0.1) } })))).toEqual([])
    expect(sentenceOf(amount, pastOf())).toMatch(/^Too little was paid before to say what is usual/)
  })

  it('goes by the asset where the recipient is new, and says more than ten times the most of all apart', () => {
    const usual = pastOf({ ofUsdc: paid(30, 100_000_000n) })
    expect(troubles(judge(amount, usual))).toEqual(['AMOUNT_UNUSUAL 1'])
    expect(sentenceOf(amount, usual)).toContain('Of the last 30 payments of this asset')
    expect(troubles(judge(amount, usual, 1_000_000_001n))).toEqual(['AMOUNT_EXTREME 1', 'AMOUNT_UNUSUAL 1'])
    expect(judge(amount, usual, 1_000_000_001n)[0]).toMatchObject({ severity: 'high' })
    expect(troubles(judge(amount, usual, 1_000_000_000n))).toEqual(['AMOUNT_UNUSUAL 1'])
  })

  it('says nothing of what goes to a Safe of the organisation', () => {
    expect(troubles(judge(amount, pastOf({ ofUsdc: paid(30, 1n) }), USDC_250, OPERATIONS))).toEqual([])
  })
})

describe('the outflow of a day', () => {
  const days = Array.from({ length: 8 }, (_, at) => BigInt(90 + 5 * at) * 1_000_000n)

  it('names what many usual payments are together', () => {
    const [found] = judge(velocity, pastOf({ days, today: 150_000_000n }), 100_000_000n)
    expect(found).toMatchObject({ code: 'VELOCITY_UNUSUAL', severity: 'medium', outcome: 'fail', path: '1' })
    expect(found?.sentence).toBe(
      'With this 250.00 USDC leave the Safe within 24 hours. On half of its 8 days with payments it was 105.00 USDC or less, and never above 125.00 USDC.',
    )
  })

  it('passes a day like the others, and any day of a young Safe', () => {
    expect(troubles(judge(velocity, pastOf({ days, today: 10_000_000n }), 100_000_000n))).toEqual([])
    expect(troubles(judge(velocity, pastOf({ days: days.slice(1), today: 10n ** 18n })))).toEqual([])
  })
})

describe('a small payment before a large one', () => {
  const usual = paid(10, 100_000_000n)
  const trial = { paid: [{ id: 'W-3000', at: daysAgo(1), units: 1_000_000n }] }

  it('names the small ones', () => {
    const [found] = judge(probe, pastOf({ toVendor: trial, ofUsdc: usual }))
    expect(found).toMatchObject({ code: 'PROBE_THEN_LARGE', severity: 'medium', outcome: 'fail', path: '1' })
    expect(found?.evidence).toEqual([{ label: 'W-3000', value: '1.00 USDC, staged 2026-11-24 09:00 UTC' }])
  })

  it.each([
    ['what is not large here', { ofUsdc: paid(10, 300_000_000n), toVendor: trial }],
    ['a recipient that was known before', { ofUsdc: usual, toVendor: { paid: [...trial.paid, ...paid(1, 1n, 8)] } }],
    ['less than fifty times as much', { ofUsdc: usual, toVendor: { paid: paid(1, 5_000_001n, 1) } }],
    ['a desk that paid little yet', { ofUsdc: usual.slice(1), toVendor: trial }],
  ])('passes %s', (_what, change) => {
    expect(troubles(judge(probe, pastOf(change)))).toEqual([])
  })
})

it.each([
  [amount, ['AMOUNT_EXTREME unknown', 'AMOUNT_UNUSUAL unknown']],
  [velocity, ['VELOCITY_UNUSUAL unknown']],
  [probe, ['PROBE_THEN_LARGE unknown']],
])('are unanswered where the past could not be read, and not asked offline', (rule, expected) => {
  expect(troubles(judge(rule, null))).toEqual(expected)
  expect(notChecked(sampleFacts({ facts: { past: null, given: [] } }), [rule]).map(({ code }) => code)).toEqual(
    Object.keys(rule.codes),
  )
})
