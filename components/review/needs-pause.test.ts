import { expect, it } from 'vitest'
import { needsPause } from './needs-pause'

it.each([
  [false, 'ok', false],
  [false, 'review', false],
  [true, 'ok', true],
  [false, 'warn', true],
] as const)('offline verdict asked for %s, verdict %s: %s', (offlineVerdict, verdict, expected) =>
  expect(needsPause({ requirement: { offlineVerdict }, assessment: { verdict } })).toBe(expected),
)
