import { readFileSync } from 'node:fs'
import type { Address, Hash, Hex } from 'viem'
import { hashTypedData, keccak256, stringToHex } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { hashSafeTx, typedDataOf } from '@/lib/stage/hash'
import type { SafeRef, SafeTx, SafeVersion } from '@/lib/stage/types'

type Vector = {
  kind: string
  source: string
  chainId: number
  safe: Address
  version: SafeVersion
  tx: Record<'to' | 'value' | 'data' | 'safeTxGas' | 'baseGas' | 'gasPrice' | 'gasToken' | 'refundReceiver', string> & {
    operation: number
    nonce: number
  }
  published: Partial<Record<'domainHash' | 'messageHash' | 'safeTxHash', Hash>>
  computed: Record<'domainHash' | 'messageHash' | 'safeTxHash', Hash>
}
const corpus = JSON.parse(readFileSync('tests/fixtures/corpus/hash_vectors.json', 'utf8')) as {
  typehashes: Record<string, Hash>
  vectors: Vector[]
}
const vectors = corpus.vectors.filter(({ kind }) => kind === 'SafeTx')
const VERSIONS: readonly SafeVersion[] = [
  '0.1.0',
  '1.0.0',
  '1.1.0',
  '1.1.1',
  '1.2.0',
  '1.3.0',
  '1.4.0',
  '1.4.1',
  '1.5.0',
]

const txOf = ({ tx }: Vector): SafeTx => ({
  to: tx.to as Address,
  value: BigInt(tx.value),
  data: tx.data as Hex,
  operation: tx.operation,
  safeTxGas: BigInt(tx.safeTxGas),
  baseGas: BigInt(tx.baseGas),
  gasPrice: BigInt(tx.gasPrice),
  gasToken: tx.gasToken as Address,
  refundReceiver: tx.refundReceiver as Address,
  nonce: BigInt(tx.nonce),
})

const refOf = ({ chainId, safe, version }: Vector): SafeRef => ({ chainId, address: safe, version })

// A fixed-seed generator: a failure is the same failure on the next run.
function generator(seed: number) {
  let state = seed
  const byte = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0), state >>> 24)
  const hex = (length: number): Hex =>
    `0x${Array.from({ length }, () => byte().toString(16).padStart(2, '0')).join('')}`
  const number = (length: number) => BigInt(hex(length))
  return { byte, hex, number }
}

describe('SafeTx hashing', () => {
  it.each(vectors.map((vector, at) => ({ at, version: vector.version, source: vector.source.slice(0, 60), vector })))(
    'reproduces vector $at ($version, $source)',
    ({ vector }) => {
      const hashes = hashSafeTx(refOf(vector), txOf(vector))
      const { computed, published } = vector
      expect(hashes).toEqual({
        domain: computed.domainHash,
        message: computed.messageHash,
        safeTx: computed.safeTxHash,
      })
      if (published.safeTxHash) expect(hashes.safeTx).toBe(published.safeTxHash.toLowerCase())
      if (published.domainHash) expect(hashes.domain).toBe(published.domainHash.toLowerCase())
      if (published.messageHash) expect(hashes.message).toBe(published.messageHash.toLowerCase())
    },
  )

  it('covers every kind of SafeTx vector', () => expect(vectors.length).toBe(151))

  it.each(VERSIONS)('agrees with an independent EIP-712 implementation on random transactions of %s', (version) => {
    const random = generator(VERSIONS.indexOf(version) + 7)
    for (let round = 0; round < 40; round += 1) {
      const safe: SafeRef = { chainId: Number(random.number(4)) + 1, address: random.hex(20), version }
      const tx: SafeTx = {
        to: random.hex(20),
        value: random.number(32),
        data: random.hex(random.byte()),
        operation: random.byte() % 3,
        safeTxGas: random.number(32),
        baseGas: random.number(4),
        gasPrice: random.number(8),
        gasToken: random.hex(20),
        refundReceiver: random.hex(20),
        nonce: random.number(6),
      }
      const typed = typedDataOf({ safe, tx })
      expect(hashSafeTx(safe, tx).safeTx).toBe(hashTypedData(typed as Parameters<typeof hashTypedData>[0]))
    }
  })

  it('leaves the chain out of the domain before 1.3.0 and binds it from then on', () => {
    const [vector] = vectors
    if (!vector) throw new Error('no vectors')
    const hashOn = (chainId: number, version: SafeVersion) =>
      hashSafeTx({ ...refOf(vector), chainId, version }, txOf(vector)).safeTx
    expect(hashOn(1, '1.2.0')).toBe(hashOn(10, '1.2.0'))
    expect(hashOn(1, '1.3.0')).not.toBe(hashOn(10, '1.3.0'))
  })

  it('uses the published type hashes', () => {
    const typeOf = (version: SafeVersion) => {
      const { types } = typedDataOf({ safe: { chainId: 1, address: '0x00', version }, tx: txOf(vectors[0] as Vector) })
      const text = (name: 'EIP712Domain' | 'SafeTx') =>
        keccak256(stringToHex(`${name}(${types[name].map((it) => `${it.type} ${it.name}`).join(',')})`))
      return [text('EIP712Domain'), text('SafeTx')]
    }
    const { domain_ge_130, domain_lt_130, safeTx_ge_100, safeTx_lt_100 } = corpus.typehashes
    expect(typeOf('1.4.1')).toEqual([domain_ge_130, safeTx_ge_100])
    expect(typeOf('1.1.1')).toEqual([domain_lt_130, safeTx_ge_100])
    expect(typeOf('0.1.0')).toEqual([domain_lt_130, safeTx_lt_100])
  })

  it('gives a wallet plain JSON', () => {
    const [vector] = vectors
    if (!vector) throw new Error('no vectors')
    const typed = typedDataOf({ safe: refOf(vector), tx: txOf(vector) })
    expect(JSON.parse(JSON.stringify(typed))).toEqual(typed)
    expect(typed.message).toMatchObject({ value: '0', operation: 1 })
  })

  it('has no hash for an operation or amount that does not fit its type', () => {
    const [vector] = vectors
    if (!vector) throw new Error('no vectors')
    expect(() => hashSafeTx(refOf(vector), { ...txOf(vector), operation: 256 })).toThrow(RangeError)
    expect(() => hashSafeTx(refOf(vector), { ...txOf(vector), value: 1n << 256n })).toThrow(RangeError)
  })
})
