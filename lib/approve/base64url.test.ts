import { describe, expect, it } from 'vitest'
import { decodeBase64url, encodeBase64url } from '@/lib/approve/base64url'

describe('base64url', () => {
  it('brings every length back', () => {
    for (let length = 0; length < 70; length += 1) {
      const bytes = Uint8Array.from({ length }, (_, place) => (place * 37 + length * 11) & 255)
      expect(decodeBase64url(encodeBase64url(bytes))).toEqual(bytes)
      expect(encodeBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
    }
  })

  it.each(['A', 'AA==', 'AB', 'A+A', 'A/A', 'A A', 'AAB'])('refuses %s, which is no canonical spelling', (text) =>
    expect(decodeBase64url(text)).toBeNull(),
  )
})
