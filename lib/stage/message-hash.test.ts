import { readFileSync } from 'node:fs'
import type { Address, Hash, Hex } from 'viem'
import { encodeFunctionData, hashMessage, hashTypedData, keccak256, parseAbi } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { hashSafeTx } from '@/lib/stage/hash'
import {
  approveHashData,
  contractSignatureData,
  hashForSafeOwner,
  hashSafeMessage,
  preimageOf,
} from '@/lib/stage/message-hash'
import type { SafeRef, SafeTx, SafeVersion } from '@/lib/stage/types'
import { SAFE_VERSIONS } from '@/lib/stage/versions'

type Raw = Record<
  'to' | 'value' | 'data' | 'safeTxGas' | 'baseGas' | 'gasPrice' | 'gasToken' | 'refundReceiver',
  string
>
type Vector = {
  kind: string
  chainId: number
  safe: Address
  version: SafeVersion
  message: string
  typedData: Parameters<typeof hashTypedData>[0] & { message: { message: Hex } }
  tx: { data: Hex }
  parentSafe?: Address
  parentTx: Raw & { operation: number; nonce: number }
  parentSafeTxHash: Hash
  published: Record<'safeMessage' | 'domainHash' | 'messageHash' | 'safeMessageHash' | 'digest', Hash>
}
const { vectors } = JSON.parse(readFileSync('tests/fixtures/corpus/hash_vectors.json', 'utf8')) as { vectors: Vector[] }

const SAFE: SafeRef = { chainId: 10, address: '0x7E52B1a8CE6dAbF09dA6CD080f53a32039A0d117', version: '1.4.1' }
const TX: SafeTx = {
  to: SAFE.address,
  value: 1n << 200n,
  data: '0xdeadbeef',
  operation: 0,
  safeTxGas: 0n,
  baseGas: 0n,
  gasPrice: 0n,
  gasToken: '0x0000000000000000000000000000000000000000',
  refundReceiver: '0x0000000000000000000000000000000000000000',
  nonce: 7n,
}

describe('SafeMessage hashing', () => {
  it('reproduces the published vector of a text', () => {
    const vector = vectors.find(({ kind }) => kind === 'SafeMessage')
    if (!vector) throw new Error('no vector')
    const { published, message } = vector
    expect(hashMessage(message)).toBe(published.safeMessage)
    expect(
      hashSafeMessage({ chainId: vector.chainId, address: vector.safe, version: '1.3.0' }, hashMessage(message)),
    ).toEqual({
      domain: published.domainHash,
      message: published.messageHash,
      safeMessage: published.safeMessageHash,
    })
  })

  it('reproduces the published vector of typed data that is a SafeMessage', () => {
    const vector = vectors.find(({ typedData }) => typedData?.primaryType === 'SafeMessage')
    if (!vector) throw new Error('no vector')
    const safe: SafeRef = { chainId: 1, address: '0x35ea56fd9ead2567f339eb9564b6940b9dd5653f', version: '1.3.0' }
    expect(hashSafeMessage(safe, vector.typedData.message.message)).toEqual({
      domain: vector.published.domainHash,
      message: vector.published.messageHash,
      safeMessage: vector.published.digest,
    })
  })

  it.each(SAFE_VERSIONS)('agrees with an independent EIP-712 implementation on %s', (version) => {
    const safe: SafeRef = { ...SAFE, version }
    const hasChain = !/^(0|1\.[012])\./.test(version)
    for (const message of ['0x', '0x00', `0x${'ab'.repeat(200)}`] as const)
      expect(hashSafeMessage(safe, message).safeMessage).toBe(
        hashTypedData({
          types: { SafeMessage: [{ name: 'message', type: 'bytes' }] },
          primaryType: 'SafeMessage',
          domain: { ...(hasChain ? { chainId: 10 } : {}), verifyingContract: SAFE.address },
          message: { message },
        }),
      )
  })
})

describe('what an owner that is a Safe signs', () => {
  it.each(SAFE_VERSIONS)('is the message of the bytes that a Safe %s shows to contracts', (version) => {
    const outer: SafeRef = { ...SAFE, version }
    const hashes = hashSafeTx(outer, TX)
    expect(keccak256(preimageOf(hashes))).toBe(hashes.safeTx)
    const shown = version === '1.5.0' ? hashes.safeTx : preimageOf(hashes)
    expect(contractSignatureData(outer, hashes)).toBe(shown)
    const owner: SafeRef = { chainId: 10, address: '0x4F904989f296264F1Af620F5B992830ba772e891', version: '1.3.0' }
    expect(hashForSafeOwner(owner, outer, hashes)).toEqual(hashSafeMessage(owner, shown))
  })

  it('approves by hash exactly the parent, in every published nested vector', () => {
    const nested = vectors.filter(({ parentTx }) => parentTx)
    expect(nested).toHaveLength(85)
    for (const { chainId, parentSafe, parentTx, parentSafeTxHash, tx } of nested) {
      if (!parentSafe) throw new Error('no parent Safe')
      const { to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver, nonce } = parentTx
      const fields: SafeTx = {
        to: to as Address,
        value: BigInt(value),
        data: data as Hex,
        operation,
        safeTxGas: BigInt(safeTxGas),
        baseGas: BigInt(baseGas),
        gasPrice: BigInt(gasPrice),
        gasToken: gasToken as Address,
        refundReceiver: refundReceiver as Address,
        nonce: BigInt(nonce),
      }
      const hash = hashSafeTx({ chainId, address: parentSafe, version: '1.3.0' }, fields).safeTx
      expect(hash).toBe(parentSafeTxHash)
      expect(tx.data.toLowerCase()).toContain(approveHashData(hash).slice(2))
    }
  })

  it('approves by the contract’s own function', () => {
    const abi = parseAbi(['function approveHash(bytes32)'])
    const hash = hashSafeTx(SAFE, TX).safeTx
    expect(approveHashData(hash)).toBe(encodeFunctionData({ abi, functionName: 'approveHash', args: [hash] }))
  })
})
