import { calculateSafeMessageHash, calculateSafeTransactionHash } from '@safe-global/protocol-kit'
import { readFileSync } from 'node:fs'
import type { Address } from 'viem'
import { expect, it } from 'vitest'
import { hashSafeTx } from '@/lib/stage/hash'
import { hashSafeMessage } from '@/lib/stage/message-hash'
import { isAtLeast, SAFE_VERSIONS } from '@/lib/stage/versions'
import { readCase } from '@/lib/verify/read-case'

type Vector = { kind: string; chainId: number; safe: string; version: string; tx: object }
const { vectors } = JSON.parse(readFileSync('tests/fixtures/corpus/hash_vectors.json', 'utf8')) as { vectors: Vector[] }

const cases = vectors
  .filter(({ kind }) => kind === 'SafeTx')
  .map(({ chainId, safe, version, tx }, item) =>
    readCase({ item, name: '', value: { chainId, safe, safeVersion: version, tx } }),
  )

// The Safe team's own library, without a chain. It knows no version before 1.0.0 by its old field name.
it.each(SAFE_VERSIONS.filter((version) => version !== '0.1.0'))(
  'protocol-kit gives our hashes for every published transaction, taken as one of a Safe %s',
  (version) => {
    expect(cases).toHaveLength(151)
    for (const { safe, tx } of cases) {
      const fields = {
        ...tx,
        value: tx.value.toString(),
        safeTxGas: tx.safeTxGas.toString(),
        baseGas: tx.baseGas.toString(),
        gasPrice: tx.gasPrice.toString(),
        nonce: Number(tx.nonce),
      }
      expect(calculateSafeTransactionHash(safe.address, fields, version, BigInt(safe.chainId))).toBe(
        hashSafeTx({ ...safe, version }, tx).safeTx,
      )
    }
  },
)

// It puts the chain into every message, which the contracts do from 1.3.0 on only.
it.each(SAFE_VERSIONS.filter((version) => isAtLeast(version, '1.3.0')))(
  'protocol-kit gives our hash for a message of a Safe %s',
  (version) => {
    const address: Address = '0x7E52B1a8CE6dAbF09dA6CD080f53a32039A0d117'
    for (const message of ['0x', `0x${'5a'.repeat(32)}`, `0x${'ab'.repeat(300)}`] as const)
      expect(calculateSafeMessageHash(address, message, version, 10n)).toBe(
        hashSafeMessage({ chainId: 10, address, version }, message).safeMessage,
      )
  },
)
