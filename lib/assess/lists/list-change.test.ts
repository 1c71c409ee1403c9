import type { Address } from 'viem'
import { describe, expect, it } from 'vitest'
import { isListStale } from '@/lib/assess/lists/is-stale'
import { listChange } from '@/lib/assess/lists/list-change'

const address = (at: number): Address => `0x${at.toString(16).padStart(40, '0')}`
const addresses = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => address(from + at))
const entries = (from: number, to: number) => addresses(from, to).map((one) => ({ address: one, label: '' }))

const NOW = new Date('2026-01-01T00:00:00Z')
const from = (validFrom: string) => entries(0, 10).map((one) => ({ ...one, validFrom }))

describe('what an import changes', () => {
  it('may take away a fifth, not more', () => {
    expect(listChange(entries(0, 10), entries(2, 10), NOW)).toMatchObject({ removed: addresses(0, 2), isShrunk: false })
    expect(listChange(entries(0, 10), entries(3, 10), NOW).isShrunk).toBe(true)
  })

  it('is a shrink too when as many others come', () => {
    expect(listChange(entries(0, 10), entries(5, 15), NOW).isShrunk).toBe(true)
  })

  it('of a new list adds everything', () => {
    expect(listChange([], entries(0, 3), NOW)).toMatchObject({ added: entries(0, 3), removed: [], isShrunk: false })
  })
})

describe('the time from which an address counts', () => {
  const [past, future] = ['2025-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z']

  it('is a change where it is another one, and takes nothing away while both are past', () => {
    expect(listChange(from(past), from(past), NOW)).toMatchObject({ moved: [], lost: 0 })
    expect(listChange(entries(0, 10), from(past), NOW)).toMatchObject({ moved: from(past), lost: 0, isShrunk: false })
  })

  it('takes away what counted already where it is put off, and gives where it is drawn near', () => {
    expect(listChange(from(past), from(future), NOW)).toMatchObject({ removed: [], lost: 10, isShrunk: true })
    expect(listChange(from(future), from(past), NOW)).toMatchObject({ lost: 0, isShrunk: false })
    expect(listChange(from(future), from('2028-01-01T00:00:00.000Z'), NOW).isShrunk).toBe(false)
  })
})

describe('a list is stale', () => {
  it('when it is older than its age, not before', () => {
    const at = new Date('2026-01-01T00:00:00Z')
    expect(isListStale(at, 24, new Date('2026-01-02T00:00:00Z'))).toBe(false)
    expect(isListStale(at, 24, new Date('2026-01-02T00:00:00.001Z'))).toBe(true)
  })
})
