import { expect, it } from 'vitest'
import type { WithdrawalLine } from '@/db/queries/withdrawals'
import { askedParts, headline, underline } from './desk-words'

const USDC = { chainId: 1, address: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48', symbol: 'USDC', decimals: 6 } as const
const BOB = '0x00000000000000000000000000000000000000B0' as const

const now = new Date('2026-11-24T04:40:00Z')
const groups = (...ends: readonly string[]) => ({
  waiting: ends.map((end) => ({ expiresAt: new Date(end) }) as WithdrawalLine),
  stopped: [],
  moving: [],
  ended: [],
})

it('names the clock time of an end today, and the day of any other', () => {
  expect(headline(groups('2026-11-24T14:26:00Z'), now).urgent).toBe('It expires at 14:26 UTC.')
  expect(headline(groups('2026-11-25T04:26:00Z'), now).urgent).toBe('It expires on Wed 25 Nov, 04:26 UTC.')
  expect(headline(groups('2026-11-26T04:26:00Z', '2026-11-25T04:26:00Z'), now).urgent).toBe(
    'The first expires on Wed 25 Nov, 04:26 UTC.',
  )
})

it('says what is frozen before what is blocked, and that nothing is only where neither is', () => {
  const line = {} as WithdrawalLine
  expect(underline(groups(), 0)).toBe('Nothing is blocked.')
  expect(underline(groups(), 1)).toBe('One is frozen.')
  expect(underline({ ...groups(), stopped: [line] }, 2)).toBe('Two are frozen. One is blocked.')
  expect(underline({ ...groups('2026-11-24T14:26:00Z'), moving: [line] }, 1)).toBe(
    'One is frozen. One is moving without you.',
  )
})

it('says what more than five payments come to, and never the first of them alone', () => {
  const said = (count: number) => {
    const legs = Array.from({ length: count }, () => ({ asset: USDC, recipient: BOB, units: 1_250_000n }))
    const line = { class: 'transfer', intent: { legs, purpose: '', reference: '' } } as unknown as WithdrawalLine
    return askedParts(line, () => null)
      .map(({ text }) => text)
      .join('')
  }
  expect(said(2)).toBe(`Pay 1.25 USDC to ${BOB} and 1.25 USDC to ${BOB}.`)
  expect(said(6)).toBe('Pay 7.50 USDC in 6 payments.')
})

it('names the function of a call where the desk reads one', () => {
  const said = (calledFunction: string | null) => {
    const intent = { legs: [], purpose: '', reference: '', call: { to: BOB, data: '0x', gives: [] } }
    const line = { class: 'contract-call', intent, calledFunction } as unknown as WithdrawalLine
    return askedParts(line, () => null)[0]?.text
  }
  expect(said('stake')).toBe(`Call stake of ${BOB}.`)
  expect(said(null)).toBe(`Call ${BOB}.`)
})
