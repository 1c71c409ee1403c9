import { describe, expect, it } from 'vitest'
import { deriveSubmission } from '@/lib/execute/submission'
import type { Observation } from '@/lib/execute/types'

const chain = { finalityDepth: 10, finalitySeconds: 100 }
const hash = `0x${'11'.repeat(32)}` as const
const place = { txHash: hash, blockHash: hash, blockNumber: 50n, blockTimestamp: 1000n }
const mined = { ...place, result: 'success', fee: null } as const
const FINAL: Observation = {
  head: { number: 60n, timestamp: 1050n },
  at: 1100n,
  safeNonce: 8n,
  finalNonce: null,
  mined,
}
const stateOf = (change: Partial<Observation>) => deriveSubmission({ ...FINAL, ...change }, { chain, nonce: 7n })

describe('where a hand-over stands', () => {
  it('is executed when the event is deep, old, and the nonce is used', () => {
    expect(stateOf({})).toBe('executed')
  })

  it.each<[string, Partial<Observation>]>([
    ['not deep', { head: { number: 59n, timestamp: 1050n } }],
    ['not old', { at: 1099n }],
    ['without the used nonce', { safeNonce: 7n }],
  ])('is confirming while the event is %s', (_what, change) => {
    expect(stateOf(change)).toBe('confirming')
  })

  it('is a failure on chain when the Safe says so', () => {
    expect(stateOf({ mined: { ...mined, result: 'failure' } })).toBe('failed-onchain')
  })

  it('is reverted when the outer call reverted and the nonce is unused, once that is final', () => {
    const reverted = { mined: { ...mined, result: 'outer-revert' as const }, safeNonce: 7n }
    expect(stateOf(reverted)).toBe('reverted')
    expect(stateOf({ ...reverted, at: 1001n })).toBe('confirming')
  })

  it('goes back to handed over when a reorganisation takes the block away', () => {
    expect(stateOf({ mined: null, safeNonce: 7n })).toBe('handed-over')
  })

  it('is superseded only when another use of the nonce is final', () => {
    for (const seen of [null, { ...mined, result: 'outer-revert' as const }]) {
      expect(stateOf({ mined: seen, finalNonce: 8n })).toBe('superseded')
      expect(stateOf({ mined: seen, finalNonce: 7n })).toBe('handed-over')
      expect(stateOf({ mined: seen, finalNonce: null })).toBe('handed-over')
    }
  })

  it('is never superseded by its own execution', () => {
    expect(stateOf({ finalNonce: 8n })).toBe('executed')
  })
})
