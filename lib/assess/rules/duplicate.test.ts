import { describe, expect, it } from 'vitest'
import { duplicate } from '@/lib/assess/rules/duplicate'
import type { EarlierPayment } from '@/lib/assess/types'
import { ETH, payEth, payUsdc, sampleFacts, STRANGER, troubles, USDC, VENDOR } from '@/tests/builders/sample-facts'

const NOW = '2026-11-25T09:00:00.000Z'
const earlier = (change: Partial<EarlierPayment> = {}): EarlierPayment => ({
  id: 'W-1001',
  state: 'awaiting-approvals',
  stagedAt: '2026-11-24T09:00:00.000Z',
  reference: '',
  legs: [{ asset: USDC.address, recipient: VENDOR, units: 250_000_000n }],
  ...change,
})

function judge(past: readonly EarlierPayment[], reference = '', legs = [payUsdc(250_000_000n)]) {
  const intent = { legs, purpose: 'Invoice 1182', reference }
  return duplicate.judge(sampleFacts({ legs, facts: { intent, history: { stagedAt: NOW, earlier: past } } }))
}

describe('duplicate payments', () => {
  it('names the withdrawal that asks for the same, and the one that paid it', () => {
    const [asked] = judge([earlier()])
    expect(asked).toMatchObject({ code: 'PAYMENT_DUPLICATE', severity: 'high', outcome: 'fail', path: '1' })
    expect(asked?.sentence).toBe(`250.00 USDC to Northwind (${VENDOR}) is asked for by W-1001. Is it to be paid twice?`)
    expect(asked?.evidence).toEqual([{ label: 'W-1001', value: 'staged 2026-11-24 09:00 UTC, no reference' }])
    const [paid] = judge([earlier({ id: 'W-1002' }), earlier({ state: 'executed' })])
    expect(paid?.sentence).toContain('was paid by W-1001 and is asked for by W-1002')
  })

  it('points at the leg of a batch that was asked for before', () => {
    const legs = [payEth(1n), payUsdc(250_000_000n)]
    expect(troubles(judge([earlier()], '', legs))).toEqual(['PAYMENT_DUPLICATE 1.2'])
  })

  it('takes two references that differ for two payments, and one or none for the same', () => {
    expect(troubles(judge([earlier({ reference: 'INV-1' })], 'INV-2'))).toEqual(['PAYMENT_REPEATED 1'])
    expect(troubles(judge([earlier({ reference: 'INV-1' })], ''))).toEqual(['PAYMENT_DUPLICATE 1'])
    expect(troubles(judge([earlier({ reference: ' inv-1 ' })], 'INV-1'))).toEqual([
      'PAYMENT_DUPLICATE 1',
      'REFERENCE_REUSED',
    ])
  })

  it('names a reference that another payment bears, however long ago', () => {
    const other = earlier({ reference: 'INV-1', legs: [], stagedAt: '2024-01-01T00:00:00.000Z' })
    expect(troubles(judge([other], 'INV-1'))).toEqual(['REFERENCE_REUSED'])
    expect(troubles(judge([other], 'INV-2'))).toEqual([])
  })

  it.each([
    ['another amount', { legs: [{ asset: USDC.address, recipient: VENDOR, units: 250_000_001n }] }],
    ['another asset', { legs: [{ asset: ETH.address, recipient: VENDOR, units: 250_000_000n }] }],
    ['another recipient', { legs: [{ asset: USDC.address, recipient: STRANGER, units: 250_000_000n }] }],
    ['more than 30 days ago', { stagedAt: '2026-10-26T08:59:59.000Z' }],
  ] as const)('passes %s', (_what, change) => {
    expect(troubles(judge([earlier(change)]))).toEqual([])
  })

  it('still counts a payment of 30 days ago', () => {
    expect(troubles(judge([earlier({ stagedAt: '2026-10-26T09:00:00.000Z' })]))).toEqual(['PAYMENT_DUPLICATE 1'])
  })

  it('names the same payment twice in one batch, at the second call', () => {
    const legs = [payUsdc(250_000_000n), payEth(1n), payUsdc(250_000_000n)]
    const [found, ...others] = judge([], 'INV-1', legs)
    expect(found).toMatchObject({ code: 'PAYMENT_DUPLICATE', severity: 'high', path: '1.3' })
    expect(found?.sentence).toContain('is paid by call 1.1 already')
    expect(others).toEqual([])
    expect(troubles(judge([], '', [payUsdc(250_000_000n), payUsdc(250_000_001n)]))).toEqual([])
  })
})
