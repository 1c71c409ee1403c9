import { describe, expect, it } from 'vitest'
import { readVerdictLine, verdictLineFault, writeVerdictLine, type VerdictLine } from '@/lib/approve/verdict-line'

const HASH = `0x${'ab'.repeat(32)}` as const
const EXPECTED: VerdictLine = { verdict: 'review', safeTxHash: HASH, ruleSet: 'countersign-rules/3' }
const LINE = writeVerdictLine(EXPECTED)

describe('a verdict line', () => {
  it('is read back as it was written, also with the word before it, spaces around it, or broken by a mail', () => {
    for (const text of [LINE, `  Verdict       ${LINE}  `, `\n${LINE}\n`, LINE.replace(' ', '\n')])
      expect(readVerdictLine(text)).toEqual(EXPECTED)
  })

  it('is not what only looks like one', () => {
    for (const text of [
      '',
      'OK',
      `OK ${HASH}`,
      `FINE ${HASH} countersign-rules/3`,
      `${LINE} ${LINE}`,
      LINE.replace('ab', 'xy'),
    ])
      expect(readVerdictLine(text)).toBeNull()
  })
})

describe('a pasted verdict line', () => {
  it('vouches for the transaction that it names', () => {
    expect(verdictLineFault(LINE, EXPECTED)).toBeNull()
    expect(
      verdictLineFault(LINE, { ...EXPECTED, safeTxHash: HASH.toUpperCase().replace('0X', '0x') as typeof HASH }),
    ).toBeNull()
  })

  it.each<[string, string, string]>([
    ['no line at all', 'looks fine to me', 'no verdict line'],
    ['another transaction', LINE.replace('abab', 'abac'), 'read another transaction'],
    ['a block', LINE.replace('REVIEW', 'BLOCK'), 'says BLOCK'],
    ['other rules', LINE.replace('rules/3', 'rules/2'), 'Use the verifier of this version'],
    ['a milder verdict', LINE.replace('REVIEW', 'OK'), 'says OK and the desk REVIEW'],
    ['a harsher verdict', LINE.replace('REVIEW', 'WARN'), 'says WARN and the desk REVIEW'],
  ])('of %s does not', (_name, text, sentence) => {
    expect(verdictLineFault(text, EXPECTED)).toContain(sentence)
  })

  it('never vouches where the desk itself expects a block', () => {
    const blocked = { ...EXPECTED, verdict: 'block' } as const
    expect(verdictLineFault(writeVerdictLine(blocked), blocked)).toContain('says BLOCK')
  })
})
