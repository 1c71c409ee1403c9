import { describe, expect, it } from 'vitest'
import { carriedHash, carriedStop, carryingUrl } from './carried-hash'

const OWN = `0x${'a1'.repeat(32)}` as const
const OTHER = `0x${'a1'.repeat(31)}a2` as const

describe('a hash that another device carried here', () => {
  it('is read back from the address that carries it', () => {
    const { pathname, hash } = new URL(carryingUrl('https://desk.example', 'W-7', OWN))
    expect([pathname, carriedHash(hash)]).toEqual(['/withdrawals/W-7', OWN])
  })

  it('says nothing where it is the same, or where there is none', () => {
    expect(carriedStop(carriedHash(`#${OWN.toUpperCase().replace('0X', '0x')}`), OWN)).toBe(false)
    expect(carriedStop(carriedHash(''), OWN)).toBe(false)
    expect(carriedStop(carriedHash('#r3'), OWN)).toBe(false)
  })

  it('stops where a digit differs, and names both', () => {
    const sentence = carriedStop(carriedHash(`#${OTHER}`), OWN)
    expect(sentence).toContain(OTHER)
    expect(sentence).toContain(OWN)
  })

  it('stops where it was cut', () => {
    expect(carriedStop(carriedHash(`#${OWN.slice(0, -1)}`), OWN)).toContain('cannot be read')
  })
})
