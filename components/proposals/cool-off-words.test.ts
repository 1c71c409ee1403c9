import { expect, it } from 'vitest'
import { coolOffsOf, DEFAULT_COOL_OFF_SECONDS } from '@/lib/assess/contact-classes'
import { classesSentence, coolOffSentence, hoursWords } from './cool-off-words'

it.each([
  [72 * 3600, '72 hours'],
  [3600, '1 hour'],
  [33_334, '9 hours 15 minutes 34 seconds'],
  [1, '1 second'],
  [0, 'no time'],
])('tells %i seconds unrounded', (seconds, words) => {
  expect(hoursWords(seconds)).toBe(words)
})

it('tells of every class how long it cools off, and once where they all cool alike', () => {
  expect(classesSentence(coolOffsOf(DEFAULT_COOL_OFF_SECONDS))).toBe(
    'Before it counts it cools off: counterparty 72 hours, protocol 48 hours, exchange 24 hours, own-wallet 12 hours, own-safe 6 hours.',
  )
  expect(classesSentence(coolOffsOf(1))).toBe('Before it counts it cools off 1 second.')
})

it('tells of a list how long each class in it cools off, the longest first', () => {
  const coolOffs = coolOffsOf(DEFAULT_COOL_OFF_SECONDS)
  const contacts = ['own-safe', 'counterparty', 'counterparty'].map((kind) => ({ class: kind }))
  expect(coolOffSentence(contacts, coolOffs)).toBe(
    'Once agreed to, they cool off: 2 of class counterparty for 72 hours, 1 of class own-safe for 6 hours.',
  )
  expect(coolOffSentence([], coolOffs)).toBe('')
})
