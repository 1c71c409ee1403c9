import type { Address } from 'viem'
import { describe, expect, it } from 'vitest'
import { bait } from '@/lib/assess/rules/bait'
import { batchLeg } from '@/lib/assess/rules/batch-leg'
import { newcomers } from '@/lib/assess/rules/newcomers'
import { nonceAgain } from '@/lib/assess/rules/nonce-again'
import { imitableRecipients, paidLookAlike } from '@/lib/assess/rules/paid-look-alike'
import { retries } from '@/lib/assess/rules/retries'
import type { EarlierAtNonce, EndedStaging, PastFacts } from '@/lib/assess/past'
import type { Facts, Rule } from '@/lib/assess/types'
import type { Leg } from '@/lib/stage/types'
import { ETH, payEth, payUsdc, sampleFacts, STRANGER, troubles, USDC, VENDOR } from '@/tests/builders/sample-facts'
import { daysAgo, pastOf } from '@/tests/builders/sample-past'

const judge = (
  rule: Rule,
  past: PastFacts | null,
  legs: readonly Leg[] = [payUsdc(250_000_000n)],
  facts: Partial<Facts> = {},
) => rule.judge(sampleFacts({ legs, facts: { past, ...facts } }))
const person = (at: number): Address => `0x${String(at).padStart(2, '0').repeat(20)}`
const leg = (units: bigint, recipient: Address = VENDOR) => ({ asset: USDC.address, recipient, units })

describe('what was refused and is asked for again', () => {
  const refused = (change: Partial<EndedStaging> = {}): EndedStaging => ({
    ...{ id: 'W-1001', at: daysAgo(1), units: 250_000_000n, state: 'rejected' },
    ...change,
  })

  it('names the refusals from the third on', () => {
    const ended = [
      refused(),
      refused({ id: 'W-1002', state: 'expired' }),
      refused({ id: 'W-1003', units: 249_000_000n }),
    ]
    const [found] = judge(retries, pastOf({ toVendor: { ended } }))
    expect(found).toMatchObject({ code: 'RETRY_STORM', severity: 'high', outcome: 'fail', path: '1' })
    expect(found?.sentence).toContain('came to nothing 3 times within 7 days')
    expect(found?.evidence.map(({ label }) => label)).toEqual(['W-1001', 'W-1002', 'W-1003'])
    expect(troubles(judge(retries, pastOf({ toVendor: { ended: ended.slice(1) } })))).toEqual([])
  })

  it.each<[string, Partial<EndedStaging>]>([
    ['what its initiator took back', { state: 'cancelled' }],
    ['another amount', { units: 200_000_000n }],
  ])('does not count %s', (_what, change) => {
    expect(troubles(judge(retries, pastOf({ toVendor: { ended: [refused(), refused(), refused(change)] } })))).toEqual(
      [],
    )
  })
})

describe('a nonce that is proposed again', () => {
  const earlier = (change: Partial<EarlierAtNonce> = {}): EarlierAtNonce => ({
    ...{ id: 'W-1001', state: 'rejected', reference: '', wasSignatureRequested: false },
    legs: [leg(250_000_000n, STRANGER)],
    ...change,
  })

  it('names who was paid in place of whom', () => {
    const [found] = judge(nonceAgain, pastOf({ atNonce: [earlier()] }))
    expect(found).toMatchObject({ code: 'NONCE_REPROPOSED', severity: 'medium', outcome: 'fail', path: '1' })
    expect(found?.sentence).toBe(
      `W-1001 had nonce 7 and is rejected. Where it paid ${STRANGER} this pays Northwind (${VENDOR}).`,
    )
    const signed = judge(nonceAgain, pastOf({ atNonce: [earlier({ wasSignatureRequested: true })] }))
    expect(signed[0]?.sentence).toContain('Signatures of it may exist')
  })

  it('knows it by its reference too', () => {
    const atNonce = [earlier({ reference: 'INV-1', legs: [leg(7n, STRANGER)] })]
    const intent = { legs: [payUsdc(250_000_000n)], purpose: 'Invoice', reference: 'inv-1 ' }
    expect(troubles(judge(nonceAgain, pastOf({ atNonce }), intent.legs, { intent }))).toEqual(['NONCE_REPROPOSED 1'])
    expect(troubles(judge(nonceAgain, pastOf({ atNonce })))).toEqual([])
  })

  it.each([
    ['the same recipient with another amount', [leg(1n)]],
    ['another payment altogether', [leg(1n, STRANGER)]],
    ['another asset', [{ ...leg(250_000_000n, STRANGER), asset: ETH.address }]],
  ])('passes %s', (_what, legs) => {
    expect(troubles(judge(nonceAgain, pastOf({ atNonce: [earlier({ legs })] })))).toEqual([])
  })
})

describe('a batch beside the last similar one', () => {
  const salaries = [leg(100n, person(11)), leg(200n, person(12)), leg(300n, person(13)), leg(400n, person(14))]
  const past = pastOf({ batch: { id: 'W-1001', at: daysAgo(30), legs: salaries } })
  const pay = (...amounts: readonly (readonly [bigint, Address])[]) => amounts.map(([units, to]) => payUsdc(units, to))
  const same = [
    [100n, person(11)],
    [200n, person(12)],
    [300n, person(13)],
  ] as const

  it('names a leg that went to somebody else', () => {
    const [found, ...others] = judge(batchLeg, past, pay(...same, [400n, STRANGER]))
    expect(others).toEqual([])
    expect(found).toMatchObject({ code: 'BATCH_LEG_CHANGED', severity: 'high', outcome: 'fail', path: '1.4' })
    expect(found?.evidence).toEqual([
      { label: 'Here', value: STRANGER },
      { label: 'W-1001', value: person(14) },
    ])
    expect(troubles(judge(batchLeg, past, pay(...same, [9_000n, STRANGER])))).toEqual(['BATCH_LEG_CHANGED 1.4'])
  })

  it('names a leg in another asset, and an amount that more than doubled', () => {
    expect(troubles(judge(batchLeg, past, [...pay(...same), payEth(5n, person(14))]))).toEqual([
      'BATCH_LEG_CHANGED 1.4',
    ])
    expect(troubles(judge(batchLeg, past, pay(...same, [801n, person(14)])))).toEqual(['BATCH_AMOUNT_CHANGED 1.4'])
  })

  it.each([
    ['the same again', pay(...same, [400n, person(14)])],
    ['amounts that grew', pay(...same, [800n, person(14)])],
    ['somebody who left', pay(...same)],
    ['somebody who came', pay(...same, [400n, person(14)], [350n, person(15)])],
  ])('passes %s', (_what, legs) => {
    expect(troubles(judge(batchLeg, past, legs))).toEqual([])
    expect(troubles(judge(batchLeg, pastOf(), legs))).toEqual([])
  })
})

describe('recipients whom nobody named before', () => {
  const others = [21, 22, 23, 24].map((at) => ({ address: person(at), id: `W-10${at}` }))
  const burst = (change: Partial<PastFacts> = {}) =>
    pastOf({ newcomers: { here: [VENDOR], others, known: 20 }, ...change })

  it('are named where there are many at once', () => {
    const [found] = judge(newcomers, burst())
    expect(found).toMatchObject({ code: 'NEW_COUNTERPARTY_BURST', severity: 'medium', outcome: 'fail', path: '' })
    expect(found?.sentence).toBe('5 recipients are new within 24 hours, 1 of them here. Until then this desk knew 20.')
    expect(found?.evidence[0]).toEqual({ label: 'Here', value: VENDOR })
  })

  it.each([
    ['few of them', { newcomers: { here: [VENDOR], others: others.slice(1), known: 20 } }],
    ['as many as a large desk meets', { newcomers: { here: [VENDOR], others, known: 200 } }],
    ['a desk that knows few', { newcomers: { here: [VENDOR], others, known: 19 } }],
    ['a desk that is young', { since: daysAgo(13) }],
    ['a payment to somebody known', { newcomers: { here: [], others, known: 20 } }],
  ])('pass as %s', (_what, change) => {
    expect(troubles(judge(newcomers, burst(change)))).toEqual([])
  })
})

describe('look-alikes of what was paid before', () => {
  const PAID: Address = '0x4ae06b35aAaaAaaaAaaAaAaaAAAAaaaAAaaA3331'
  const past = pastOf({ alike: [{ address: PAID, id: 'W-1001' }] })

  it('are named with both addresses', () => {
    const [found] = judge(paidLookAlike, past, [payUsdc(1n, STRANGER)])
    expect(found).toMatchObject({ code: 'RECIPIENT_LOOKALIKE', severity: 'critical', outcome: 'fail', path: '1' })
    expect(found?.sentence).toBe(`${STRANGER} looks like ${PAID}, which W-1001 paid. It is another address.`)
    expect(found?.evidence.slice(0, 2).map(({ value }) => value)).toEqual([STRANGER, PAID])
  })

  it('pass where two people vouched for the recipient, or nothing paid is alike', () => {
    const contact = {
      entryId: 'c2',
      version: 1,
      address: STRANGER,
      name: 'Kestrel',
      isActive: true,
      coolingUntil: null,
    }
    expect(troubles(judge(paidLookAlike, past, [payUsdc(1n, STRANGER)], { contacts: [contact] }))).toEqual([])
    expect(troubles(judge(paidLookAlike, past, [payUsdc(1n, person(12))]))).toEqual([])
    expect(imitableRecipients(sampleFacts({ legs: [payUsdc(1n), payUsdc(2n, STRANGER)] }))).toEqual([STRANGER])
  })

  it('is never a reason to trust: the address that was paid is as new as it was', () => {
    expect(imitableRecipients(sampleFacts({ legs: [payUsdc(1n, PAID)], facts: { past } }))).toEqual([PAID])
  })
})

describe('addresses that were put there to be copied', () => {
  const txHash = `0x${'11'.repeat(32)}` as const
  const past = pastOf({ bait: [{ address: STRANGER, txHash, at: daysAgo(1) }] })

  it('are named with the transaction that put them there', () => {
    const [found] = judge(bait, past, [payUsdc(1n, STRANGER)])
    expect(found).toMatchObject({ code: 'RECIPIENT_BAIT', severity: 'high', outcome: 'fail', path: '1' })
    expect(found?.evidence[0]).toEqual({ label: 'By the transaction', value: txHash })
  })

  it('pass where two people vouched for them, or another is paid', () => {
    const contact = {
      entryId: 'c2',
      version: 1,
      address: STRANGER,
      name: 'Kestrel',
      isActive: true,
      coolingUntil: null,
    }
    expect(troubles(judge(bait, past, [payUsdc(1n, STRANGER)], { contacts: [contact] }))).toEqual([])
    expect(troubles(judge(bait, past, [payUsdc(1n, person(12))]))).toEqual([])
  })
})

it.each([retries, nonceAgain, batchLeg, newcomers, paidLookAlike, bait])(
  'are unanswered where the past could not be read',
  (rule) => {
    expect(troubles(judge(rule, null))).toEqual(Object.keys(rule.codes).map((code) => `${code} unknown`))
  },
)
