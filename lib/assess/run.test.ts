import { describe, expect, it } from 'vitest'
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
    expect(new Set(findings.map(({ rule }) => rule))).toEqual(
      new Set(RULES.filter(({ needs }) => needs === undefined).map(({ id }) => id)),
    )
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

  it('says nothing by a rule that lacks a fact, and passes once the fact is there', () => {
    const rulesOf = (code?: Facts['code']) =>
      runRules(sampleFacts({ facts: code === undefined ? {} : { code } })).map(({ rule }) => rule)
    expect(rulesOf()).not.toContain('target-code')
    expect(rulesOf({})).toContain('target-code')
  })

  it('has rules with permanent, distinct names', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length)
  })
})
