import { describe, expect, it } from 'vitest'
import type { Finding } from '@/lib/assess/types'
import { inspectVerdict, outsideWords, signatureWords } from './inspect-words'

const finding = (change: Partial<Finding>): Finding => ({
  ...{ rule: 'r', code: 'C', outcome: 'fail', severity: 'high', path: '', sentence: 'It does that.', evidence: [] },
  ...change,
})

describe('who signed outside', () => {
  it('is named, one or several, and nobody where nobody did', () => {
    expect(outsideWords([])).toBe('')
    expect(outsideWords(['Ana'])).toBe('Ana’s key signed this outside the desk.')
    expect(outsideWords(['Ana', 'Ben', 'Cem'])).toBe('The keys of Ana, Ben and Cem signed this outside the desk.')
  })
})

describe('the verdict of an import', () => {
  it('says first to sign nothing where a critical rule fails or is unanswered', () => {
    const findings = [
      finding({ severity: 'low' }),
      finding({ severity: 'critical', outcome: 'unknown', sentence: 'Unknown.' }),
    ]
    expect(inspectVerdict({ verdict: 'block', findings })).toBe('Sign nothing of this. Unknown.')
    const worse = [...findings, finding({ severity: 'critical', sentence: 'Foreign code.' })]
    expect(inspectVerdict({ verdict: 'block', findings: worse })).toBe('Sign nothing of this. Foreign code.')
    const reverts = finding({ severity: 'critical', code: 'SIMULATION_REVERTED', sentence: 'It reverts.' })
    expect(inspectVerdict({ verdict: 'block', findings: [reverts, ...worse] })).toBe(
      'Sign nothing of this. Foreign code. One other critical finding stands below.',
    )
    expect(inspectVerdict({ verdict: 'block', findings: [reverts] })).toBe('Sign nothing of this. It reverts.')
  })

  it('counts what is to be read, and only where nothing is, what passed', () => {
    expect(inspectVerdict({ verdict: 'warn', findings: [finding({})] })).toBe(
      'Nobody signs this before somebody answers for it. One high finding to read.',
    )
    expect(inspectVerdict({ verdict: 'review', findings: [finding({ severity: 'medium' })] })).toBe(
      'One medium finding to read.',
    )
    expect(inspectVerdict({ verdict: 'ok', findings: [finding({ outcome: 'pass' })] })).toBe('1 check found nothing.')
  })
})

describe('a signature', () => {
  it('is good, not good with its fault, or open: open is never good', () => {
    expect(signatureWords({ valid: true, fault: '' })).toBe('Good for this transaction')
    expect(signatureWords({ valid: false, fault: 'It recovers to nobody.' })).toBe('Not good. It recovers to nobody.')
    expect(signatureWords({ valid: null, fault: '' })).toBe('Only the chain could say')
  })
})
