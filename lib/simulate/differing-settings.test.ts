import type { Address } from 'viem'
import { expect, it } from 'vitest'
import { ZERO_ADDRESS } from '@/lib/core/address'
import { differingSettings } from '@/lib/simulate/differing-settings'
import type { SafeState } from '@/lib/simulate/types'

const A = '0x8Faa98aC8B87234BeEc2CbA449b630891A5d5D1E'
const B = '0x5fBc43853E0B5F2b428c958f1E7b984B69b0cf95'
const STATE: SafeState = {
  version: '1.4.1',
  singleton: A,
  owners: [A, B],
  threshold: 2,
  nonce: 4n,
  modules: [],
  guard: ZERO_ADDRESS,
  moduleGuard: ZERO_ADDRESS,
  fallbackHandler: B,
}

it('finds nothing between equal readings, whatever the case of their addresses', () => {
  const lower: SafeState = { ...STATE, owners: [A.toLowerCase() as Address, B] }
  expect(differingSettings(STATE, lower)).toEqual([])
})

it.each<[string, Partial<SafeState>]>([
  ['code', { codeFault: 'not official' }],
  ['version', { version: '1.3.0' }],
  ['singleton', { singleton: B }],
  ['owners', { owners: [A] }],
  ['owners', { owners: [B, A] }],
  ['threshold', { threshold: 1 }],
  ['nonce', { nonce: 3n }],
  ['modules', { modules: [A] }],
  ['guard', { guard: A }],
  ['module guard', { moduleGuard: A }],
  ['fallback handler', { fallbackHandler: A }],
])('names a differing %s', (name, change) => {
  expect(differingSettings(STATE, { ...STATE, ...change })).toEqual([name])
})
