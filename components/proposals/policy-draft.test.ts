import { describe, expect, it } from 'vitest'
import { beginDraft, bringBack, choose, putPreset, shownOf, type } from './policy-draft'

const SMALL = '{ "small": 1 }'
const LARGE = '{ "large": 1 }'
const begun = beginDraft('treasury', 'small-team')

describe('what was typed', () => {
  it('is the preset until somebody types, whichever is chosen', () => {
    expect(shownOf(begun, SMALL)).toEqual({ text: SMALL, mayPutPreset: false, mayBringBack: false })
    expect(shownOf(choose(begun, { presetId: 'company' }), LARGE).text).toBe(LARGE)
  })

  it('stays where another preset or another Safe is chosen', () => {
    const typed = type(begun, 'mine')
    const moved = choose(choose(typed, { presetId: 'company' }), { safeId: 'operations' })
    expect(shownOf(moved, LARGE)).toEqual({ text: 'mine', mayPutPreset: true, mayBringBack: false })
    expect(moved).toMatchObject({ safeId: 'operations', presetId: 'company' })
  })

  it('gives way to the preset only where that is asked for, and comes back', () => {
    const put = putPreset(choose(type(begun, 'mine'), { presetId: 'company' }))
    expect(shownOf(put, LARGE)).toEqual({ text: LARGE, mayPutPreset: false, mayBringBack: true })
    expect(shownOf(bringBack(put), LARGE)).toEqual({ text: 'mine', mayPutPreset: true, mayBringBack: false })
    expect(shownOf(choose(put, { presetId: 'small-team' }), SMALL).mayBringBack).toBe(true)
    expect(shownOf(type(put, 'other'), LARGE).mayBringBack).toBe(false)
  })

  it('is not offered away where it is the preset word for word', () =>
    expect(shownOf(type(begun, SMALL), SMALL)).toMatchObject({ mayPutPreset: false }))
})
