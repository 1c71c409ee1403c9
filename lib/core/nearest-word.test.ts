import { expect, it } from 'vitest'
import { nearestWord } from '@/lib/core/nearest-word'

const KNOWN = ['name', 'class', 'when', 'quorum', 'delaySeconds', 'expirySeconds']

it.each([
  ['nme', 'name'],
  ['Quorum', 'quorum'],
  ['quorums', 'quorum'],
  ['delay_seconds', 'delaySeconds'],
  ['expirySecond', 'expirySeconds'],
])('takes %s for %s', (typed, meant) => expect(nearestWord(typed, KNOWN)).toBe(meant))

it.each(['colour', 'x', 'members', '', 'n'.repeat(10_000)])('guesses nothing for %.20s', (typed) =>
  expect(nearestWord(typed, KNOWN)).toBeNull(),
)
