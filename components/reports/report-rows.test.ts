import { describe, expect, it } from 'vitest'
import type { Volume } from '@/db/queries/reports'
import { byAsset, everyWeek, medianOf, shareOf, spread } from './report-rows'

const row = (week: string, units: bigint, asset: Volume['asset'] = 'native'): Volume => ({
  ...{ chainId: 1, asset, symbol: asset === 'native' ? 'ETH' : 'USDC', decimals: 6, week, units, payments: 2 },
})

describe('amounts by asset', () => {
  it('are summed per asset and never across', () => {
    const token = '0x1111111111111111111111111111111111111111'
    const groups = byAsset([row('2026-03-30', 1_000_000n), row('2026-03-30', 5n, token), row('2026-04-06', 500_000n)])
    expect(groups.map(({ total, payments, rows }) => [total, payments, rows.length])).toEqual([
      ['1.50 ETH', 4, 2],
      ['0.000005 USDC', 2, 1],
    ])
  })

  it('have a bar beside the largest, also where they are far beyond exact numbers', () => {
    const rows = [{ units: 10n ** 30n }, { units: 25n * 10n ** 28n }, { units: 0n }]
    expect(rows.map(({ units }) => shareOf(units, rows))).toEqual([1, 0.25, 0])
    expect(shareOf(0n, [])).toBe(0)
  })

  it('stand in every week, also one without a payment', () => {
    const weeks = everyWeek([row('2026-03-23', 4n), row('2026-04-06', 6n)])
    expect(weeks).toEqual([
      { week: '2026-03-23', units: 4n },
      { week: '2026-03-30', units: 0n },
      { week: '2026-04-06', units: 6n },
    ])
    expect(everyWeek([])).toEqual([])
  })
})

describe('the time to quorum', () => {
  it('falls into one span each', () => {
    const seconds = [0, 300, 301, 7200, 90_000, 400_000]
    expect(spread(seconds).map(({ count }) => count)).toEqual([2, 1, 1, 0, 0, 1, 1])
    expect(spread(seconds).reduce((sum, { count }) => sum + count, 0)).toBe(seconds.length)
  })

  it('has a middle one where there is any', () => {
    expect([medianOf([]), medianOf([7]), medianOf([1, 2, 3]), medianOf([1, 2, 3, 4])]).toEqual([null, 7, 2, 2])
  })
})
