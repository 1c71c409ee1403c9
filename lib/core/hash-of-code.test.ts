import { keccak256, numberToHex } from 'viem/utils'
import { expect, it } from 'vitest'
import { hashOfCode } from './hash-of-code'

it('is keccak256 of each code, also of one asked for again and of one long forgotten', () => {
  const codes = Array.from({ length: 600 }, (_, at) => numberToHex(at + 1, { size: 40 }))
  for (const code of [...codes, ...codes]) {
    expect(hashOfCode(code)).toBe(keccak256(code))
    expect(hashOfCode(code)).toBe(keccak256(code))
  }
  expect(hashOfCode('0x')).toBe('0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470')
})
