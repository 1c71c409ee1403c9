import { expect, it } from 'vitest'
import type { Assessment } from '@/lib/assess/review'
import { decode } from '@/lib/decode/decode'
import { buildCancel } from '@/lib/stage/build'
import { hashSafeTx } from '@/lib/stage/hash'
import type { SafeRef, SafeTx } from '@/lib/stage/types'
import { callClause } from './call-clause'

const SAFE: SafeRef = { chainId: 1, address: '0x8Ba1f109551bD432803012645Ac136ddd64DBA72', version: '1.4.1' }

/** What the page says of a cancel whose bytes are these. */
function clauseOf(change: Partial<SafeTx>) {
  const tx = { ...buildCancel({ safe: SAFE, nonce: 7n }).tx, ...change }
  const staged = { safe: SAFE, tx, hashes: hashSafeTx(SAFE, tx) }
  const place = { chainId: 1, safe: SAFE.address, safeVersion: SAFE.version, tokens: [] }
  return callClause({ class: 'cancel', staged, call: decode(staged, place), intent: null } as unknown as Assessment)
}

it('says of a cancel that it is the empty call, and of anything else that it differs', () => {
  expect(clauseOf({})).toMatchObject({ mark: 'same', effect: { words: expect.stringContaining('Empty call') } })
  for (const change of [
    { value: 1n },
    { data: '0x6a761202' },
    { operation: 1 },
    { to: `0x${'11'.repeat(20)}` },
  ] as const)
    expect(clauseOf(change)).toMatchObject({ mark: 'differs', effect: { isAlert: true } })
})
