import type { Address } from 'viem'
import { describe, expect, it } from 'vitest'
import type { BalanceChange } from '@/lib/simulate/types'
import { ETH, payEth, payUsdc, SAFE, type SampleChange, STRANGER, USDC, VENDOR } from '@/tests/builders/sample-facts'
import { honestReviewed } from '@/tests/builders/honest-review'
import type { Assessed } from './assessed'
import { flowLanes } from './flow-lanes'

const HELD = 10n ** 30n

const lanesOf = (change: SampleChange = {}, over: Partial<Assessed['assessment']> = {}) => {
  const { assessment, contacts } = honestReviewed(change)
  return flowLanes({ assessment: { ...assessment, ...over }, contacts, safeName: 'Treasury' })
}
const change = (account: Address, asset: BalanceChange['asset'], units: bigint): BalanceChange => ({
  ...{ account, asset, before: HELD, after: HELD + units },
})
const payee = (at: number): Address => `0x${(0x1000 + at).toString(16).padStart(40, 'a')}`

describe('the picture of what moves', () => {
  it('has one lane for one payment', () => {
    expect(lanesOf()).toEqual([
      {
        asset: USDC.address,
        from: { shown: [{ account: SAFE, units: 250_000_000n, isStray: false }], more: null, units: 250_000_000n },
        to: { shown: [{ account: VENDOR, units: 250_000_000n, isStray: false }], more: null, units: 250_000_000n },
        gap: 0n,
      },
    ])
  })

  it('has a lane for each asset, and never adds assets', () => {
    const lanes = lanesOf({ legs: [payUsdc(250n), payEth(7n)] })
    expect(lanes.map(({ asset, to }) => [asset, to.units])).toEqual([
      [USDC.address, 250n],
      [ETH.address, 7n],
    ])
  })

  it('shows the largest of a batch, and counts the others with their sum', () => {
    const legs = Array.from({ length: 45 }, (_, at) => payUsdc(BigInt(at + 1), payee(at)))
    const [lane] = lanesOf({ legs })
    expect(lane?.to.shown.map(({ units }) => units)).toEqual([45n, 44n, 43n, 42n, 41n, 40n, 39n, 38n])
    expect(lane?.to.more).toEqual({ count: 37, units: (37n * 38n) / 2n })
    expect(lane?.to.units).toBe(lane?.from.units)
  })

  it('names a ninth rather than counting one', () => {
    const [lane] = lanesOf({ legs: Array.from({ length: 9 }, (_, at) => payUsdc(1n, payee(at))) })
    expect([lane?.to.shown.length, lane?.to.more]).toEqual([9, null])
  })

  it('names whoever nobody asked to pay, however little they get and however many there are', () => {
    const legs = Array.from({ length: 45 }, (_, at) => payUsdc(100n, payee(at)))
    const strays = Array.from({ length: 12 }, (_, at) => change(payee(900 + at), USDC.address, 1n))
    const honest = legs.map((leg) => change(leg.recipient, USDC.address, leg.units))
    const taken = change(SAFE, USDC.address, -4512n)
    const [lane] = lanesOf({ legs, effects: { balances: [taken, ...honest, ...strays] } })
    expect(lane?.to.shown.every(({ isStray, units }) => isStray && units === 1n)).toBe(true)
    expect([lane?.to.shown.length, lane?.to.more?.count]).toEqual([12, 45])
  })

  it('calls a recipient who pays a stray, and a Safe that is paid', () => {
    const balances = [change(SAFE, USDC.address, 5n), change(VENDOR, USDC.address, -5n)]
    const [lane] = lanesOf({ effects: { balances } })
    expect([lane?.from.shown[0]?.isStray, lane?.to.shown[0]?.isStray]).toEqual([true, true])
  })

  it('follows balances where the request says otherwise', () => {
    const balances = [change(SAFE, USDC.address, -250n), change(STRANGER, USDC.address, 250n)]
    const [lane] = lanesOf({ effects: { balances } })
    expect(lane?.to.shown).toEqual([{ account: STRANGER, units: 250n, isStray: true }])
  })

  it('shows nothing of a payment that a token only logs', () => {
    const logged = [{ event: 'transfer', token: USDC.address, from: SAFE, to: VENDOR, units: 250n } as const]
    expect(lanesOf({ effects: { balances: [], logged } })).toEqual([])
  })

  it.each([
    ['a fee that is lost on the way', 98n, -2n],
    ['more than leaves', 103n, 3n],
  ])('tells of %s', (_what, arrives, gap) => {
    const balances = [change(SAFE, USDC.address, -100n), change(VENDOR, USDC.address, arrives)]
    expect(lanesOf({ effects: { balances } })[0]?.gap).toBe(gap)
  })

  it('sums what is measured twice of one account, and leaves out what comes back', () => {
    const moved = [change(SAFE, USDC.address, -100n), change(VENDOR, USDC.address, 100n)]
    const back = [change(STRANGER, USDC.address, 9n), change(STRANGER, USDC.address, -9n)]
    const [lane] = lanesOf({ effects: { balances: [...moved, ...moved, ...back] } })
    expect(lane?.to.shown).toEqual([{ account: VENDOR, units: 200n, isStray: false }])
  })

  it('calls nothing a stray where no request is stated', () => {
    const balances = [change(SAFE, USDC.address, -250n), change(STRANGER, USDC.address, 250n)]
    const [lane] = lanesOf({ effects: { balances } }, { intent: null })
    expect(lane?.to.shown).toEqual([{ account: STRANGER, units: 250n, isStray: false }])
  })

  it('is empty where nothing was simulated', () => {
    expect(lanesOf({}, { effects: { kind: 'unavailable', party: 'node', reason: 'gone' } })).toEqual([])
  })
})
