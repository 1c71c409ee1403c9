import { describe, expect, it } from 'vitest'
import { isStorable } from '@/lib/core/storable'

describe('a posted value', () => {
  it('is stored as it is', () => {
    for (const value of ['', 'Zürich 😀', { legs: [{ amount: '1' }] }, null, undefined, [undefined, 'x'], 7, 12n, true])
      expect(isStorable(value)).toBe(true)
  })

  it.each([['a\u0000b'], ['\ud83d'], [{ legs: [{ amount: '\u0000' }] }], [{ 'k\u0000': 1 }]])(
    'cannot be stored: %j',
    (value) => {
      expect(isStorable(value)).toBe(false)
    },
  )
})
