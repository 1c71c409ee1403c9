import { expect, it } from 'vitest'
import { OUT_OF_LINE_TENTHS, scoreTenths, scoreText, spreadOf } from '@/lib/assess/robust'

const spread = (amounts: readonly bigint[]) => {
  const found = spreadOf(amounts)
  if (!found) throw new Error('there are amounts')
  return found
}

it('says where most amounts lie, whatever one of them is', () => {
  expect(spread([100n, 300n, 200n])).toEqual({ count: 3, median: 200n, deviation: 100n, largest: 300n })
  expect(spread([100n, 10n ** 30n, 200n])).toMatchObject({ median: 200n, deviation: 100n })
  expect(spreadOf([])).toBeNull()
})

it('does not explode where all amounts are the same: a little more is in line, more than twice as much is not', () => {
  const same = spread([1000n, 1000n, 1000n, 1000n])
  expect(same.deviation).toBe(200n)
  expect(scoreTenths(1000n, same)).toBe(0n)
  expect(scoreTenths(1500n, same)).toBeLessThan(OUT_OF_LINE_TENTHS)
  expect(scoreTenths(2100n, same)).toBeGreaterThan(OUT_OF_LINE_TENTHS)
  expect(scoreTenths(5n, spread([0n, 0n]))).toBe(33n)
})

it('is the score of Iglewicz and Hoaglin, in tenths', () => {
  const { median, deviation } = spread([100n, 200n, 300n, 400n, 500n])
  expect([median, deviation]).toEqual([300n, 100n])
  expect(scoreTenths(900n, { count: 5, median, deviation, largest: 500n })).toBe(40n)
  expect([scoreText(40n), scoreText(-7n), scoreText(-12n)]).toEqual(['4.0', '-0.7', '-1.2'])
})
