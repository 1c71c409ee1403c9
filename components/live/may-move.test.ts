import { describe, expect, it } from 'vitest'
import { mayMove, type Scene } from './may-move'

const FREE: Scene = {
  ...{ isDialogOpen: false, isHeldStill: false, isCalling: false, focus: 'none', pointer: 'away' },
  ...{ sinceTouchMs: Infinity, sinceInputMs: 60_000, sinceReturnMs: Infinity },
}

describe('a page changes by itself', () => {
  it('where nobody is at it', () => expect(mayMove(FREE)).toBe(true))

  const inTheWay: [what: string, scene: Partial<Scene>][] = [
    ['a dialog is open', { isDialogOpen: true }],
    ['a checklist is begun', { isHeldStill: true }],
    ['the door was called and has not answered', { isCalling: true }],
    ['somebody types', { focus: 'field' }],
    ['a button has the focus', { focus: 'button' }],
    ['the pointer lies on the content', { pointer: 'rests' }],
    ['the pointer aims', { pointer: 'aims' }],
    ['a finger was there just now', { sinceTouchMs: 2_999 }],
    ['nobody was there for ten minutes', { sinceInputMs: 600_000 }],
  ]
  it.each(inTheWay)('not while %s', (_what, scene) => expect(mayMove({ ...FREE, ...scene })).toBe(false))

  it('again three seconds after a touch, and until ten minutes without anybody', () => {
    expect(mayMove({ ...FREE, sinceTouchMs: 3_000, sinceInputMs: 599_999 })).toBe(true)
  })

  it('for whoever just came back, wherever the pointer lies', () => {
    const back = { ...FREE, pointer: 'aims', focus: 'button', sinceTouchMs: 0, sinceReturnMs: 100 } as const
    expect(mayMove(back)).toBe(true)
    for (const held of [
      { isDialogOpen: true },
      { isHeldStill: true },
      { isCalling: true },
      { focus: 'field' } as const,
    ])
      expect(mayMove({ ...back, ...held })).toBe(false)
  })

  it('under a resting pointer where the page follows what the chain does, never under an aiming one', () => {
    expect(mayMove({ ...FREE, pointer: 'rests', focus: 'button' }, true)).toBe(true)
    expect(mayMove({ ...FREE, pointer: 'aims' }, true)).toBe(false)
    expect(mayMove({ ...FREE, focus: 'field' }, true)).toBe(false)
    expect(mayMove({ ...FREE, sinceInputMs: 600_000 }, true)).toBe(false)
  })
})
