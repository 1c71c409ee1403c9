import { describe, expect, it } from 'vitest'
import type { RecordedSafe } from '@/db/queries/recorded-safe'
import type { ServedSafe } from '@/db/queries/safes'
import { ZERO_ADDRESS } from '@/lib/core/address'
import type { SafeState } from '@/lib/simulate/types'
import { deploymentNamed } from '@/lib/stage/deployments'
import type { SafeNow } from '../dashboard/safe-now'
import { safeHeadline, safesHeadline } from './safe-words'
import { settingFacts, type SettingsInput, unreadFacts } from './setting-facts'

const key = (n: number) => `0x${String(n).padStart(40, '0')}` as const
const official = (name: string) => deploymentNamed(1, name, '1.4.1')?.address ?? ZERO_ADDRESS
const SAFE: ServedSafe = {
  ...{ id: 'treasury', name: 'Treasury Safe', chainId: 1, address: key(100), version: '1.4.1', isEnforced: false },
}
const STATE: SafeState = {
  ...{ version: '1.4.1', singleton: official('SafeL2'), owners: [key(1), key(2), key(3)], threshold: 2, nonce: 4n },
  ...{ modules: [], guard: ZERO_ADDRESS, moduleGuard: ZERO_ADDRESS },
  fallbackHandler: official('CompatibilityFallbackHandler'),
}
const RECORDED: RecordedSafe = { withdrawalId: 'W-1001', at: new Date(0), state: STATE }
const HOLDER = { id: 'ruth', name: 'Ruth', isActive: true, provenAt: new Date(0) }
const OWNERS = STATE.owners.map((address) => ({ address, holder: HOLDER }))

const input = (state: Partial<SafeState> = {}, rest: Partial<SettingsInput> = {}): SettingsInput => ({
  ...{ safe: SAFE, state: { ...STATE, ...state }, owners: OWNERS, recorded: RECORDED },
  ...rest,
})
const marks = (given: SettingsInput) =>
  Object.fromEntries(settingFacts(given).flatMap(({ name, mark }) => (mark === 'same' ? [] : [[name, mark]])))
const enforced: ServedSafe = { ...SAFE, isEnforced: true }

describe('settings', () => {
  it('that are as expected are all equal, and always in the same order', () => {
    expect(marks(input())).toEqual({})
    expect(settingFacts(input()).map(({ name }) => name)).toEqual([
      ...['Version', 'Singleton', 'Threshold', 'Owners', 'Modules', 'Guard', 'Module guard', 'Fallback handler'],
    ])
  })

  it('carry the official mark of singleton and handler', () => {
    const facts = settingFacts(input())
    expect(facts.flatMap(({ addresses }) => addresses.map(({ name, isOfficial }) => [name, isOfficial]))).toEqual([
      ['SafeL2 1.4.1', true],
      ['CompatibilityFallbackHandler 1.4.1', true],
    ])
  })

  it.each<[string, SettingsInput, object]>([
    ['another version', input({ version: '1.5.0' }), { Version: 'differs' }],
    ['an unknown singleton', input({ singleton: key(9) }), { Singleton: 'differs' }],
    ['other code at the official place', input({ codeFault: 'The code is not official.' }), { Singleton: 'differs' }],
    ['a lower threshold than reviewed', input({ threshold: 1 }), { Threshold: 'differs' }],
    ['an owner who was swapped', input({ owners: [key(1), key(2), key(7)] }), { Owners: 'differs' }],
    [
      'an owner nobody claimed',
      input({}, { owners: OWNERS.map((one, at) => (at === 0 ? { ...one, holder: null } : one)) }),
      { Owners: 'differs' },
    ],
    [
      'an owner who is gone',
      input({}, { owners: OWNERS.map((one) => ({ ...one, holder: { ...HOLDER, isActive: false } })) }),
      { Owners: 'differs' },
    ],
    ['a module', input({ modules: [key(9)] }), { Modules: 'differs' }],
    ['a guard on an advisory Safe', input({ guard: key(9) }), { Guard: 'differs' }],
    ['a module guard', input({ moduleGuard: key(9) }), { 'Module guard': 'differs' }],
    ['a handler of one’s own', input({ fallbackHandler: key(9) }), { 'Fallback handler': 'differs' }],
    ['a singleton as handler', input({ fallbackHandler: official('SafeL2') }), { 'Fallback handler': 'differs' }],
    ['no record of a threshold', input({}, { recorded: null }), { Threshold: 'unknown' }],
    ['no guard though enforced', input({}, { safe: enforced }), { Guard: 'differs' }],
    [
      'a module that may be what enforces',
      input({ modules: [key(9)] }, { safe: enforced }),
      { Modules: 'unknown', Guard: 'unknown' },
    ],
  ])('show %s', (_what, given, expected) => expect(marks(given)).toEqual(expected))

  it('with a guard on an enforced Safe, or no handler at all, are equal', () => {
    expect(marks(input({ guard: key(9) }, { safe: enforced }))).toEqual({})
    expect(marks(input({ fallbackHandler: ZERO_ADDRESS }))).toEqual({})
  })

  it('that were not read are each unanswered, with what is expected of them', () => {
    const facts = unreadFacts(SAFE, RECORDED)
    expect(new Set(facts.map(({ mark, found }) => `${mark} ${found}`))).toEqual(new Set(['unknown Not read']))
    expect(facts[2]).toMatchObject({ expected: '2 of 3', source: 'as last reviewed, for W-1001' })
    expect(facts.flatMap(({ addresses }) => addresses)).toEqual([])
  })
})

describe('the headline', () => {
  const now = (safe: ServedSafe, state: Partial<SafeState> = {}): SafeNow => ({
    ...{ ...safe, assets: [], contracts: [] },
    now: { owners: 3, threshold: 2, nonce: 4n, state: { ...STATE, ...state }, holds: [], block: 9n, at: 0 },
  })
  const silent: SafeNow = { ...SAFE, assets: [], contracts: [], now: null, problem: 'Silent.' }

  it('of a Safe says whether anything on chain stands behind the desk', () => {
    const said = (safe: SafeNow) => safeHeadline(safe, []).said
    expect(said(now(SAFE))).toBe('Treasury Safe is advisory: nothing on chain enforces this desk’s policy.')
    expect(said(now(SAFE, { guard: key(9) }))).toMatch(/is advisory: it has a guard that this desk does not know/)
    expect(said(now(enforced, { guard: key(9) }))).toMatch(/is enforced: its guard refuses/)
    expect(said(now(enforced))).toMatch(/registered as enforced, but nothing on chain enforces/)
    expect(said(now(enforced, { modules: [key(9)] }))).toMatch(/its modules were not judged/)
    expect(safeHeadline(silent, [])).toEqual({
      said: 'Treasury Safe is registered as advisory.',
      urgent: 'Its chain does not answer.',
    })
  })

  it('counts what is not as expected', () => {
    const facts = settingFacts(input({ threshold: 1, modules: [key(9)] }))
    expect(safeHeadline(now(SAFE), facts).urgent).toBe('Two of 8 settings are not as expected.')
    expect(safeHeadline(now(SAFE), settingFacts(input())).urgent).toBe('')
  })

  it('of all Safes counts the advisory ones and those not read', () => {
    expect(safesHeadline([]).said).toBe('This desk serves no Safe.')
    expect(safesHeadline([now(SAFE), now(enforced)]).said).toMatch(/^One of two Safes is advisory/)
    expect(safesHeadline([now(enforced), now(enforced)]).said).toBe('All two Safes are enforced on chain.')
    expect(safesHeadline([now(SAFE), silent])).toMatchObject({ urgent: 'One was not read.' })
  })
})
