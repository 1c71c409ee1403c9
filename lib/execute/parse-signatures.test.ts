import { readFileSync } from 'node:fs'
import type { Address, Hash, Hex } from 'viem'
import { concat, numberToHex, pad, size, slice } from 'viem/utils'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { checkSignatures, parseSignatures } from '@/lib/execute/parse-signatures'

const HASH: Hash = `0x${'5a'.repeat(32)}`
const OTHER_HASH: Hash = `0x${'5b'.repeat(32)}`
const CONTRACT: Address = '0x4F904989f296264F1Af620F5B992830ba772e891'
const keys = [1, 2, 3].map((seed) => privateKeyToAccount(numberToHex(seed, { size: 32 })))
const [ruth, omar, ines] = keys
if (!ruth || !omar || !ines) throw new Error('no keys')

const sign = (key: typeof ruth, hash: Hash = HASH) => key.sign({ hash })
const ethSign = async (key: typeof ruth, hash: Hash = HASH): Promise<Hex> => {
  const signature = await key.signMessage({ message: { raw: hash } })
  return concat([slice(signature, 0, 64), numberToHex(Number(slice(signature, 64)) + 4, { size: 1 })])
}
const approved = (owner: Address): Hex => concat([pad(owner), numberToHex(0, { size: 32 }), '0x01'])
const contractPart = (owner: Address, offset: number): Hex =>
  concat([pad(owner), numberToHex(offset, { size: 32 }), '0x00'])
const tail = (bytes: Hex): Hex => concat([numberToHex(size(bytes), { size: 32 }), bytes])
const check = (signature: Hex, owner: Address | null = null, owners: readonly Address[] | null = null) =>
  checkSignatures(HASH, [{ owner, signature }], owners)

describe('a signatures blob', () => {
  it('is read with every type, real offsets and tails', async () => {
    const [inner, shortInner] = [concat([await sign(ruth), await sign(omar)]), '0xabcd' as const]
    const blob = concat([
      contractPart(CONTRACT, 4 * 65),
      await sign(ruth),
      contractPart(omar.address, 4 * 65 + 32 + 130),
      approved(ines.address),
      tail(inner),
      tail(shortInner),
    ])
    expect(parseSignatures(blob).map(({ type, owner, tail: shown, fault }) => ({ type, owner, shown, fault }))).toEqual(
      [
        { type: 'CONTRACT_SIGNATURE', owner: CONTRACT, shown: inner, fault: '' },
        { type: 'EOA', owner: null, shown: null, fault: '' },
        { type: 'CONTRACT_SIGNATURE', owner: omar.address, shown: shortInner, fault: '' },
        { type: 'APPROVED_HASH', owner: ines.address, shown: null, fault: '' },
      ],
    )
  })

  it.each([
    ['points into the list', concat([contractPart(CONTRACT, 64), tail('0xab')])],
    ['points outside the bytes', contractPart(CONTRACT, 65)],
    ['points beyond any memory', concat([pad(CONTRACT), `0x${'ff'.repeat(32)}`, '0x00'])],
    ['is cut off', concat([contractPart(CONTRACT, 65), slice(tail('0xabcdef'), 0, 34)])],
    [
      'hides bytes above its owner',
      concat([`0x01${pad(CONTRACT).slice(4)}`, slice(contractPart(CONTRACT, 65), 32), tail('0xab')]),
    ],
  ])('is not valid where a contract signature %s', async (_what, blob) => {
    const [first] = await check(blob, null, [CONTRACT])
    expect(first).toMatchObject({ type: 'CONTRACT_SIGNATURE', owner: CONTRACT, recovered: null, valid: false })
  })

  it.each([
    ['nothing', '0x'],
    ['a signature cut short', `0x${'11'.repeat(64)}`],
    ['bytes after the last tail', concat([contractPart(CONTRACT, 65), tail('0xab'), '0x00'])],
    ['bytes between list and tail', concat([contractPart(CONTRACT, 67), '0x0000', tail('0xab')])],
  ] as const)('accounts for every byte: %s', (_what, blob) => {
    expect(parseSignatures(blob).at(-1)).toMatchObject({
      type: 'MALFORMED',
      fault: expect.stringContaining('no signature'),
    })
  })

  it('refuses every other v', async () => {
    const signature = await sign(ruth)
    for (let v = 0; v < 256; v += 1) {
      const [part] = parseSignatures(concat([slice(signature, 0, 64), numberToHex(v, { size: 1 })]))
      const isKnown = [0, 1, 27, 28, 31, 32].includes(v)
      expect([v, part?.type === 'UNKNOWN']).toEqual([v, !isKnown])
      if (!isKnown) expect(part?.fault).toContain(`v = ${v}`)
    }
  })
})

describe('a signature tried against a hash', () => {
  it('is valid when it recovers to its named owner, by EIP-712 and by eth_sign', async () => {
    for (const [signature, type] of [
      [await sign(ruth), 'EOA'],
      [await ethSign(ruth), 'ETH_SIGN'],
    ] as const)
      expect(await check(signature, ruth.address)).toEqual([
        { owner: ruth.address, type, recovered: ruth.address, valid: true, fault: '' },
      ])
  })

  it('is not valid when it was made for another hash, though it recovers to somebody', async () => {
    const [found] = await check(await sign(ruth, OTHER_HASH), ruth.address)
    expect(found).toMatchObject({ owner: ruth.address, valid: false })
    expect(found?.recovered).not.toBe(ruth.address)
    expect(found?.recovered).not.toBeNull()
  })

  it('proves nothing without a named owner and without the owners of the Safe', async () => {
    const signature = await sign(ruth)
    expect(await check(signature)).toMatchObject([{ owner: ruth.address, valid: null }])
    expect(await check(signature, null, [omar.address])).toMatchObject([{ owner: ruth.address, valid: false }])
    expect(await check(signature, null, [ruth.address])).toMatchObject([{ owner: ruth.address, valid: true }])
  })

  it('counts nobody twice', async () => {
    const blob = concat([await sign(ruth), await ethSign(ruth)])
    expect((await check(blob, null, [ruth.address])).map(({ valid }) => valid)).toEqual([true, false])
  })

  it('leaves approved hashes and contract signatures to the chain, but not for strangers', async () => {
    const blob = concat([contractPart(CONTRACT, 130), approved(ines.address), tail('0x')])
    expect((await check(blob, null, [CONTRACT, ines.address])).map(({ valid }) => valid)).toEqual([null, null])
    expect((await check(blob, null, [ruth.address])).map(({ valid }) => valid)).toEqual([false, false])
    expect((await check(approved(ines.address), ruth.address)).map(({ valid }) => valid)).toEqual([false])
  })

  it('recovers to nobody from numbers that are none', async () => {
    const zero = concat([pad('0x', { size: 64 }), '0x1b'])
    expect(await check(zero, ruth.address)).toMatchObject([{ recovered: null, valid: false }])
  })

  it('agrees with the published vectors', async () => {
    const { vectors } = JSON.parse(readFileSync('tests/fixtures/corpus/hash_vectors.json', 'utf8')) as {
      vectors: { kind: string; safeTxHash: Hash; signatures: { signer: Address; data: Hex }[] }[]
    }
    const vector = vectors.find(({ kind }) => kind === 'Signatures')
    if (!vector) throw new Error('no vector')
    expect(vector.signatures).toHaveLength(3)
    for (const { signer, data } of vector.signatures)
      expect(await checkSignatures(vector.safeTxHash, [{ owner: signer, signature: data }], null)).toMatchObject([
        { owner: signer, recovered: signer, valid: true },
      ])
  })
})
