import type { Hex } from 'viem'
import { encodeAbiParameters } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { readArguments } from '@/lib/decode/read-arguments'
import { Random } from '@/tests/builders/random'
import { randomParameter, randomValue, valueOf } from '@/tests/builders/random-abi'

describe('the ABI reader', () => {
  it('gives back what was encoded, for random types', () => {
    const random = new Random(7)
    for (let round = 0; round < 1_500; round += 1) {
      const parameters = Array.from({ length: 1 + random.int(4) }, () => randomParameter(random, 3))
      const values = parameters.map((parameter) => randomValue(parameter, random))
      const read = readArguments(parameters, encodeAbiParameters(parameters, values))
      expect(read.anomalies).toEqual([])
      expect(parameters.map((parameter, at) => valueOf(parameter, read.arguments[at]?.value ?? ''))).toEqual(values)
    }
  })

  it('accepts no other bytes for the same values', () => {
    const random = new Random(11)
    let accepted = 0
    for (let round = 0; round < 3_000; round += 1) {
      const parameters = Array.from({ length: 1 + random.int(3) }, () => randomParameter(random, 2))
      const honest = encodeAbiParameters(
        parameters,
        parameters.map((parameter) => randomValue(parameter, random)),
      )
      const at = 2 + random.int(honest.length - 2)
      const bytes: Hex = `0x${honest.slice(2, at)}${random.int(16).toString(16)}${honest.slice(at + 1)}`
      const read = readArguments(parameters, bytes)
      if (read.anomalies.length > 0 || JSON.stringify(parameters).includes('"string')) continue
      accepted += 1
      const values = parameters.map((parameter, index) => valueOf(parameter, read.arguments[index]?.value ?? ''))
      expect(encodeAbiParameters(parameters, values)).toBe(bytes)
    }
    expect(accepted).toBeGreaterThan(500)
  })
})
