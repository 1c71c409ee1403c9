import type { Address, Hex } from 'viem'
import { concat, encodeAbiParameters, encodePacked } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { hash } from '@/lib/assess/rules/hash'
import { nonce } from '@/lib/assess/rules/nonce'
import { refund } from '@/lib/assess/rules/refund'
import { undecoded } from '@/lib/assess/rules/undecoded'
import {
  payEth,
  payUsdc,
  SAFE,
  sampleFacts,
  type SampleChange,
  STRANGER,
  troubles,
  USDC,
  VENDOR,
} from '@/tests/builders/sample-facts'
import type { Rule } from '@/lib/assess/types'
import { ZERO_ADDRESS } from '@/lib/core/address'

const judge = (rule: Rule, change: SampleChange = {}) => troubles(rule.judge(sampleFacts(change)))
const batch = (packed: Hex): Hex => concat(['0x8d80ff0a', encodeAbiParameters([{ type: 'bytes' }], [packed])])
const entry = (to: Address): Hex => encodePacked(['uint8', 'address', 'uint256', 'uint256'], [0, to, 5n, 0n])
const CALL_ONLY: Address = '0x9641d764fc13c8B624c04430C7356C1C7C8102e2'
const CALL_ONLY_150: Address = '0xA83c336B20401Af773B6219BA5027174338D1836'

describe('undecoded', () => {
  const { data } = sampleFacts().staged.tx

  it('passes bytes that read one way only', () => {
    expect(judge(undecoded)).toEqual([])
    expect(judge(undecoded, { legs: [payUsdc(1n), payEth(2n)] })).toEqual([])
  })

  it.each([
    ['an unknown function', { to: STRANGER, data: '0xdeadbeef' as Hex }, ['UNDECODED_CALLDATA 1']],
    ['a bare name', { to: STRANGER }, ['UNDECODED_CALLDATA 1']],
    ['trailing bytes', { data: concat([data, '0x00']) }, ['CALLDATA_TRAILING 1']],
    ['dirty bytes', { data: `${data.slice(0, 10)}ff${data.slice(12)}` as Hex }, ['CALLDATA_NONCANONICAL 1']],
    ['missing bytes', { data: data.slice(0, -2) as Hex }, ['CALLDATA_TRUNCATED 1']],
    [
      'a cut batch',
      { to: CALL_ONLY, operation: 1, data: batch(`0x${entry(VENDOR).slice(2, 108)}`) },
      ['MULTISEND_MALFORMED 1'],
    ],
    ['a batch that is called', { to: CALL_ONLY, operation: 0, data: batch(entry(VENDOR)) }, ['MULTISEND_VIA_CALL 1']],
    [
      'an entry to 0x0 that means the Safe',
      { to: CALL_ONLY_150, operation: 1, data: batch(entry(ZERO_ADDRESS)) },
      ['MULTISEND_ZERO_TO_SELF 1.1'],
    ],
    ['an entry to 0x0 that means nobody', { to: CALL_ONLY, operation: 1, data: batch(entry(ZERO_ADDRESS)) }, []],
    ['a self-call without function, judged elsewhere', { to: SAFE, data: '0xdeadbeef' as Hex }, []],
  ])('judges %s', (_what, tx, expected) => expect(judge(undecoded, { tx })).toEqual(expected))
})

describe('refund fields', () => {
  it('passes when all five are zero', () => expect(judge(refund)).toEqual([]))

  it.each([
    [
      'a modest refund in ETH',
      { gasPrice: 20_000_000_000n, baseGas: 60_000n, safeTxGas: 100_000n },
      ['GAS_REFUND_ACTIVE', 'INNER_FAILURE_TOLERATED'],
    ],
    [
      'a drain in ETH',
      { gasPrice: 10n ** 15n, baseGas: 60_000n },
      ['GAS_REFUND_ACTIVE', 'GAS_REFUND_DRAIN', 'INNER_FAILURE_TOLERATED'],
    ],
    [
      'a modest refund in a token',
      { gasPrice: 150n, gasToken: USDC.address },
      ['GAS_REFUND_ACTIVE', 'GAS_TOKEN_CUSTOM', 'INNER_FAILURE_TOLERATED'],
    ],
    [
      'a drain in a token to a stranger',
      { gasPrice: 1_000_000n, baseGas: 2_000_000n, gasToken: USDC.address, refundReceiver: STRANGER },
      [
        'GAS_REFUND_ACTIVE',
        'GAS_REFUND_DRAIN',
        'GAS_TOKEN_CUSTOM',
        'REFUND_RECEIVER_CUSTOM',
        'INNER_FAILURE_TOLERATED',
      ],
    ],
    [
      'absurd base gas',
      { gasPrice: 1n, baseGas: 1_000_001n },
      ['GAS_REFUND_ACTIVE', 'GAS_REFUND_DRAIN', 'INNER_FAILURE_TOLERATED'],
    ],
    [
      'a refund nobody can value',
      { gasPrice: 1n, gasToken: STRANGER },
      ['GAS_REFUND_ACTIVE', 'GAS_REFUND_DRAIN unknown', 'GAS_TOKEN_CUSTOM', 'INNER_FAILURE_TOLERATED'],
    ],
    ['inner gas alone', { safeTxGas: 45_746n }, ['INNER_FAILURE_TOLERATED']],
  ])('judges %s', (_what, tx, expected) => expect(judge(refund, { tx })).toEqual(expected))

  it('knows that old Safes always tolerate an inner failure', () => {
    expect(judge(refund, { version: '1.2.0' })).toEqual(['INNER_FAILURE_TOLERATED'])
  })
})

describe('hash', () => {
  const other: Hex = `0x${'ab'.repeat(32)}`
  const { own } = sampleFacts().hashes

  it('passes when all agree', () => expect(judge(hash)).toEqual([]))

  it('blocks when any differs', () => {
    expect(judge(hash, { facts: { hashes: { own, protocolKit: other, contract: own } } })).toEqual(['HASH_MISMATCH'])
    expect(judge(hash, { facts: { hashes: { own, protocolKit: own, contract: other } } })).toEqual(['HASH_MISMATCH'])
    expect(judge(hash, { facts: { hashes: { own: other, protocolKit: null, contract: null } } })).toEqual([
      'HASH_MISMATCH',
    ])
  })

  it('blocks fields that do not give the staged hash', () => {
    const { staged } = sampleFacts()
    expect(judge(hash, { facts: { staged: { ...staged, tx: { ...staged.tx, value: 1n } } } })).toEqual([
      'HASH_MISMATCH',
    ])
  })

  it('does not know while one of them is silent', () => {
    expect(judge(hash, { facts: { hashes: { own, protocolKit: own, contract: null } } })).toEqual([
      'HASH_MISMATCH unknown',
    ])
  })
})

describe('nonce', () => {
  const others = (...nonces: readonly bigint[]) =>
    nonces.map((it, at) => ({ id: `W-${at}`, nonce: it, safeTxHash: `0x${'cd'.repeat(32)}` as Hex }))
  const queue = (onchainNonce: bigint | null, ...nonces: readonly bigint[]) => ({
    facts: { queue: { onchainNonce, others: others(...nonces) } },
  })

  it('passes the next nonce and a queue without gaps', () => {
    expect(judge(nonce)).toEqual([])
    expect(judge(nonce, queue(5n, 5n, 6n))).toEqual([])
  })

  it.each([
    ['another with the same nonce', queue(7n, 7n), ['NONCE_CONFLICT']],
    ['a nonce used up', queue(8n), ['NONCE_PAST']],
    ['a gap', queue(5n, 6n), ['NONCE_GAP']],
    ['a silent chain', queue(null), ['NONCE_PAST unknown']],
  ])('judges %s', (_what, change, expected) => expect(judge(nonce, change)).toEqual(expected))

  it('lets a rejection take the nonce of another', () => {
    expect(judge(nonce, { legs: [], ...queue(7n, 7n) })).toEqual([])
  })

  it('does not conflict with itself', () => {
    const { safeTxHash } = { safeTxHash: sampleFacts().staged.hashes.safeTx }
    expect(
      judge(nonce, { facts: { queue: { onchainNonce: 7n, others: [{ id: 'W-1', nonce: 7n, safeTxHash }] } } }),
    ).toEqual([])
  })

  it('drifts: the queue may change without the transaction changing', () => expect(nonce.drifts).toBe(true))
})
