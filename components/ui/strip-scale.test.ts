import { expect, it } from 'vitest'
import { stripScale } from './strip-scale'

it('begins at nothing while amounts are near each other', () => {
  const { isLogarithmic, placeOf } = stripScale([50n, 75n, 100n])
  expect(isLogarithmic).toBe(false)
  expect([50n, 75n, 100n].map(placeOf)).toEqual([0.5, 0.75, 1])
})

it('goes by orders of size where one is far beyond', () => {
  const { isLogarithmic, placeOf } = stripScale([10n ** 20n, 10n ** 21n, 10n ** 24n])
  expect(isLogarithmic).toBe(true)
  expect([10n ** 20n, 10n ** 21n, 10n ** 24n].map((it) => Math.round(placeOf(it) * 100))).toEqual([0, 25, 100])
})

it('stands still for what has no size', () => {
  expect(stripScale([0n, 0n]).placeOf(0n)).toBe(0)
  expect(stripScale([0n, 1000n]).placeOf(1000n)).toBe(1)
})
