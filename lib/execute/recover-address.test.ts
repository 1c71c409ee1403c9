import { describe, expect, it } from 'vitest'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { concat, keccak256, numberToHex, recoverAddress as recoverByViem, slice } from 'viem/utils'
import { recoverAddress } from '@/lib/execute/recover-address'

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const of = (r: bigint, s: bigint, v: number) =>
  concat([numberToHex(r, { size: 32 }), numberToHex(s, { size: 32 }), numberToHex(v, { size: 1 })])

describe('who signed a hash', () => {
  it('is whom viem says, for both recovery bits and for the higher s too', async () => {
    const seen = new Set<string>()
    for (let round = 0; round < 24; round += 1) {
      const account = privateKeyToAccount(generatePrivateKey())
      const hash = keccak256(numberToHex(round))
      const signature = await account.sign({ hash })
      const [r, s, v] = [
        BigInt(slice(signature, 0, 32)),
        BigInt(slice(signature, 32, 64)),
        Number(slice(signature, 64)),
      ]
      seen.add(String(v))
      for (const written of [signature, of(r, ORDER - s, 55 - v), of(r, s, 55 - v)])
        expect(recoverAddress(hash, written)).toBe(await recoverByViem({ hash, signature: written }))
      expect(recoverAddress(hash, signature)).toBe(account.address)
    }
    expect([...seen].sort()).toEqual(['27', '28'])
  })

  it.each([
    ['r of no point', of(5n, 1n, 27)],
    ['r of zero', of(0n, 1n, 27)],
    ['s of zero', of(1n, 0n, 27)],
    ['r beyond the order', of(ORDER, 1n, 27)],
    ['s beyond the order', of(1n, ORDER, 27)],
    ['another v', of(1n, 1n, 31)],
    ['too few bytes', '0x1234' as const],
  ])('is nobody for %s', (_name, signature) => {
    expect(() => recoverAddress(keccak256('0x02'), signature)).toThrow()
  })
})
