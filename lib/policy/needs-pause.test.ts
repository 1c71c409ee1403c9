import { describe, expect, it } from 'vitest'
import { needsPause } from '@/lib/policy/needs-pause'
import { PRESETS } from '@/lib/policy/presets'
import type { BaseRule, Policy } from '@/lib/policy/types'
import { FACTS, OVERLAY, POLICY, RULE } from '@/tests/builders/policies'
import { CONTACT, INTENT, PAYEE, TOKEN, USDC } from '@/tests/builders/reviewed'

const OPEN = { offlineVerdict: false }
const upTo = (units: string, need = 2): BaseRule => ({
  ...RULE,
  name: `up to ${units}`,
  when: { maxUnits: { [TOKEN]: units } },
  quorum: [{ group: 'signers', need }],
})
const REST: BaseRule = { ...RULE, name: 'rest', when: {}, quorum: [{ group: 'signers', need: 3 }] }
const paying = (units: bigint) => ({
  ...FACTS,
  intent: { ...INTENT, legs: [{ asset: USDC, recipient: PAYEE, units }] },
})
const asked = (policy: Partial<Policy>, units: bigint) => needsPause(paying(units), [{ ...POLICY, ...policy }], OPEN)
const TIERS = { rules: [upTo('1000'), upTo('1000000', 3), REST] }

describe('a high withdrawal is asked about', () => {
  it.each(PRESETS)('under the preset $id, with a verdict that is ok', ({ make }) => {
    const policy = make('treasury', ['ruth', 'tomas', 'aiko', 'bram'])
    expect(FACTS.verdict).toBe('ok')
    expect(needsPause(paying(100_000_000_000_000n), [policy], OPEN)).toBe(true)
  })

  it('over the amount of the lowest tier, in a middle one and in the highest', () => {
    expect([1000n, 1001n, 1_000_001n].map((units) => asked(TIERS, units))).toEqual([false, true, true])
  })

  it('where the only tier has an amount and nothing above it', () => {
    expect(asked({ rules: [upTo('1000')] }, 10n)).toBe(true)
    // What stands behind it is for something else, or asks for no more.
    const ether = { ...REST, when: { assets: ['native'] as const } }
    expect(asked({ rules: [upTo('1000'), ether] }, 10n)).toBe(true)
    expect(asked({ rules: [upTo('1000', 3), REST] }, 10n)).toBe(true)
  })

  it('where an overlay asks for more, and not where it does not apply', () => {
    const effect = { kind: 'require', quorum: [{ group: 'seniors', need: 1 }], delaySeconds: 0 } as const
    const overlays = [{ ...OVERLAY, unless: { maxUnits: { [TOKEN]: '500' } }, effect }]
    expect([500n, 501n].map((units) => asked({ ...TIERS, overlays }, units))).toEqual([false, true])
  })

  it('where the window of the lowest tier is used up', () => {
    const [low] = TIERS.rules
    const rolling = { seconds: 86_400, maxUnits: { [TOKEN]: '1500' } }
    const rules = [{ ...upTo('1000'), when: { ...low?.when, rolling } }, REST]
    const with600 = (spent: bigint) =>
      needsPause(
        { ...paying(600n), outflows: [{ seconds: 86_400, asset: TOKEN, units: spent }] },
        [{ ...POLICY, rules }],
        OPEN,
      )
    expect([900n, 901n].map(with600)).toEqual([false, true])
    expect(needsPause({ ...paying(600n), outflows: null }, [{ ...POLICY, rules }], OPEN)).toBe(true)
  })

  it('by either version of the policy: as pinned and as active now', () => {
    const small = { ...POLICY, ...TIERS }
    const strict = { ...POLICY, rules: [REST] }
    const facts = paying(10n)
    expect(needsPause(facts, [small, small], OPEN)).toBe(false)
    expect(needsPause(facts, [small, strict], OPEN)).toBe(true)
    expect(needsPause(facts, [strict, small], OPEN)).toBe(true)
    expect(needsPause(facts, [], OPEN)).toBe(true)
  })
})

it('a small payment is asked about where a finding warns or the offline verifier is asked for', () => {
  const facts = { ...paying(10n), contacts: [CONTACT] }
  const policies = [{ ...POLICY, ...TIERS }]
  expect(needsPause({ ...facts, verdict: 'review' }, policies, OPEN)).toBe(false)
  expect(needsPause({ ...facts, verdict: 'warn' }, policies, OPEN)).toBe(true)
  expect(needsPause(facts, policies, { offlineVerdict: true })).toBe(true)
})

it('a change of the owners is asked about always, a cancel only where a finding warns', () => {
  const rules = [
    { ...upTo('1000'), class: 'configuration' as const },
    { ...REST, class: 'configuration' as const },
  ]
  expect(needsPause({ ...FACTS, class: 'configuration' }, [{ ...POLICY, rules }], OPEN)).toBe(true)
  const cancel = { ...FACTS, class: 'cancel' as const, intent: null }
  expect(needsPause(cancel, [POLICY], OPEN)).toBe(false)
  expect(needsPause({ ...cancel, verdict: 'warn' }, [POLICY], OPEN)).toBe(true)
})
