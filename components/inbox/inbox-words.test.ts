import { expect, it } from 'vitest'
import { deliveryWords } from './delivery-words'
import { inboxHeadline } from './inbox-headline'
import { mailWords } from './mail-words'
import { readBelow } from './read-below'

it('counts what is unread in words', () => {
  expect([0, 1, 12].map((counted) => inboxHeadline({ counted, isMore: false }))).toEqual([
    'Nothing is unread.',
    'One notice is unread.',
    '12 notices are unread.',
  ])
  expect(inboxHeadline({ counted: 99, isMore: true })).toBe('More than 99 notices are unread.')
})

it('says of a mail that it was given up', () => {
  expect(['waiting', 'sent', 'dead'].map(mailWords)).toEqual([
    'its mail is on the way',
    'mailed to you',
    'not mailed: every try failed',
  ])
})

it.each([['12'], ['1']])('begins below %s', (below) => expect(readBelow({ below })).toBe(Number(below)))
it.each([[undefined], [''], ['0'], ['-1'], ['1e9'], [['1', '2']], ['9'.repeat(16)]])(
  'begins at the newest for %j',
  (below) => expect(readBelow({ below })).toBeNull(),
)

it.each([
  ['waiting', 0, 'Waiting'],
  ['waiting', 3, 'Waiting after 3 tries'],
  ['sent', 1, 'Delivered'],
  ['sent', 2, 'Delivered after 2 tries'],
  ['dead', 1, 'Given up after one try'],
  ['dead', 10, 'Given up after 10 tries'],
])('a delivery that is %s with %i tries: %s', (state, attempts, said) =>
  expect(deliveryWords({ state, attempts })).toBe(said),
)
