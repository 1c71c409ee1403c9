import type { AbiParameter, Hex } from 'viem'
import { concat, encodeAbiParameters, parseAbiParameters } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { readArguments } from '@/lib/decode/read-arguments'

const alice = '0xc090682F12C01cF17056DFc90575fc9D4cc94244'
const TRANSFER: readonly AbiParameter[] = parseAbiParameters('address to, uint256 amount')
const honest = encodeAbiParameters(TRANSFER, [alice, 250n])
const word = (hex: string) => hex.padStart(64, '0')

describe('reading arguments', () => {
  it('reads canonical bytes without anomalies', () => {
    expect(readArguments(TRANSFER, honest)).toEqual({
      arguments: [
        { name: 'to', type: 'address', value: alice },
        { name: 'amount', type: 'uint256', value: '250' },
      ],
      anomalies: [],
    })
  })

  it('reads nested tuples and arrays exactly', () => {
    const parameters: readonly AbiParameter[] = parseAbiParameters(
      '(address who, uint256[] parts, (bool ok, string note) more)[] rows, bytes32 salt, int128 drift, bytes2[3] tags',
    )
    const values = [
      [{ who: alice, parts: [1n, 2n], more: { ok: true, note: 'Grüße' } }],
      `0x${'ab'.repeat(32)}`,
      -5n,
      ['0x0102', '0x0304', '0x0506'],
    ]
    const read = readArguments(parameters, encodeAbiParameters(parameters, values))
    expect(read.anomalies).toEqual([])
    expect(JSON.stringify(read.arguments)).toContain('Grüße')
    expect(read.arguments[2]).toEqual({ name: 'drift', type: 'int128', value: '-5' })
  })

  it('masks dirty address bits as an old contract does, and says so', () => {
    const dirty: Hex = `0x00000000deadbeef00000000${honest.slice(26)}`
    const read = readArguments(TRANSFER, dirty)
    expect(read.arguments[0]?.value).toBe(alice)
    expect(read.anomalies).toEqual(['noncanonical'])
  })

  it('says that bytes trail', () => {
    expect(readArguments(TRANSFER, concat([honest, honest])).anomalies).toEqual(['trailing'])
    const dirty: Hex = `0x00000000deadbeef00000000${honest.slice(26)}`
    expect(readArguments(TRANSFER, concat([dirty, '0x01'])).anomalies).toEqual(['noncanonical', 'trailing'])
  })

  it('reads missing bytes as zero, and says that they are missing', () => {
    const read = readArguments(TRANSFER, `0x${honest.slice(2, 2 + 126)}`)
    expect(read.anomalies).toEqual(['truncated'])
    expect(read.arguments[0]?.value).toBe(alice)
  })

  it('follows an offset past a decoy, as the chain does', () => {
    const bytes = parseAbiParameters('bytes payload')
    const decoy = `${word('60')}${word('1')}${'aa'.padEnd(64, '0')}${word('1')}${'bb'.padEnd(64, '0')}`
    const read = readArguments(bytes, `0x${decoy}`)
    expect(read.arguments[0]?.value).toBe('0xbb')
    expect(read.anomalies).toEqual(['noncanonical'])
  })

  it('treats a boolean other than 0 and 1 as noncanonical', () => {
    const read = readArguments(parseAbiParameters('bool yes'), `0x${word('2')}`)
    expect(read).toMatchObject({ arguments: [{ value: 'true' }], anomalies: ['noncanonical'] })
  })

  it.each(['ff'.repeat(32), word('40') + 'ff'.repeat(32)])('survives absurd offsets and lengths', (body) => {
    for (const type of ['bytes', 'string', 'uint256[]', 'bytes[]', '(bytes,uint256[])[]'])
      expect(readArguments(parseAbiParameters(type) as readonly AbiParameter[], `0x${body}`).anomalies).not.toEqual([])
  })
})
