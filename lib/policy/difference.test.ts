import { describe, expect, it } from 'vitest'
import { isTightening, policyDifference } from '@/lib/policy/difference'
import type { BaseRule, Overlay, Policy } from '@/lib/policy/types'

const rule = (name: string, part: Partial<BaseRule> = {}): BaseRule => ({
  ...{ name, class: 'transfer', when: {}, quorum: [{ group: 'signers', need: 3 }] },
  ...{ delaySeconds: 60, expirySeconds: 3600, factors: ['passkey'], ...part },
})
const SMALL = rule('Small', { when: { maxUnits: { native: '100' } }, quorum: [{ group: 'signers', need: 2 }] })
const LARGE = rule('Large')
const before: Policy = {
  ...{ id: 'p', version: 1, rules: [SMALL, LARGE], overlays: [] },
  groups: [{ id: 'signers', name: 'Signers', members: ['a', 'b', 'c', 'd'] }],
}
const after = (part: Partial<Policy>): Policy => ({ ...before, version: 2, ...part })
const overlay: Overlay = { name: 'O', unless: { assets: ['native'] }, effect: { kind: 'block', sentence: 'No.' } }

describe('what tightens', () => {
  it.each([
    ['an overlay more', { overlays: [overlay] }],
    ['one person more', { rules: [SMALL, { ...LARGE, quorum: [{ group: 'signers', need: 4 }] }] }],
    ['a longer delay', { rules: [{ ...SMALL, delaySeconds: 61 }, LARGE] }],
    ['the offline verdict', { rules: [{ ...SMALL, offlineVerdict: true }, LARGE] }],
    [
      'a lower maximum before a rule that asks for more',
      { rules: [{ ...SMALL, when: { maxUnits: { native: '99' } } }, LARGE] },
    ],
    ['a maximum where there was none', { rules: [SMALL, { ...LARGE, when: { maxUnits: { native: '500' } } }] }],
    ['the last rule taken away', { rules: [SMALL] }],
  ])('%s', (_what, part) => {
    expect(isTightening(before, after(part))).toBe(true)
  })
})

describe('what does not', () => {
  const weak = rule('Weak', { quorum: [{ group: 'signers', need: 1 }] })
  it.each([
    ['nothing', {}],
    ['an overlay less', { overlays: [] }, { ...before, overlays: [overlay] }],
    ['an overlay changed', { overlays: [{ ...overlay, unless: {} }] }, { ...before, overlays: [overlay] }],
    ['one person less', { rules: [SMALL, { ...LARGE, quorum: [{ group: 'signers', need: 2 }] }] }],
    ['another group', { rules: [SMALL, { ...LARGE, quorum: [{ group: 'others', need: 3 }] }] }],
    ['a shorter delay', { rules: [SMALL, { ...LARGE, delaySeconds: 59 }] }],
    ['a longer expiry', { rules: [SMALL, { ...LARGE, expirySeconds: 3601 }] }],
    ['a higher maximum', { rules: [{ ...SMALL, when: { maxUnits: { native: '101' } } }, LARGE] }],
    ['a maximum taken away', { rules: [{ ...SMALL, when: {} }, LARGE] }],
    ['a rule more', { rules: [SMALL, LARGE, weak] }],
    ['the rules in another order', { rules: [LARGE, SMALL] }],
    ['a rule taken away before another one', { rules: [LARGE] }],
    [
      'a lower maximum before a weaker rule',
      { rules: [{ ...SMALL, when: { maxUnits: { native: '1' } } }, weak] },
      { ...before, rules: [SMALL, weak] },
    ],
    ['a member more', { groups: [{ id: 'signers', name: 'Signers', members: ['a', 'b', 'c', 'd', 'e'] }] }],
    ['a member less', { groups: [{ id: 'signers', name: 'Signers', members: ['a', 'b', 'c'] }] }],
    ['a tightening beside a loosening', { overlays: [overlay], rules: [SMALL, { ...LARGE, delaySeconds: 1 }] }],
    ['another factor', { rules: [SMALL, { ...LARGE, factors: ['passkey', 'totp'] }] }],
    [
      'the offline verdict no more',
      { rules: [SMALL, LARGE] },
      { ...before, rules: [SMALL, { ...LARGE, offlineVerdict: true }] },
    ],
  ])('%s', (_what, part, from: Policy = before) => {
    expect(isTightening(from, { ...from, version: 2, ...part } as Policy)).toBe(false)
  })
})

it('names each thing that differs, before and after', () => {
  const next = after({ rules: [{ ...SMALL, delaySeconds: 7200 }, LARGE], overlays: [overlay] })
  expect(policyDifference(before, next)).toEqual([
    { where: 'rule Small, delay', before: '60 s', after: '2 hours', isTighter: true },
    { where: 'overlay O', before: 'not there', after: expect.stringContaining('block'), isTighter: true },
  ])
})
