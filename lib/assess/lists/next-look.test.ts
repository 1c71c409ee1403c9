import { expect, it } from 'vitest'
import { nextLook } from '@/lib/assess/lists/next-look'

const AT = new Date('2026-03-01T09:00:00.000Z')

it.each([
  [true, 24, '2026-03-01T15:00:00.000Z'],
  [true, 168, '2026-03-02T09:00:00.000Z'],
  [true, 1, '2026-03-01T09:15:00.000Z'],
  [false, 168, '2026-03-01T10:00:00.000Z'],
  [false, 1, '2026-03-01T09:15:00.000Z'],
])('a list that was found (%s) and may be %s h old is asked for again at %s', (hasFound, maxAgeHours, expected) =>
  expect(nextLook(AT, hasFound, maxAgeHours).toISOString()).toBe(expected),
)
