import { expect, it } from 'vitest'
import type { WithdrawalLine } from '@/db/queries/withdrawals'
import type { Freeze } from '@/lib/policy/freeze'
import { frozenOf } from './frozen-of'

const USDC = { chainId: 1, address: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48', symbol: 'USDC', decimals: 6 } as const
const BOB = '0x00000000000000000000000000000000000000B0' as const
const intent = { legs: [{ asset: USDC, recipient: BOB, units: 1n }], purpose: '', reference: '' }
const line = { id: 'W-1001', safeId: 'treasury', intent } as unknown as WithdrawalLine
const isFrozen = (kind: Freeze['scope']['kind'], id: string, liftedBy: readonly string[] = []) =>
  frozenOf([{ scope: { kind, id }, frozenBy: 'noor', liftedBy }], [{ id: 'treasury', chainId: 1 }])(line)

it.each([
  ['organisation', 'desk'],
  ['chain', '1'],
  ['safe', 'treasury'],
  ['withdrawal', 'W-1001'],
  ['asset', `1:${USDC.address.toLowerCase()}`],
  ['counterparty', BOB.toLowerCase()],
] as const)('a row is covered by a freeze of its %s, until two people lifted it', (kind, id) => {
  expect(isFrozen(kind, id)).toBe(true)
  expect(isFrozen(kind, id, ['viktor'])).toBe(true)
  expect(isFrozen(kind, id, ['viktor', 'ada'])).toBe(false)
})

it.each([
  ['chain', '10'],
  ['safe', 'operations'],
  ['withdrawal', 'W-1002'],
  ['asset', `10:${USDC.address.toLowerCase()}`],
  ['counterparty', USDC.address],
  ['member', 'treasury'],
] as const)('and not by one of another %s', (kind, id) => {
  expect(isFrozen(kind, id)).toBe(false)
})
