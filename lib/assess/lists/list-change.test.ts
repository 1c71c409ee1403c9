import type { Address } from 'viem'
import { describe, expect, it } from 'vitest'
import { isListStale } from '@/lib/assess/lists/is-stale'
import { listChange } from '@/lib/assess/lists/list-change'

const address = (at: number): Address => `0x${at.toString(16).padStart(40, '0')}`
const addresses = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => address(from + at))
const entries = (from: number, to: number) => addresses(from, to).map((one) => ({ address: one, label: '' }))

describe('what an import changes', () => {
  it('may take away a fifth, not more', () => {
    expect(listChange(addresses(0, 10), entries(2, 10))).toMatchObject({ removed: addresses(0, 2), isShrunk: false })
    expect(listChange(addresses(0, 10), entries(3, 10)).isShrunk).toBe(true)
  })

  it('is a shrink too when as many others come', () => {
    expect(listChange(addresses(0, 10), entries(5, 15)).isShrunk).toBe(true)
  })

  it('of a new list adds everything', () => {
    expect(listChange([], entries(0, 3))).toMatchObject({ added: entries(0, 3), removed: [], isShrunk: false })
  })
})

describe('a list is stale', () => {
  it('when it is older than its age, not before', () => {
    const at = new Date('2026-01-01T00:00:00Z')
    expect(isListStale(at, 24, new Date('2026-01-02T00:00:00Z'))).toBe(false)
    expect(isListStale(at, 24, new Date('2026-01-02T00:00:00.001Z'))).toBe(true)
  })
})
