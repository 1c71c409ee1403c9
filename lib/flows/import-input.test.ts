import { describe, expect, it } from 'vitest'
import { importInput, readImport } from '@/lib/flows/import-input'

const HEX = 'c3'.repeat(65)
const forms = {
  'in one piece': `0x${HEX}`,
  'in groups': HEX.replace(/(.{8})/g, '$1 '),
  'by the byte': HEX.replace(/(..)/g, '$1:'),
  'as base64': Buffer.from(HEX, 'hex').toString('base64'),
}
const readTo = (to: string) =>
  readImport({ text: JSON.stringify({ chainId: 1, safe: to, safeVersion: '1.4.1', tx: {} }) })

describe('a signature that stands where none belongs', () => {
  it.each(Object.entries(forms))('is not in the refusal: %s', (_name, text) => {
    const taken = text.slice(0, 20)
    expect(() => readTo(text)).toThrow(/^Field safe is /)
    expect(() => readTo(text)).not.toThrow(taken)
  })

  it('nor hides what an address has wrong with it', () => {
    const wrong = '0xC090682F12C01cF17056DFc90575fc9D4cc94244'
    expect(() => readTo(wrong)).toThrow(wrong)
  })

  it.each([forms['in one piece'], forms['in groups'], forms['by the byte']])('keeps a note out: %s', (note) => {
    expect(importInput.safeParse({ text: '{}', note }).success).toBe(false)
    expect(
      importInput.safeParse({
        text: '{}',
        note: `Safe 0x${'c3'.repeat(20)} at 3, see 0x${'ab'.repeat(32)} 0x${'cd'.repeat(32)}`,
      }).success,
    ).toBe(true)
  })
})
