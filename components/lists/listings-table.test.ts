import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { ListingsTable } from './listings-table'

const listing = {
  ...{ listId: 'own', listName: 'Own', source: 'Cases', isListed: true, validFrom: null },
  snapshot: { number: 1, sha256: `0x${'ab'.repeat(32)}`, at: new Date('2026-01-01T00:00:00Z') },
} as const
const shown = (more: { label: string; validFrom?: Date }) =>
  renderToStaticMarkup(createElement(ListingsTable, { listings: [{ ...listing, ...more }] }))

it('shows the letters of a name that is made to be read as another one, and of no honest one', () => {
  expect(shown({ label: 'Lаzarus' })).toContain('U+004C U+0430')
  expect(shown({ label: 'Lazarus' })).not.toContain('U+')
})

it('says from when an address counts, where that is not at once', () => {
  expect(shown({ label: '', validFrom: new Date('2027-01-01T00:00:00Z') })).toContain('counts from')
  expect(shown({ label: '' })).not.toContain('counts from')
})
