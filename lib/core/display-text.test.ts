import { describe, expect, it } from 'vitest'
import { displayText, readableText } from '@/lib/core/display-text'

describe('text from outside', () => {
  it('keeps ordinary words of any script', () => {
    for (const text of ['Quarterly rebalancing', 'Überweisung № 7', '支払い', 'דמי ניהול'])
      expect(displayText(text)).toBe(text)
  })

  it('shows the code points of what would hide or reverse', () => {
    expect(displayText('pay\u202Eevil')).toBe('pay‹U+202E›evil')
    expect(displayText('a\u200Bb\u0000c\nd')).toBe('a‹U+200B›b‹U+0000›c‹U+000A›d')
  })

  it.each([
    ...[0x034f, 0x115f, 0x1160, 0x180e, 0x2800, 0x3164, 0xffa0, 0xfe00, 0xfe0f],
    ...[0xe0000, 0xe0041, 0xe007f, 0xe0100, 0xd800],
  ])('shows what draws nothing, %i, and reads nothing in it', (code) => {
    const hidden = String.fromCodePoint(code)
    expect(displayText(`a${hidden}b`)).toBe(`a‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›b`)
    expect(readableText(` ${hidden}\u00a0${hidden} `)).toBe('')
  })

  it('reads what is there', () => {
    expect(readableText(' Custody\u200b fee ')).toBe('Custody fee')
    for (const text of ['한국어', '😀', 'ᠮᠣᠩᠭᠣᠯ']) expect(displayText(text)).toBe(text)
  })

  it('composes and caps', () => {
    expect(displayText('e\u0301')).toBe('é')
    expect(displayText('x'.repeat(300))).toHaveLength(280)
    expect(displayText('😀'.repeat(9), 8)).toBe('😀😀😀…')
  })
})
