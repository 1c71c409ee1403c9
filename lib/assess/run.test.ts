import { describe, expect, it } from 'vitest'
import { judgeableCodes, notChecked } from '@/lib/assess/needs'
import { RULES } from '@/lib/assess/rules/index'
import { runRules } from '@/lib/assess/run'
import { payEth, payUsdc, sampleFacts, STRANGER, troubles } from '@/tests/builders/sample-facts'
import type { Facts, Finding, Rule, Severity } from '@/lib/assess/types'
import { verdictOf } from '@/lib/assess/verdict'

const finding = (severity: Severity, outcome: Finding['outcome']): Finding => ({
  rule: 'r',
  code: 'X',
  outcome,
  severity,
  path: '',
  sentence: '',
  evidence: [],
})

describe('verdict', () => {
  it.each([
    ['critical', 'block'],
    ['high', 'warn'],
    ['medium', 'review'],
    ['low', 'ok'],
    ['info', 'ok'],
  ] as const)('turns %s into %s, failed or unknown alike', (severity, verdict) => {
    expect(verdictOf([finding('info', 'fail'), finding(severity, 'fail')])).toBe(verdict)
    expect(verdictOf([finding(severity, 'unknown')])).toBe(verdict)
    expect(verdictOf([finding(severity, 'pass')])).toBe('ok')
  })
})

describe('running the rules', () => {
  it('finds an honest payment fine, and says what it looked at', () => {
    const findings = runRules(sampleFacts())
    expect(troubles(findings)).toEqual([])
    expect(verdictOf(findings)).toBe('ok')
    const asked = RULES.filter((rule) => judgeableCodes(rule, sampleFacts()).length > 0)
    expect(new Set(findings.map(({ rule }) => rule))).toEqual(new Set(asked.map(({ id }) => id)))
  })

  it('finds an honest batch fine', () => {
    const findings = runRules(sampleFacts({ legs: [payUsdc(250_000_000n), payEth(5n * 10n ** 17n)] }))
    expect(troubles(findings)).toEqual(['DELEGATECALL_TRUSTED 1'])
    expect(verdictOf(findings)).toBe('ok')
  })

  it('blocks the Bybit pattern', () => {
    const facts = sampleFacts({ tx: { to: STRANGER, operation: 1 }, effects: { balances: [] } })
    expect(verdictOf(runRules(facts))).toBe('block')
  })

  it('blocks when a critical rule is unknown', () => {
    const facts = sampleFacts({ facts: { effects: { kind: 'unavailable', party: 'Node', reason: 'down' } } })
    expect(troubles(runRules(facts))).toEqual(['EFFECTS_UNKNOWN unknown'])
    expect(verdictOf(runRules(facts))).toBe('block')
  })

  const ofEffects = ['intent-effects', 'logs', 'code-effects', 'emptied', 'in-turn', 'nodes', 'safe-storage']
  const passesOf = (facts: Facts) => runRules(facts).flatMap(({ rule, outcome }) => (outcome === 'pass' ? [rule] : []))

  it('says that nothing was found in the effects where there are some', () => {
    expect(passesOf(sampleFacts())).toEqual(expect.arrayContaining(ofEffects))
  })

  it('lets no rule of the effects pass without them, and the others still', () => {
    const effects = { kind: 'unavailable', party: 'Node', reason: 'down' } as const
    const passed = passesOf(sampleFacts({ facts: { effects } }))
    expect(passed.filter((rule) => [...ofEffects, 'simulation'].includes(rule))).toEqual([])
    expect(passed).toEqual(expect.arrayContaining(['intent', 'delegatecall', 'singleton', 'recipient']))
  })

  it.each(['reverted', 'inner-failure'] as const)(
    'lets no rule call the effects of a run clean that ends in %s',
    (status) => {
      const facts = sampleFacts({ effects: { status, balances: [], logged: [] } })
      const passed = passesOf(facts)
      expect(passed.filter((rule) => ['intent-effects', 'logs', 'code-effects', 'emptied'].includes(rule))).toEqual([])
      expect(verdictOf(runRules(facts))).toBe('block')
    },
  )

  it('turns a throw into unknown at the worst code of its rule, and keeps the other rules', () => {
    const broken: Rule = {
      id: 'broken',
      title: 'Broken',
      codes: { SMALL: 'low', WORST: 'critical', MIDDLE: 'high' },
      judge: () => {
        throw new Error('secret detail')
      },
    }
    const [first, ...rest] = runRules(sampleFacts(), [broken, ...RULES])
    expect(first).toMatchObject({ code: 'WORST', outcome: 'unknown', severity: 'critical' })
    expect(JSON.stringify(first)).not.toContain('secret detail')
    expect(rest).toEqual(runRules(sampleFacts()))
  })

  it('has rules with permanent, distinct names', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length)
  })
})

describe('what nobody stated an intent for', () => {
  const codesOf = (facts: Parameters<typeof runRules>[0]) => runRules(facts).map(({ code }) => code)

  it('is not said to do what is requested: those codes are not judged', () => {
    const stated = sampleFacts()
    expect(codesOf(stated)).toContain('INTENT_MISMATCH')
    const unstated = { ...stated, class: 'contract-call', intent: null } as const
    for (const code of ['INTENT_MISMATCH', 'INTENT_AMOUNT_MISMATCH', 'OWNER_CHANGE_UNANNOUNCED'])
      expect(codesOf(unstated)).not.toContain(code)
    expect(notChecked(unstated, RULES).map(({ code }) => code)).toContain('INTENT_MISMATCH')
  })

  it('is stated by its class where it is a cancel', () => {
    expect(codesOf({ ...sampleFacts(), class: 'cancel', intent: null })).toContain('INTENT_MISMATCH')
  })
})
