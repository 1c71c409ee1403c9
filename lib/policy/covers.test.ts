import { describe, expect, it } from 'vitest'
import { neverMatching } from '@/lib/policy/covers'
import type { BaseRule, Condition } from '@/lib/policy/types'
import { RULE } from '@/tests/builders/policies'
import { TOKEN } from '@/tests/builders/reviewed'

const rule = (name: string, when: Condition, more: Partial<BaseRule> = {}): BaseRule => ({
  ...RULE,
  name,
  when,
  ...more,
})
const upTo = (most: string) => rule(most, { maxUnits: { [TOKEN]: most } })
const found = (...rules: readonly BaseRule[]) => neverMatching(rules).map(({ place, by }) => `${place} by ${by.name}`)

it('takes tiers in order, each leaving something to the next', () => {
  expect(found(upTo('10'), upTo('100'), rule('others', {}))).toEqual([])
  expect(found(rule('known', { activeRecipientsOnly: true }), rule('others', {}))).toEqual([])
  expect(found(rule('ether', { assets: ['native'] }), rule('token', { assets: [TOKEN] }))).toEqual([])
  expect(found(rule('a day', { rolling: { seconds: 60, maxUnits: {} } }), upTo('1'))).toEqual([])
  expect(found(rule('payments', {}), rule('calls', {}, { class: 'contract-call' }))).toEqual([])
})

it('names the tier that an earlier one takes whole', () => {
  expect(found(rule('all', {}), upTo('10'))).toEqual(['1 by all'])
  expect(found(upTo('100'), upTo('10'))).toEqual(['1 by 100'])
  expect(
    found(upTo('100'), rule('small', { maxUnits: { [TOKEN.toLowerCase()]: '10' }, activeRecipientsOnly: true })),
  ).toEqual(['1 by 100'])
  expect(found(rule('both', { assets: ['native', TOKEN] }), rule('ether', { assets: ['native'] }))).toEqual([
    '1 by both',
  ])
  expect(found(upTo('10'), upTo('10'), rule('others', {}), upTo('5'))).toEqual(['1 by 10', '3 by 10'])
})

describe('a tier that names its assets by their maxima alone', () => {
  const byList = rule('list', { assets: [TOKEN] })
  const most = (maxUnits: Record<string, string>, more: Condition = {}) => rule('later', { maxUnits, ...more })

  it('is taken whole by a list of the same assets before it', () => {
    expect(found(byList, upTo('10'))).toEqual(['1 by list'])
    expect(found(byList, most({ [TOKEN.toLowerCase()]: '10' }))).toEqual(['1 by list'])
    expect(found(rule('both', { assets: ['native', TOKEN] }), most({ native: '1', [TOKEN]: '10' }))).toEqual([
      '1 by both',
    ])
    // Its own list leaves the coin out, so that its maximum of it is never asked.
    expect(found(upTo('100'), most({ native: '9', [TOKEN]: '10' }, { assets: [TOKEN] }))).toEqual(['1 by 100'])
  })

  it('is left what the list before it does not name', () => {
    expect(found(byList, most({ native: '1' }))).toEqual([])
    expect(found(byList, most({ native: '1', [TOKEN]: '10' }))).toEqual([])
    expect(found(byList, rule('others', {}))).toEqual([])
    expect(found(upTo('100'), rule('later', { assets: [TOKEN] }))).toEqual([])
    expect(found(upTo('100'), most({ [TOKEN]: '101' }, { assets: [TOKEN] }))).toEqual([])
  })
})
