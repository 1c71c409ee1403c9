import { expect, it } from 'vitest'
import { NO_PAST } from '@/lib/assess/past'
import { firstPayment } from '@/lib/assess/rules/first-payment'
import { runRules } from '@/lib/assess/run'
import { verdictOf } from '@/lib/assess/verdict'
import { OPERATIONS, payEth, payUsdc, sampleFacts, STRANGER, troubles, VENDOR } from '@/tests/builders/sample-facts'
import { pastOf } from '@/tests/builders/sample-past'

it('tells of a contact who was never paid, and leaves the verdict as it is', () => {
  const facts = sampleFacts({ facts: { past: pastOf({ neverPaid: [VENDOR] }) } })
  expect(firstPayment.judge(facts)).toMatchObject([
    {
      code: 'RECIPIENT_FIRST_PAYMENT',
      outcome: 'fail',
      severity: 'info',
      path: '1',
      sentence: `Northwind (${VENDOR}) was never paid by this desk before.`,
    },
  ])
  expect(verdictOf(runRules(facts))).toBe('ok')
})

it('tells of several at once, each named', () => {
  const legs = [payUsdc(1n), payUsdc(2n, STRANGER), payEth(3n, STRANGER)]
  const [found] = firstPayment.judge(sampleFacts({ legs, facts: { past: pastOf({ neverPaid: [STRANGER, VENDOR] }) } }))
  expect(found).toMatchObject({ outcome: 'fail', path: '' })
  expect(found?.evidence.map(({ value }) => value)).toEqual([
    `${VENDOR} gets 0.000001 USDC`,
    `${STRANGER} gets 0.000002 USDC, 0.000000000000000003 ETH`,
  ])
})

it('passes who was paid before, and what stays in the house', () => {
  expect(troubles(firstPayment.judge(sampleFacts({ facts: { past: pastOf({ neverPaid: [STRANGER] }) } })))).toEqual([])
  const within = sampleFacts({ legs: [payUsdc(1n, OPERATIONS)], facts: { past: pastOf({ neverPaid: [OPERATIONS] }) } })
  expect(firstPayment.judge(within)).toMatchObject([{ outcome: 'pass' }])
})

it('does not know where the past was not read, or not asked for this', () => {
  const { neverPaid: _, ...unasked } = NO_PAST
  for (const past of [null, unasked])
    expect(troubles(firstPayment.judge(sampleFacts({ facts: { past } })))).toEqual(['RECIPIENT_FIRST_PAYMENT unknown'])
})
