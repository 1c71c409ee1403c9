import { expect, it } from 'vitest'
import { MOST_TRIES, nextTry } from './next-try'

const now = new Date('2026-03-01T09:00:00.000Z')
const wait = (tries: number, chance: number) => (nextTry(tries, now, chance).getTime() - now.getTime()) / 1000

it('waits three times as long after each try, at most six hours', () => {
  expect([1, 2, 3, 7, 8, MOST_TRIES, 400].map((tries) => wait(tries, 0))).toEqual([
    ...[30, 90, 270, 21_600, 21_600, 21_600, 21_600],
  ])
})

it('takes off up to a half by chance, and never more', () => {
  expect([0, 0.5, 1, 7].map((chance) => wait(1, chance))).toEqual([30, 22.5, 15, 15])
})
