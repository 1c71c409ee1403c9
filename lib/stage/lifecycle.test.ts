import { describe, expect, it } from 'vitest'
import { endingOf, isLegalMove, STATES, TERMINAL, TRANSITIONS } from '@/lib/stage/lifecycle'

describe('lifecycle', () => {
  it('allows the honest way from draft to executed', () => {
    const way = [
      'draft',
      'staged',
      'screening',
      'awaiting-approvals',
      'ready',
      'executing',
      'confirming',
      'executed',
    ] as const
    way.slice(1).forEach((to, at) => expect(isLegalMove(way[at] ?? 'draft', to)).toBe(true))
  })

  it('refuses to skip approvals or to execute what is blocked, held or rejected', () => {
    expect(isLegalMove('screening', 'ready')).toBe(false)
    expect(isLegalMove('blocked', 'ready')).toBe(false)
    expect(isLegalMove('held', 'executing')).toBe(false)
    expect(isLegalMove('awaiting-approvals', 'executing')).toBe(false)
    expect(isLegalMove('rejected', 'ready')).toBe(false)
  })

  it('goes back to ready after an outer revert, so that a retry keeps its nonce', () => {
    expect(isLegalMove('executing', 'ready')).toBe(true)
    expect(isLegalMove('confirming', 'ready')).toBe(true)
  })

  it('knows exactly the states that nothing leaves', () => {
    expect([...TERMINAL].sort()).toEqual(
      ['cancelled', 'cancelled-onchain', 'executed', 'expired', 'failed-onchain', 'rejected', 'superseded'].sort(),
    )
  })

  it('lists each move once, between states that exist', () => {
    expect(new Set(TRANSITIONS.map((move) => move.join())).size).toBe(TRANSITIONS.length)
    for (const state of TRANSITIONS.flat()) expect(STATES).toContain(state)
  })

  it('reaches every state but draft', () => {
    const reached = new Set(TRANSITIONS.map(([, to]) => to))
    expect(STATES.filter((state) => !reached.has(state))).toEqual(['draft'])
  })

  it('ends on chain once a signature was requested, and at once when none was', () => {
    for (const wish of ['rejected', 'cancelled', 'expired'] as const) {
      expect(endingOf(wish, true)).toBe('cancel-pending-onchain')
      expect(endingOf(wish, false)).toBe(wish)
    }
  })

  it('gives up what was handed over, also once it was seen on chain and is gone again', () => {
    expect(isLegalMove('executing', 'cancel-pending-onchain')).toBe(true)
    expect(isLegalMove('confirming', 'cancel-pending-onchain')).toBe(true)
  })

  it('has no way from cancel-pending-onchain back to approval', () => {
    const onward = TRANSITIONS.filter(([from]) => from === 'cancel-pending-onchain').map(([, to]) => to)
    expect(onward).toEqual(['cancelled-onchain', 'confirming', 'superseded'])
  })
})
