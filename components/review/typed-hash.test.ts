import { describe, expect, it } from 'vitest'
import { compareTyped } from './typed-hash'

const HASH = `0x${'0123456789abcdef'.repeat(4)}` as const
const kindOf = (typed: string) => compareTyped(HASH, typed).kind

describe('what somebody types from a device', () => {
  it('is the same whatever its gaps, prefix and case', () => {
    const digits = HASH.slice(2)
    const spellings = [HASH, digits, digits.toUpperCase(), digits.replace(/.{4}/g, '$& '), `0X${digits}\n`]
    expect(spellings.map(kindOf)).toEqual(spellings.map(() => 'same'))
  })

  it('is told by place where it differs first', () => {
    const { kind, words, at } = compareTyped(HASH, '0123 4567 89aa')
    expect({ kind, at }).toEqual({ kind: 'differs', at: 11 })
    expect(words).toContain('Character 12, in group 3')
    expect(words).toContain('the device says a, this transaction b')
  })

  it('is never called the same before all of it is there', () => {
    expect(compareTyped(HASH, '0123').words).toContain('60 are not compared')
    expect(kindOf(HASH.slice(0, -1))).toBe('so-far')
    expect(kindOf(`${HASH}0`)).toBe('differs')
    expect(['', '  ', '0x'].map(kindOf)).toEqual(['empty', 'empty', 'empty'])
    expect(kindOf('0123 g')).toBe('no-hash')
  })
})
