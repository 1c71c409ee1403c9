import { describe, expect, it } from 'vitest'
import { buildCancel, buildTransfer } from '@/lib/stage/build'
import { classFault } from '@/lib/stage/class-fault'
import { cancelIntent } from '@/lib/stage/cancel-intent'
import { hashSafeTx } from '@/lib/stage/hash'
import type { SafeRef } from '@/lib/stage/types'

const SAFE: SafeRef = { chainId: 1, address: '0x8Ba1f109551bD432803012645Ac136ddd64DBA72', version: '1.4.1' }
const intent = cancelIntent({ reason: '  The payee asked for it. ', replaces: 'W-7' })
const kept = {
  class: 'cancel' as const,
  replaces: 'W-7' as string | null,
  staged: buildCancel({ safe: SAFE, nonce: 7n }),
  intent,
}

describe('a cancel', () => {
  it('is the empty call of the Safe to itself, with its reason and what it replaces', () => {
    expect(kept.staged.tx).toMatchObject({
      to: SAFE.address,
      value: 0n,
      data: '0x',
      operation: 0,
      nonce: 7n,
      gasPrice: 0n,
    })
    expect(intent).toEqual({ legs: [], purpose: 'The payee asked for it.', reference: 'W-7' })
    expect(classFault(kept)).toBeNull()
    expect(
      classFault({ ...kept, replaces: null, intent: cancelIntent({ reason: 'A gap.', replaces: null }) }),
    ).toBeNull()
  })

  it.each<[what: string, change: object]>([
    ['1 wei', { value: 1n }],
    ['calldata', { data: '0x00' }],
    ['a refund', { gasPrice: 1n }],
    ['a delegatecall', { operation: 1 }],
    ['a refund receiver', { refundReceiver: SAFE.address }],
  ])('is none with %s', (_what, change) => {
    const tx = { ...kept.staged.tx, ...change }
    const staged = { safe: SAFE, tx, hashes: hashSafeTx(SAFE, tx) }
    expect(classFault({ ...kept, staged })).toContain('something else')
  })

  it('replaces what its initiator confirmed and nothing else', () => {
    expect(classFault({ ...kept, replaces: 'W-8' })).toContain('than its initiator confirmed')
    expect(classFault({ ...kept, replaces: null })).toContain('than its initiator confirmed')
  })

  it('alone replaces', () => {
    const asset = { chainId: 1, address: 'native', symbol: 'ETH', decimals: 18 } as const
    const paying = { legs: [{ asset, recipient: SAFE.address, units: 1n }], purpose: 'Rent', reference: '' }
    const staged = buildTransfer({ safe: SAFE, intent: paying, nonce: 7n })
    expect(classFault({ class: 'transfer', replaces: 'W-7', staged, intent: paying })).toContain('no cancel')
    expect(classFault({ class: 'transfer', replaces: null, staged, intent: paying })).toBeNull()
    expect(classFault({ ...kept, intent: { ...paying, reference: 'W-7' } })).toContain('says it pays')
  })
})
