import { describe, expect, it } from 'vitest'
import type { Assessment } from '@/lib/assess/review'
import { ASSESSMENT, CONTACT, hash, OWNERS, PAYEE, SIMULATED } from '@/tests/builders/reviewed'
import { payWords, statementParts } from './statement-parts'

const assessed = (change: Partial<Assessment> = {}) => ({
  assessment: { ...ASSESSMENT, ...change },
  contacts: [CONTACT],
  safeName: 'Treasury',
})
const said = (change: Partial<Assessment> = {}, state: Parameters<typeof statementParts>[1] = 'awaiting-approvals') =>
  statementParts(assessed(change), state)
    .map(({ text }) => text)
    .join('')

describe('the headline of a review', () => {
  it('says what is paid to whom, from measured balances', () => {
    expect(said()).toBe('This pays 250.00 USDC to Meridian, on Local chain.')
    expect(payWords(assessed())).toBe('250.00 USDC to Meridian')
  })

  it('sums a batch per asset and counts who receives it', () => {
    const [first] = SIMULATED.balances.filter(({ after, before }) => after > before)
    if (!first) throw new Error('nobody gains')
    const gain = (at: number) => ({ ...first, account: `0x${String(at).padStart(40, '0')}` as const })
    const balancesOf = (count: number) => Array.from({ length: count }, (_, at) => gain(at + 1))
    const five = said({ effects: { ...SIMULATED, balances: balancesOf(5) } })
    expect(five.split('250.00 USDC to an address').length - 1).toBe(5)
    const ether = { ...gain(1), asset: 'native' as const, before: 0n, after: 5n * 10n ** 17n }
    const many = { effects: { ...SIMULATED, balances: [...balancesOf(12), ether] } }
    expect(said(many)).toBe('This pays 3,000.00 USDC and 0.50 ETH to 12 recipients, on Local chain.')
    expect(payWords(assessed(many))).toBe('3,000.00 USDC and 0.50 ETH to 12 recipients')
  })

  it('tells the tense of an end', () => {
    expect(said({}, 'executed')).toBe('This paid 250.00 USDC to Meridian, on Local chain.')
    expect(said({}, 'rejected')).toBe('This would have paid 250.00 USDC to Meridian, on Local chain.')
    expect(said({}, 'failed-onchain')).toContain('This paid nothing')
  })

  it('never repeats a request that does not happen', () => {
    expect(said({ effects: { ...SIMULATED, balances: [] } })).toBe('This pays nobody. Nothing moves on Local chain.')
    expect(said({ effects: { ...SIMULATED, status: 'reverted' } })).toContain('This pays nobody.')
    expect(said({ effects: { kind: 'unavailable', party: 'node', reason: 'silent' } })).toContain('is unknown')
  })

  it('says that owners are replaced where the numbers stay, and whom in a title', () => {
    const [first, old, third] = OWNERS
    const slot = (owner: string, next: string) => {
      return {
        slot: hash(1),
        label: `owners[${owner}]`,
        before: hash(3),
        after: `0x${next.slice(2).padStart(64, '0')}`,
      }
    }
    const safeStorage = [slot(first, PAYEE), slot(PAYEE, third)] as typeof SIMULATED.safeStorage
    const swap = { class: 'configuration', effects: { ...SIMULATED, balances: [], safeStorage } } as const
    expect(said(swap)).toBe(
      'This changes who controls Treasury: one owner for another, 3 of 5 as before, on Local chain.',
    )
    expect(payWords(assessed(swap)).toLowerCase()).toBe(`the replacement of owner ${old} by ${PAYEE}`.toLowerCase())
  })

  it('names a changed setting before anything else', () => {
    const singleton = { slot: hash(0), label: 'singleton', before: hash(1), after: hash(2) }
    const safeStorage = [...SIMULATED.safeStorage, singleton]
    expect(said({ effects: { ...SIMULATED, safeStorage, balances: [] } })).toBe(
      'This pays nobody. It changes the singleton of Treasury on Local chain.',
    )
    expect(said({ effects: { ...SIMULATED, safeStorage } })).toContain('This does more than pay.')
  })
})
