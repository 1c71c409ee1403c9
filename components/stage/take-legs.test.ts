import { describe, expect, it } from 'vitest'
import type { Leg } from '@/lib/stage/types'
import { ETHER, PAYEE, TOKEN, USDC } from '@/tests/builders/reviewed'
import { emptyDraft, isSameDraft, toInput } from './draft'
import { listWords } from './sum-words'
import { countTaken, isUntouched, takeLegs } from './take-legs'

const usdc: Leg = { asset: USDC, recipient: PAYEE, units: 1_250_000_000n }
const ether: Leg = { asset: ETHER, recipient: PAYEE, units: 1n }
const typed = { asset: TOKEN, recipient: PAYEE, amount: '1250.0' }
const draft = { ...emptyDraft('treasury'), legs: [typed], purpose: 'Payroll', list: 'recipient,asset,amount' }
const legsOf = (how: 'append' | 'replace', legs: readonly Leg[]) => {
  const taken = takeLegs(draft, legs, how)
  return taken.ok ? taken.draft : taken.sentence
}

describe('taking the legs of a list', () => {
  it('adds them or puts them in place of the others, exactly, and clears the list', () => {
    const written = [
      { asset: TOKEN, recipient: PAYEE, amount: '1,250.00' },
      { asset: 'native', recipient: PAYEE, amount: '0.000000000000000001' },
    ]
    expect(legsOf('replace', [usdc, ether])).toEqual({ ...draft, legs: written, list: '' })
    expect(legsOf('append', [usdc, ether])).toEqual({ ...draft, legs: [typed, ...written], list: '' })
  })

  it('takes 400 in all and says why not 401', () => {
    const many = Array.from({ length: 400 }, () => usdc)
    expect(legsOf('replace', many)).toMatchObject({ legs: { length: 400 } })
    expect(legsOf('append', many.slice(1))).toMatchObject({ legs: { length: 400 } })
    expect(legsOf('append', many)).toBe('With the 1 leg already there it would be 401; a withdrawal holds at most 400.')
  })

  it('takes no more than one request carries', () => {
    const long = { ...usdc, asset: { ...USDC, decimals: 36 }, units: 10n ** 45n + 1n }
    expect(
      legsOf(
        'replace',
        Array.from({ length: 400 }, () => long),
      ),
    ).toMatch(/^These 400 legs take \d+ kB; one/)
    expect(
      legsOf(
        'replace',
        Array.from({ length: 300 }, () => long),
      ),
    ).toMatchObject({ legs: { length: 300 } })
  })

  it('counts what already stands among the legs, however its amount is written', () => {
    expect(countTaken([typed], [usdc, ether])).toBe(1)
    expect(countTaken([{ ...typed, recipient: `local:${PAYEE.toLowerCase()}`, amount: '1,250' }], [usdc])).toBe(1)
    expect(
      countTaken(
        [
          { ...typed, amount: '125' },
          { ...typed, amount: '12500' },
        ],
        [usdc],
      ),
    ).toBe(0)
  })

  it('replaces nothing where nothing was typed', () => {
    expect(isUntouched(emptyDraft('treasury').legs)).toBe(true)
    expect(isUntouched([{ ...typed, recipient: '' }])).toBe(false)
    expect(isUntouched([typed])).toBe(false)
  })
})

describe('the list beside the form', () => {
  it('is never sent, and changes no preview', () => {
    expect(toInput(draft)).toEqual({ safeId: 'treasury', legs: [typed], purpose: 'Payroll', reference: '' })
    expect(isSameDraft(draft, { ...draft, list: 'other' })).toBe(true)
    expect(isSameDraft(draft, { ...draft, purpose: 'other' })).toBe(false)
  })

  it('is summed per asset and never across', () => {
    expect(listWords([usdc, ether, { ...usdc, units: 1n }])).toBe(
      '3 payments, 2 assets: 1,250.000001 USDC and 0.000000000000000001 ETH in all.',
    )
    expect(listWords([usdc])).toBe('1 payment, 1 asset: 1,250.00 USDC in all.')
  })
})
