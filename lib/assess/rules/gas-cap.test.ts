import { expect, it } from 'vitest'
import { gasCap } from '@/lib/assess/rules/gas-cap'
import { sampleFacts, troubles } from '@/tests/builders/sample-facts'

const CAP = 16_777_216n
const judged = (gasUsed: bigint, chainId = 1) => {
  const facts = sampleFacts({ effects: { gasUsed } })
  return gasCap.judge({ ...facts, staged: { ...facts.staged, safe: { ...facts.staged.safe, chainId } } })
}

it('finds what needs more gas than a transaction may use, with both numbers', () => {
  const [finding] = judged(15_300_000n)
  expect(finding).toMatchObject({ code: 'GAS_OVER_CAP', outcome: 'fail', severity: 'high' })
  expect(finding?.sentence).toContain('about 16,830,000 gas')
  expect(finding?.sentence).toContain('no transaction may use more than 16,777,216')
})

it('passes up to the cap, signatures included, and where a chain caps no transaction', () => {
  expect(judged((CAP * 100n) / 110n)).toMatchObject([{ code: 'GAS_OVER_CAP', outcome: 'pass' }])
  expect(troubles(judged(80_000n))).toEqual([])
  expect(judged(CAP * 2n, 137)).toMatchObject([{ code: 'GAS_OVER_CAP', outcome: 'pass' }])
})

it('leaves it to other rules that nothing was simulated, that it fails, or that the chain is a strange one', () => {
  const effects = { kind: 'unavailable', party: 'node', reason: 'it is silent' } as const
  expect(gasCap.judge({ ...sampleFacts(), effects })).toEqual([])
  expect(gasCap.judge(sampleFacts({ effects: { status: 'reverted', gasUsed: CAP * 2n } }))).toEqual([])
  expect(judged(CAP * 2n, 424_242)).toEqual([])
})
