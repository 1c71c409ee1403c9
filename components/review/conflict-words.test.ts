import { describe, expect, it } from 'vitest'
import type { Conflict, ConflictSide } from '@/lib/flows/review-conflict'
import { conflictWords } from './conflict-words'

const ORIGINAL: ConflictSide = {
  ...{ id: 'W-1', isCancel: false, state: 'cancel-pending-onchain', signatures: 2 },
  ...{ wasHandedOver: false, isNonceHeld: true },
}
const CANCEL: ConflictSide = { ...ORIGINAL, id: 'W-2', isCancel: true, state: 'awaiting-approvals', signatures: 1 }
const both = (original: Partial<ConflictSide> = {}, cancel: Partial<ConflictSide> = {}): Conflict => ({
  ...{ nonce: 7n, own: { ...ORIGINAL, ...original }, other: { ...CANCEL, ...cancel } },
})

describe('two withdrawals at one nonce', () => {
  it('are told with the signatures of each, and the same on both pages', () => {
    const told = conflictWords(both(), 3)
    expect(told).toMatchObject({ isOver: false, title: 'Two transactions compete for nonce 7.' })
    expect(told.detail).toContain('W-1 has 2 of 3 signatures; its cancel W-2 has 1 of 3 signatures.')
    const { own, other, nonce } = both()
    expect(conflictWords({ nonce, own: other, other: own }, 3)).toEqual(told)
  })

  it('warn of what was handed over, which no freeze stops', () => {
    expect(conflictWords(both({ wasHandedOver: true }), 3).detail).toContain('no freeze stops that')
    expect(conflictWords(both(), 3).detail).not.toContain('freeze')
  })

  it('say which of the two it became', () => {
    const end = (original: ConflictSide['state'], cancel: ConflictSide['state']) =>
      conflictWords(both({ state: original }, { state: cancel }), 3)
    expect(end('cancelled-onchain', 'executed')).toMatchObject({
      isOver: true,
      title: expect.stringContaining('W-2 used up'),
    })
    expect(end('executed', 'superseded').title).toContain('W-1 was mined before its cancel W-2')
    expect(end('superseded', 'superseded').title).toContain('neither of the two')
    expect(end('cancel-pending-onchain', 'rejected').title).toContain('The signatures of W-1 are alive')
  })
})
