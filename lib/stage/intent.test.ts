import { describe, expect, it } from 'vitest'
import { local } from '@/lib/chains/local'
import { type IntentContext, intentSchema, parseIntent, type RawIntent } from '@/lib/stage/intent'
import type { Asset, AssetAddress } from '@/lib/stage/types'

const eth: Asset = { chainId: 31337, address: 'native', symbol: 'ETH', decimals: 18 }
const usdc: Asset = {
  chainId: 31337,
  address: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
  symbol: 'USDC',
  decimals: 6,
}
const alice = '0xc090682F12C01cF17056DFc90575fc9D4cc94244'
const balances = new Map<AssetAddress, bigint>([
  ['native', 3_000_000_000_000_000_000n],
  [usdc.address, 101_204_118_400_000n],
])
const context: IntentContext = {
  chain: local,
  assets: [eth, usdc],
  balances,
  safe: { name: 'Treasury Safe', address: '0x7E52B1a8CE6dAbF09dA6CD080f53a32039A0d117' },
}
const leg = { asset: usdc.address, recipient: alice, amount: '250' }
const raw = (change: Partial<RawIntent['legs'][number]> = {}): RawIntent => ({
  legs: [{ ...leg, ...change }],
  purpose: 'Invoice 1182',
  reference: 'INV-1182',
})
const problemsOf = (input: RawIntent, given: Partial<IntentContext> = {}) => {
  const parsed = parseIntent(input, { ...context, ...given })
  return parsed.ok ? [] : parsed.problems.map(({ field, message }) => `${field}: ${message}`)
}

describe('parsing a staging form', () => {
  it('reads an honest form exactly', () => {
    const parsed = parseIntent(raw({ amount: '12,345.67', recipient: `local:${alice}` }), context)
    expect(parsed).toEqual({
      ok: true,
      intent: {
        legs: [{ asset: usdc, recipient: alice, units: 12_345_670_000n }],
        purpose: 'Invoice 1182',
        reference: 'INV-1182',
      },
    })
    if (parsed.ok) expect(intentSchema.parse(parsed.intent)).toEqual(parsed.intent)
  })

  it('allows the whole balance and not one unit more', () => {
    expect(problemsOf(raw({ amount: '101204118.40' }))).toEqual([])
    expect(problemsOf(raw({ amount: '101204118.400001' }))).toHaveLength(1)
  })

  it('says what the Safe holds and how much is too much', () => {
    expect(problemsOf(raw({ amount: '120,000,000' }))).toEqual([
      'legs.0.amount: Treasury Safe holds 101,204,118.40 USDC. That is 18,795,881.60 too much.',
    ])
  })

  it('sums each asset over all legs', () => {
    const two = { ...leg, asset: 'native', amount: '2' }
    expect(problemsOf({ ...raw(), legs: [two, leg, two] })).toEqual([
      'legs.2.amount: Treasury Safe holds 3.00 ETH. These 2 payments together are 1.00 too much.',
    ])
  })

  it.each([
    [{ recipient: '0xc090682F12C01cF17056DFc90575fc9D4cc94245' }, 'recipient: Checksum does not match'],
    [{ recipient: `eth:${alice}` }, 'recipient: The prefix says eth; this withdrawal is on local.'],
    [{ recipient: '0x1234' }, 'recipient: An address is 0x and 40 hex digits.'],
    [{ recipient: ' ' }, 'recipient: Choose who receives this'],
    [{ recipient: '0x0000000000000000000000000000000000000000' }, 'recipient: This is the zero address.'],
    [{ amount: '1.1234567' }, 'amount: This asset has 6 decimals; the amount has 7.'],
    [{ amount: '0.00' }, 'amount: The amount is zero.'],
    [{ amount: '' }, 'amount: Write the amount to send.'],
    [{ amount: '1e9' }, 'amount: Write the amount in digits'],
    [{ amount: '-5' }, 'amount: Write the amount in digits'],
    [{ asset: '0xdAC17F958D2ee523a2206206994597C13D831ec7' }, 'asset: This token is not registered'],
    [{ asset: '' }, 'asset: Choose the asset to send.'],
  ])('names the field and the fault of %j', (change, sentence) => {
    expect(problemsOf(raw(change))).toEqual([expect.stringContaining(`legs.0.${sentence}`)])
  })

  it('reports every wrong field at once', () => {
    expect(problemsOf({ legs: [{ asset: '', recipient: '', amount: '' }], purpose: ' ', reference: '' })).toHaveLength(
      4,
    )
  })

  it('needs a purpose, at least one leg and at most four hundred', () => {
    expect(problemsOf({ ...raw(), purpose: '  ' })).toEqual([
      expect.stringContaining('purpose: Write what this is for.'),
    ])
    expect(problemsOf({ ...raw(), legs: [] })).toEqual(['legs: Add at least one payment.'])
    const legs = Array.from({ length: 401 }, () => ({ ...leg, amount: '1' }))
    expect(problemsOf({ ...raw(), legs })).toEqual([expect.stringContaining('at most 400')])
    expect(problemsOf({ ...raw(), legs: legs.slice(1) })).toEqual([])
  })

  it('does not take an unanswered balance for enough', () => {
    expect(problemsOf(raw(), { balances: null })).toEqual([
      'legs.0.amount: The chain did not say how much USDC Treasury Safe holds.',
    ])
  })

  it('shows control and bidi characters of the purpose instead of obeying them', () => {
    const parsed = parseIntent({ ...raw(), purpose: 'Pay \u202Eevil' }, context)
    expect(parsed.ok && parsed.intent.purpose).toBe('Pay ‹U+202E›evil')
  })
})
