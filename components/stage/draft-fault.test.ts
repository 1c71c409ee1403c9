import { describe, expect, it } from 'vitest'
import { buildTransfer } from '@/lib/stage/build'
import type { Intent } from '@/lib/stage/types'
import { ETHER, PAYEE, SAFE, TOKEN, USDC } from '@/tests/builders/reviewed'
import type { SafeNow } from '../dashboard/safe-now'
import { type Draft, emptyDraft } from './draft'
import { draftFault } from './draft-fault'

const OTHER = '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65'
const ref = { chainId: 31337, address: SAFE, version: '1.4.1' } as const
const safe: SafeNow = {
  ...ref,
  id: 'treasury',
  name: 'Treasury',
  contracts: [],
  isEnforced: false,
  assets: [ETHER, USDC],
  now: null,
  problem: 'The chain does not answer.',
}
const draft: Draft = {
  ...emptyDraft('treasury'),
  legs: [
    { asset: TOKEN, recipient: PAYEE, amount: '250.00' },
    { asset: 'native', recipient: PAYEE, amount: '0.5' },
  ],
  purpose: ' Invoice 17 ',
  reference: 'INV-17',
  list: '',
}
const usdc = { asset: USDC, recipient: PAYEE, units: 250_000_000n } as const
const ether = { asset: ETHER, recipient: PAYEE, units: 500_000_000_000_000_000n } as const
const intent: Intent = { legs: [usdc, ether], purpose: 'Invoice 17', reference: 'INV-17' }
const faultOf = (answered: Intent | null, change: object = {}, chosen: SafeNow | null = safe) => {
  const staged = buildTransfer({ safe: { ...ref, ...change }, intent, nonce: 4n })
  return draftFault(draft, chosen, { staged, intent: answered })
}

describe('a preview beside the typed draft', () => {
  it('may be staged when it means what was typed', () => expect(faultOf(intent)).toBeNull())

  it.each<[string, Intent | null]>([
    ['another recipient', { ...intent, legs: [{ ...usdc, recipient: OTHER }, ether] }],
    ['another amount', { ...intent, legs: [{ ...usdc, units: 250_000_001n }, ether] }],
    ['another asset', { ...intent, legs: [{ ...usdc, asset: ETHER }, ether] }],
    ['other decimals', { ...intent, legs: [{ ...usdc, asset: { ...USDC, decimals: 9 } }, ether] }],
    ['one more payment', { ...intent, legs: [usdc, ether, { ...ether, recipient: OTHER }] }],
    ['one payment less', { ...intent, legs: [usdc] }],
    ['another purpose', { ...intent, purpose: 'Bonus' }],
    ['another reference', { ...intent, reference: '' }],
    ['no intent', null],
  ])('is refused with %s', (_name, answered) => {
    expect(faultOf(answered)).toBe('The preview does something else than you typed. Stage nothing and tell compliance.')
  })

  it('is refused for another Safe, chain or version than was chosen', () => {
    expect(faultOf(intent, { address: OTHER })).toContain('another Safe than Treasury')
    expect(faultOf(intent, { version: '1.3.0' })).toContain('another Safe than Treasury')
    expect(faultOf(intent, {}, null)).toContain('Choose it again')
  })
})
