import { expect, it } from 'vitest'
import { peopleWords, stateWords } from './policy-state'

const now = new Date('2026-03-05T12:00:00.000Z')
const day = (date: number) => new Date(`2026-03-0${date}T09:00:00.000Z`)
const line = { activeFrom: day(1), countedFrom: day(1), countedUntil: null, veto: null }

it.each([
  ['active', {}, 'counts since Sun 1 Mar 2026, 09:00 UTC'],
  ['replaced', { countedUntil: day(3) }, 'counted from Sun 1 Mar 2026, 09:00 UTC until Tue 3 Mar 2026, 09:00 UTC'],
  ['replaced', { countedFrom: null }, 'never counted: a later version took its place while it cooled'],
  ['cooling', { activeFrom: day(6), countedFrom: null }, 'cools until Fri 6 Mar 2026, 09:00 UTC'],
  [
    'vetoed',
    { countedFrom: null, veto: { memberName: 'Ruth', reason: 'Too few.', at: day(2) } },
    'vetoed by Ruth: “Too few.”',
  ],
] as const)('a version that is %s says so with its dates', (state, part, words) =>
  expect(stateWords({ ...line, state, ...part }, now)).toBe(words),
)

it('names both people, when and where', () => {
  const by = { proposalId: 'P-1003', authorName: 'Viktor', deciderName: 'Sora', agreedAt: day(5) }
  expect(peopleWords(by, now)).toBe('Proposed by Viktor, agreed to by Sora, 09:00 UTC (P-1003).')
})
