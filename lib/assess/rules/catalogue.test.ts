import { expect, it } from 'vitest'
import { DESCRIBED_CODES, describeCode } from '@/lib/assess/rules/catalogue'
import { INCIDENTS, incidentsWith } from '@/lib/assess/incidents'
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
  for (const { codes: found, id } of INCIDENTS) {
    expect(found.length, id).toBeGreaterThan(0)
    for (const code of found) expect(codes, id).toContain(code)
  }
  expect(incidentsWith('DELEGATECALL_UNTRUSTED').map(({ id }) => id)).toEqual(['bybit', 'wazirx'])
})
