import { expect, it } from 'vitest'
import { emptied } from '@/lib/assess/rules/emptied'
import { SAFE, sampleFacts, troubles, USDC, VENDOR } from '@/tests/builders/sample-facts'

const judged = (before: bigint, after: bigint, account = SAFE) =>
  emptied.judge(sampleFacts({ effects: { balances: [{ account, asset: USDC.address, before, after }] } }))

it('finds an asset of which less than a tenth stays, with what was there and what is left', () => {
  expect(judged(1_000_000_000n, 99_999_999n)).toMatchObject([
    {
      code: 'BALANCE_EMPTIED',
      outcome: 'fail',
      sentence: 'The Safe holds 1,000.00 USDC, and only 99.999999 USDC stay.',
    },
  ])
  expect(judged(1_000_000_000n, 0n)[0]?.sentence).toBe('The Safe holds 1,000.00 USDC, and none of it stays.')
})

it('passes where a tenth stays, where something arrives, and where it is another account’s', () => {
  expect(emptied.judge(sampleFacts())).toMatchObject([{ code: 'BALANCE_EMPTIED', outcome: 'pass' }])
  expect(troubles(judged(1_000_000_000n, 100_000_000n))).toEqual([])
  expect(troubles(judged(0n, 5n))).toEqual([])
  expect(troubles(judged(1_000_000_000n, 0n, VENDOR))).toEqual([])
})

it('leaves it to other rules that nothing was simulated', () => {
  const effects = { kind: 'unavailable', party: 'node', reason: 'it is silent' } as const
  expect(emptied.judge({ ...sampleFacts(), effects })).toEqual([])
  expect(emptied.judge(sampleFacts({ effects: { status: 'reverted', balances: [] } }))).toEqual([])
})
