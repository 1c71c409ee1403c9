import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { emptyDraft, keepDraft, readDraft } from './draft'

const at = new Date('2026-02-21T03:01:00Z')
const draft = { ...emptyDraft('treasury'), purpose: 'Payroll', list: 'recipient,asset,amount\n' }
let room: number
let kept: Map<string, string>

beforeEach(() => {
  room = Infinity
  kept = new Map()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (value.length > room) throw new DOMException('full', 'QuotaExceededError')
      kept.set(key, value)
    },
  })
})
afterEach(() => vi.unstubAllGlobals())

describe('a draft kept in this browser', () => {
  it('comes back with its list', () => {
    expect(keepDraft('ines', draft, at)).toBe(true)
    expect(readDraft('ines')).toEqual({ draft, at })
    expect(readDraft('ruth')).toBeNull()
  })

  it('keeps what was typed beside a list that the browser has no room for', () => {
    room = 1000
    expect(keepDraft('ines', { ...draft, list: 'x'.repeat(2000) }, at)).toBe(true)
    expect(readDraft('ines')).toEqual({ draft: { ...draft, list: '' }, at })
    room = 10
    expect(keepDraft('ines', draft, at)).toBe(false)
  })

  it('reads drafts from before there were lists, and no torn ones', () => {
    const { list: _list, ...before } = draft
    const store = (value: object) => kept.set('countersign-draft-ines', JSON.stringify({ draft: value, at }))
    store(before)
    expect(readDraft('ines')).toEqual({ draft: { ...draft, list: '' }, at })
    store({ ...draft, list: 5 })
    expect(readDraft('ines')).toBeNull()
    store({ ...draft, legs: [] })
    expect(readDraft('ines')).toBeNull()
  })
})
