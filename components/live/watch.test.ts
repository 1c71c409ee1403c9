import { expect, it } from 'vitest'
import type { Change } from '@/lib/audit/change'
import { readNews } from './line-news'
import { readChange } from './read-change'
import { matters, NOTHING_MORE, PEOPLE, STORY, WITHDRAWALS } from './watch'

const change = (type: string, of: Partial<Change> = {}): Change => ({
  ...{ action: 'approve', type, id: 'x', withdrawal: 'W-1', safe: 'treasury', by: 'ruth', xid: '7', ...of },
})

it('lists hear of what moves a withdrawal, not of what only its story tells', () => {
  expect(matters(WITHDRAWALS, change('approval'))).toBe(true)
  for (const type of ['review', 'signature-request', 'export', 'member'])
    expect(matters(WITHDRAWALS, change(type))).toBe(false)
})

it('a review hears of its own withdrawal alone, a Safe of its own', () => {
  const review = { types: STORY, withdrawal: 'W-1' }
  expect(matters(review, change('signature-request'))).toBe(true)
  expect(matters(review, change('approval', { withdrawal: 'W-2' }))).toBe(false)
  const both = { ...review, beside: 'W-2' }
  expect(matters(both, change('approval', { withdrawal: 'W-2' }))).toBe(true)
  expect(matters(both, change('approval', { withdrawal: 'W-3' }))).toBe(false)
  const safe = { ...WITHDRAWALS, safe: 'operations' }
  expect(matters(safe, change('approval'))).toBe(false)
  expect(matters(safe, change('approval', { safe: 'operations' }))).toBe(true)
})

it('every page hears of freezes, wherever they stand', () => {
  for (const watch of [NOTHING_MORE, PEOPLE, { types: STORY, withdrawal: 'W-9' }])
    for (const type of ['freeze', 'freeze-lift'])
      expect(matters(watch, change(type, { withdrawal: null, safe: 'training' }))).toBe(true)
})

it('reads a change back as it was told, without what else came along', () => {
  expect(readChange({ ...change('approval'), signature: '0x' })).toEqual(change('approval'))
  expect(readNews({ kind: 'change', change: change('hold') })).toEqual({ kind: 'change', change: change('hold') })
})

it.each([null, 7, 'x', {}, { kind: 'else' }, { kind: 'change', change: { ...change('hold'), xid: 7 } }])(
  'takes %j for no news',
  (value) => expect(readNews(value)).toBeNull(),
)

it('a gap that does not say where it ended equals nothing', () => {
  expect(readNews({ kind: 'gap', newest: { a: 1 } })).toEqual({ kind: 'gap', newest: '' })
})
