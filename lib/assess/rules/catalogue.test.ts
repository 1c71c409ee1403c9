import { expect, it } from 'vitest'
import { DESCRIBED_CODES, describeCode } from '@/lib/assess/rules/catalogue'
import { INCIDENTS, incidentsWith, lessonOf, WHAT_TO_CHECK } from '@/lib/assess/incidents'
import { RULES } from '@/lib/assess/rules/index'

const codes = [...new Set(RULES.flatMap((rule) => Object.keys(rule.codes)))]

it('describes every code of every rule, and none besides', () => {
  expect([...DESCRIBED_CODES].sort()).toEqual(codes.sort())
})

it('says when, why and what to do in whole sentences', () => {
  for (const code of codes)
    for (const text of Object.values(describeCode(code) ?? {})) expect(text, code).toMatch(/^[A-Z0-9].{8,200}\.$/)
})

it('says nothing of a code that there is not', () => {
  expect(describeCode('NO_SUCH_CODE')).toBeNull()
  expect(describeCode('constructor')).toBeNull()
})

it('tells incidents by codes that there are', () => {
  for (const { codes: found, teaches, id } of INCIDENTS) {
    expect(found.length + teaches.length, id).toBeGreaterThan(0)
    for (const code of [...found, ...teaches]) expect(codes, id).toContain(code)
  }
  expect(incidentsWith('DELEGATECALL_UNTRUSTED').map(({ id }) => id)).toEqual(['bybit', 'wazirx'])
})

it('has a lesson for every critical code, and only what no theft teaches falls back to what to check of anything', () => {
  const critical = RULES.flatMap((rule) => Object.entries(rule.codes).filter(([, severity]) => severity === 'critical'))
  const anchors = [...INCIDENTS.map(({ id }) => id), WHAT_TO_CHECK]
  for (const [code] of critical) expect(anchors, code).toContain(lessonOf(code))
  const general = new Set(critical.flatMap(([code]) => (lessonOf(code) === WHAT_TO_CHECK ? [code] : [])))
  expect([...general].sort()).toEqual(['EFFECTS_UNKNOWN', 'GAS_REFUND_DRAIN', 'NODES_DISAGREE'])
  expect([lessonOf('RECIPIENT_LOOKALIKE'), lessonOf('THRESHOLD_ONE')]).toEqual(['poisoning', 'harmony'])
})
