import { describe, expect, it } from 'vitest'
import { privateKeyToAccount } from 'viem/accounts'
import { keccak256, numberToHex, slice } from 'viem/utils'
import { packSignatures } from '@/lib/execute/pack'
import { recoverOwner } from '@/lib/execute/signatures'
import type { OwnerSignature } from '@/lib/execute/types'

const HASH = keccak256('0x02')

async function sign(count: number): Promise<OwnerSignature[]> {
  return await Promise.all(
    Array.from({ length: count }, async (_, seed) => {
      const key = privateKeyToAccount(keccak256(numberToHex(seed + 1)))
      return { owner: key.address, signature: await key.sign({ hash: HASH }) }
    }),
  )
}

describe('packed signatures', () => {
  it('are exactly threshold, ascending by owner, whatever order they came in', async () => {
    const given = await sign(5)
    for (const order of [given, [...given].reverse()]) {
      const packed = packSignatures(order, 3)
      expect(packed).toHaveLength(2 + 3 * 130)
      const owners = await Promise.all([0, 1, 2].map((at) => recoverOwner(HASH, slice(packed, at * 65, at * 65 + 65))))
      const lowest = given.map(({ owner }) => owner).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
      expect(owners).toEqual(lowest.slice(0, 3))
    }
  })

  it('are refused when there are too few, two of one owner, or no threshold', async () => {
    const [one, two] = await sign(2)
    if (!one || !two) throw new Error('two signatures')
    expect(() => packSignatures([one], 2)).toThrow('1 signatures of 2')
    expect(() => packSignatures([one, one], 2)).toThrow('one signature per owner')
    expect(() => packSignatures([one, two], 0)).toThrow('a threshold is at least one')
    expect(() => packSignatures([one, { ...two, signature: '0x1234' }], 2)).toThrow('no EIP-712 signature')
  })
})
