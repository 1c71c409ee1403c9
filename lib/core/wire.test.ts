import { describe, expect, it } from 'vitest'
import { decodeWire, encodeWire } from '@/lib/core/wire'

describe('wire text', () => {
  it('carries bigints through, at any depth', () => {
    const value = { units: 2n ** 256n - 1n, list: [-1n, { nonce: 0n }], text: '12n', none: null }
    expect(decodeWire(encodeWire(value))).toEqual(value)
  })

  it('takes only its own exact shape for a bigint', () => {
    for (const text of ['{"$n":"12x"}', '{"$n":12}', '{"$n":"1","b":2}', '{"$n":""}', '{"$n":"--1"}'])
      expect(decodeWire(text)).toEqual(JSON.parse(text))
  })
})
