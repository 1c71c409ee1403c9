import { describe, expect, it } from 'vitest'
import { canonicalize, type Json } from '@/lib/core/canonical'

describe('canonical JSON', () => {
  it('writes RFC 8785 section 3.2.3 example text', () => {
    const value: Json = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    }
    expect(canonicalize(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  it('sorts keys by UTF-16 code units', () => {
    const keys = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }
    const order = [...canonicalize(keys).matchAll(/:(\d)/g)].map(([, digit]) => digit).join('')
    expect(order).toBe('2467153')
  })

  it('does not depend on insertion order, at any depth', () => {
    expect(canonicalize({ a: { c: 1, b: [{ y: 1, x: 2 }] }, z: 0 })).toBe(
      canonicalize({ z: 0, a: { b: [{ x: 2, y: 1 }], c: 1 } }),
    )
  })

  it('leaves undefined members out and refuses what is no number', () => {
    expect(canonicalize({ a: undefined, b: 1 })).toBe('{"b":1}')
    expect(() => canonicalize(Number.NaN)).toThrow(RangeError)
    expect(() => canonicalize([Number.POSITIVE_INFINITY])).toThrow(RangeError)
  })
})
