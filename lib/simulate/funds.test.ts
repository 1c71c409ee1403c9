import { parseEther } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { STRANGER } from '@/lib/simulate/environments'
import { billOf, fundedFor } from '@/lib/simulate/funds'

const SENDER = '0x1111111111111111111111111111111111111111'
const SAFE = '0x2222222222222222222222222222222222222222'
const asked = { gas: 300_000n, baseFee: 10n ** 9n, hasL1Fee: false }
const BILL = 300_000n * 3n * 10n ** 9n
const stateOverrides = { [SAFE]: { stateDiff: {} } } as const
const head = { hash: `0x${'ab'.repeat(32)}` } as const
const fund = (sender: typeof SENDER | typeof STRANGER, wei: bigint, over: object = {}) =>
  fundedFor(sender, { stateOverrides }, { held: new Map([[sender, wei]]), head, asked: { ...asked, ...over } })

describe('what a sender is given for a run', () => {
  it('is nothing where they can pay the bill, so that their balance tells no code that it is a run', () => {
    expect(billOf(asked)).toBe(BILL)
    expect(fund(SENDER, BILL)).toBe(stateOverrides)
    expect(fund(SENDER, parseEther('3'))).toBe(stateOverrides)
  })

  it('is the bill and no more where they cannot', () => {
    const paid = { ...stateOverrides, [SENDER]: { balance: `0x${BILL.toString(16)}` } }
    expect(fund(SENDER, BILL - 1n)).toEqual(paid)
    expect(fund(SENDER, 0n)).toEqual(paid)
    expect(fundedFor(SENDER, { stateOverrides }, { held: new Map(), head, asked })).toEqual(paid)
  })

  it('leaves room for what a chain takes on top of gas', () => {
    expect(fund(SENDER, BILL, { hasL1Fee: true })[SENDER]).toEqual({ balance: `0x${(2n * BILL).toString(16)}` })
  })

  it('is for nobody’s account what a person may hold, another with each block', () => {
    const balance = (hash: `0x${string}`) =>
      BigInt(
        fundedFor(STRANGER, { stateOverrides }, { held: new Map(), head: { hash }, asked })[STRANGER]?.balance ?? 0,
      )
    const [one, other] = [balance(head.hash), balance(`0x${'cd'.repeat(32)}`)]
    expect(one).not.toBe(other)
    for (const held of [one, other]) {
      expect(held).toBeGreaterThanOrEqual(BILL + parseEther('0.05'))
      expect(held).toBeLessThan(BILL + parseEther('1.05'))
    }
  })
})
