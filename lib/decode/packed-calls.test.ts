import type { Hex } from 'viem'
import { concat, encodePacked, size } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { parsePackedCalls } from '@/lib/decode/packed-calls'

const alice = '0xc090682F12C01cF17056DFc90575fc9D4cc94244'
const entry = (operation: number, value: bigint, data: Hex): Hex =>
  encodePacked(['uint8', 'address', 'uint256', 'uint256', 'bytes'], [operation, alice, value, BigInt(size(data)), data])
const cut = (packed: Hex, bytes: number): Hex => `0x${packed.slice(2, 2 + bytes * 2)}`

describe('packed calls', () => {
  it('reads exact entries in order', () => {
    expect(parsePackedCalls(concat([entry(0, 5n, '0x'), entry(1, 0n, '0xaabb')]))).toEqual({
      isMalformed: false,
      calls: [
        { operation: 0, to: alice, value: 5n, data: '0x' },
        { operation: 1, to: alice, value: 0n, data: '0xaabb' },
      ],
    })
  })

  it('reads an empty batch as nothing', () => expect(parsePackedCalls('0x')).toEqual({ calls: [], isMalformed: false }))

  it.each([53, 52, 33])('still lists a last entry cut to %i bytes, because the contract still runs it', (bytes) => {
    const tail = cut(entry(0, 10n ** 18n, '0x'), bytes)
    const { calls, isMalformed } = parsePackedCalls(concat([entry(0, 5n, '0x'), tail]))
    expect(isMalformed).toBe(true)
    expect(calls).toHaveLength(2)
    expect(calls[1]?.to).toBe(alice)
    if (bytes === 53) expect(calls[1]?.value).toBe(10n ** 18n)
  })

  it.each([1, 32])('calls %i left-over bytes malformed, though the contract never reads them', (bytes) => {
    const { calls, isMalformed } = parsePackedCalls(concat([entry(0, 5n, '0x'), cut(entry(0, 1n, '0x'), bytes)]))
    expect(isMalformed).toBe(true)
    expect(calls).toHaveLength(1)
  })

  it('calls a length beyond the end malformed and reads zeros there, as the contract sends them', () => {
    const { calls, isMalformed } = parsePackedCalls(cut(entry(0, 0n, '0xaabbccdd'), 85 + 2))
    expect(isMalformed).toBe(true)
    expect(calls[0]?.data).toBe('0xaabb0000')
  })

  it('keeps what is there of a length that no contract could pay for', () => {
    const absurd = concat([cut(entry(0, 0n, '0xaabb'), 53), `0x${'ff'.repeat(32)}`, '0xaabb'])
    expect(parsePackedCalls(absurd)).toMatchObject({ isMalformed: true, calls: [{ data: '0xaabb' }] })
  })

  it('stops at the limit', () => {
    expect(parsePackedCalls(concat([entry(0, 1n, '0x'), entry(0, 2n, '0x')]), 1)).toMatchObject({ isTooMany: true })
  })

  it('keeps an operation that does not exist as found', () => {
    const { calls, isMalformed } = parsePackedCalls(concat([entry(7, 1n, '0x'), entry(0, 2n, '0x')]))
    expect(isMalformed).toBe(true)
    expect(calls.map(({ operation }) => operation)).toEqual([7, 0])
  })
})
