import { describe, expect, it } from 'vitest'
import { ASSESSMENT, CONTACT, FINDING } from '@/tests/builders/reviewed'
import { readClauses } from './read-clauses'
import { clauseSentence, findingSentence } from './verdict-words'

const clauses = readClauses({ assessment: ASSESSMENT, contacts: [CONTACT], safeName: 'Treasury' })

describe('verdicts in words', () => {
  it('counts equal, different and unanswered clauses', () => {
    expect(clauseSentence(clauses)).toBe('Effects equal the intent in all 9 clauses.')
    const changed = clauses.map((one, at) => (at === 3 ? { ...one, mark: 'differs' as const } : one))
    expect(clauseSentence(changed)).toBe('One of 9 clauses differs from the request.')
    expect(clauseSentence(clauses.map((one) => ({ ...one, mark: 'unknown' as const })))).toContain('unanswered')
  })

  it('counts findings by severity and never calls an unanswered one passed', () => {
    expect(findingSentence([])).toBe('')
    expect(findingSentence([FINDING])).toBe('One high finding to read.')
    expect(findingSentence([FINDING, { ...FINDING, outcome: 'unknown' }])).toBe(
      'One high finding and one unanswered check to read.',
    )
    expect(findingSentence([{ ...FINDING, outcome: 'pass' }])).toBe('')
  })
})
