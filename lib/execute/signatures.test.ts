import { describe, expect, it } from 'vitest'
import type { Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { concat, hashMessage, keccak256, numberToHex, pad, recoverAddress, slice } from 'viem/utils'
import { normalizeSignature, recoverOwner } from '@/lib/execute/signatures'

const OWNER = privateKeyToAccount(keccak256('0x01'))
const HASH = keccak256('0x02')
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

const withV = (signature: Hex, v: number): Hex => concat([slice(signature, 0, 64), numberToHex(v, { size: 1 })])

describe('who signed a safeTxHash', () => {
  it('is the owner, for random keys', async () => {
    for (let round = 0; round < 5; round += 1) {
      const key = privateKeyToAccount(generatePrivateKey())
      expect(await recoverOwner(HASH, await key.sign({ hash: HASH }))).toBe(key.address)
    }
  })

  it('is the owner also when the wallet writes the recovery bit as 0 or 1', async () => {
    const signature = await OWNER.sign({ hash: HASH })
    const raw = withV(signature, Number(slice(signature, 64)) - 27)
    expect(await recoverOwner(HASH, raw)).toBe(OWNER.address)
    expect(normalizeSignature(raw)).toBe(signature)
  })

  it('is somebody else when the wallet signed other data, or one bit changed', async () => {
    const signature = await OWNER.sign({ hash: keccak256('0x03') })
    expect(await recoverOwner(HASH, signature)).not.toBe(OWNER.address)
    const good = await OWNER.sign({ hash: HASH })
    const changed: Hex = `${good.slice(0, 40)}${good[40] === '0' ? '1' : '0'}${good.slice(41)}` as Hex
    expect(await recoverOwner(HASH, changed)).not.toBe(OWNER.address)
  })

  it('is nobody for the Safe’s other signature types', async () => {
    const readable = await OWNER.signMessage({ message: { raw: HASH } })
    expect(await recoverAddress({ hash: hashMessage({ raw: HASH }), signature: readable })).toBe(OWNER.address)
    const ethSign = withV(readable, Number(slice(readable, 64)) + 4)
    const approvedOnChain = concat([pad(OWNER.address), pad('0x'), '0x01'])
    const contract = concat([pad(OWNER.address), numberToHex(65, { size: 32 }), '0x00'])
    for (const other of [ethSign, approvedOnChain, contract]) {
      expect(normalizeSignature(other)).toBeNull()
      expect(await recoverOwner(HASH, other)).toBeNull()
    }
  })

  it('is nobody for bytes that are too short, too long, or written with the higher s', async () => {
    const signature = await OWNER.sign({ hash: HASH })
    const high = concat([
      slice(signature, 0, 32),
      numberToHex(ORDER - BigInt(slice(signature, 32, 64)), { size: 32 }),
      signature.endsWith('1b') ? '0x1c' : '0x1b',
    ])
    expect(await recoverAddress({ hash: HASH, signature: high })).toBe(OWNER.address)
    const others: Hex[] = [
      high,
      '0x',
      slice(signature, 0, 64),
      `${signature}00`,
      withV(signature, 29),
      withV(pad('0x', { size: 65 }), 27),
    ]
    for (const other of others) expect(await recoverOwner(HASH, other)).toBeNull()
  })
})
