import { expect, it } from 'vitest'
import { freezeChoices } from './freeze-choices'

const PLACES = {
  chains: [{ id: '1', name: 'Ethereum' }],
  assets: [{ id: '1:native', name: 'ETH on Ethereum' }],
  counterparties: [{ id: '0xaa', name: 'Meridian' }],
  organisation: { id: 'acme', name: 'Acme' },
  safes: [
    { id: 'operations', name: 'Operations Safe' },
    { id: 'treasury', name: 'Treasury Safe' },
  ],
  members: [{ id: 'ruth', name: 'Ruth' }],
}
const names = (subject = {}) => freezeChoices(PLACES, subject).map(({ name }) => name)

it('offers the narrowest thing a page is about first, and each thing once', () => {
  expect(names({ withdrawalId: 'W-1', safeId: 'treasury' })).toEqual([
    'W-1',
    'Treasury Safe',
    'everything at Acme',
    'Ethereum',
    'Operations Safe',
    'Ruth',
    'ETH on Ethereum',
    'payments to Meridian',
    'an address that you type',
  ])
})

it('offers everything first where a page is about nothing narrower', () => {
  expect(names()).toEqual([
    ...['everything at Acme', 'Ethereum', 'Operations Safe', 'Treasury Safe', 'Ruth'],
    ...['ETH on Ethereum', 'payments to Meridian', 'an address that you type'],
  ])
})
