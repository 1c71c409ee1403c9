import { describe, expect, it } from 'vitest'
import { isTightening, policyDifference } from '@/lib/policy/difference'
import type { PolicyNames } from '@/lib/policy/difference-words'
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
    { where: 'rule Small, delay', before: '60 s', after: '2 hours', assets: [], isTighter: true },
    {
      ...{ where: 'overlay O', before: 'not there', after: 'blocks and says “No.”, unless assets are native' },
      ...{ assets: [], isTighter: true },
    },
  ])
})

describe('what is read', () => {
  const usdc = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'
  const other = `0x${'5a'.repeat(20)}` as const
  const names: PolicyNames = {
    assets: [
      { address: usdc, symbol: 'USDC', decimals: 6 },
      { address: 'native', symbol: 'ETH', decimals: 18 },
    ],
    members: [
      { id: 'a', name: 'Ada Lind' },
      { id: 'e', name: 'Ada Lind' },
    ],
  }
  const limited = (units: string, asset: string = usdc) => ({ ...SMALL, when: { maxUnits: { [asset]: units } } })
  const read = (from: Policy, to: Partial<Policy>, known = names) =>
    policyDifference(from, { ...from, version: 2, ...to }, known).map(
      (one) => `${one.where}: ${one.before} → ${one.after}`,
    )

  it('is amounts in the asset’s own units, with its symbol, and the address beside it', () => {
    const from = { ...before, rules: [limited('1000000000'), LARGE] }
    const [found] = policyDifference(from, { ...from, version: 2, rules: [limited('2500000'), LARGE] }, names)
    expect(found).toMatchObject({
      where: 'rule Small, maximum of USDC',
      before: '1,000.00 USDC',
      after: '2.50 USDC',
      assets: [{ symbol: 'USDC', address: usdc }],
    })
    expect(read({ ...before, rules: [limited('7', other)] }, { rules: [limited('8', other)] })).toEqual([
      `rule Small, maximum of ${other}: 7 base units → 8 base units`,
    ])
    const hour = (units: string) => ({ ...SMALL, when: { rolling: { seconds: 7200, maxUnits: { [usdc]: units } } } })
    expect(read({ ...before, rules: [hour('1000000')] }, { rules: [hour('2000000')] })).toEqual([
      'rule Small, window: within 2 hours at most 1.00 USDC → within 2 hours at most 2.00 USDC',
    ])
  })

  it('never takes two things of one name for one', () => {
    const twins = { ...names, assets: [...names.assets, { address: other, symbol: 'USDC', decimals: 6 }] }
    const of = (...assets: string[]) => ({ ...SMALL, when: { assets: assets as `0x${string}`[] } })
    expect(read({ ...before, rules: [of(usdc)] }, { rules: [of(other)] }, twins)).toEqual([
      `rule Small, assets: ${usdc.toLowerCase()} → ${other}`,
    ])
    const group = (...members: string[]) => ({ groups: [{ id: 'signers', name: 'Signers', members }] })
    expect(read({ ...before, ...group('a') }, group('e'))).toEqual([
      'group signers: Signers: Ada Lind (a) → Signers: Ada Lind (e)',
    ])
  })

  it('is each field of an overlay by itself', () => {
    const hold = { name: 'O', unless: { maxUnits: { [usdc]: '1000000' } }, effect: { kind: 'hold', sentence: 'Wait.' } }
    const from = { ...before, overlays: [hold as Overlay] }
    const to = (part: object) => ({ overlays: [{ ...hold, ...part } as Overlay] })
    expect(read(from, to({ unless: { maxUnits: { [usdc]: '2000000' } } }))).toEqual([
      'overlay O, unless maximum of USDC: 1.00 USDC → 2.00 USDC',
    ])
    expect(read(from, to({ effect: { kind: 'hold', sentence: 'Wait on.' } }))).toEqual([
      'overlay O, sentence: Wait. → Wait on.',
    ])
    const required = { kind: 'require', quorum: [{ group: 'signers', need: 4 }], delaySeconds: 60 }
    expect(read(from, to({ effect: required }))).toEqual([
      'overlay O, effect: hold → require',
      'overlay O, sentence: Wait. → none',
      'overlay O, people it requires: nothing → 4 of signers',
      'overlay O, delay it requires: nothing → 60 s',
      'overlay O, offline verdict: nothing → not asked for',
    ])
    expect(read(from, to({ unless: { ...hold.unless, activeRecipientsOnly: true } }))).toEqual([
      'overlay O, unless recipients: anybody → active contacts only',
    ])
    expect(read(from, to({}))).toEqual([])
  })

  it('is whole, however long: two sides that differ at their end read differently', () => {
    const long = (end: string) => ({ groups: [{ id: 'signers', name: 'S'.repeat(100), members: [...MANY, end] }] })
    const [found] = policyDifference({ ...before, ...long('y') }, { ...before, version: 2, ...long('z') }, names)
    expect(found?.before).not.toBe(found?.after)
    expect(found?.after.endsWith('z')).toBe(true)
  })
})

const MANY = Array.from({ length: 49 }, (_, place) => `member-${String(place).padStart(100, '0')}`)
