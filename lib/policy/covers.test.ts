import { expect, it } from 'vitest'
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
