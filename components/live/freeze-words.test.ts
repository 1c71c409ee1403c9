import { expect, it } from 'vitest'
import type { Change } from '@/lib/audit/change'
import { freezeWords } from './freeze-words'

const places = {
  chains: [{ id: '1', name: 'Ethereum' }],
  assets: [{ id: '1:native', name: 'ETH on Ethereum' }],
  counterparties: [{ id: '0xaa', name: 'Meridian' }],
  organisation: { id: 'acme', name: 'Acme' },
  safes: [{ id: 'treasury', name: 'Treasury Safe' }],
  members: [{ id: 'tomas', name: 'Tomas' }],
}
const freeze = (id: string, by: string | null = 'tomas'): Change => ({
  ...{ action: 'freeze', type: 'freeze', id, withdrawal: null, safe: null, by, xid: '1' },
})

it.each([
  ['organisation/acme/u', 'Everything at Acme.'],
  ['safe/treasury/u', 'Treasury Safe.'],
  ['member/tomas/u', 'Tomas.'],
  ['withdrawal/W-12/u', 'W-12.'],
  ['safe/unheard-of/u', 'unheard-of.'],
])('names what %s stops', (id, what) =>
  expect(freezeWords(freeze(id), places)).toEqual({ by: 'Frozen by Tomas', what }),
)

it('says so where the desk itself froze, and where the page knows no names', () => {
  expect(freezeWords(freeze('safe/treasury/u', null), places).by).toBe('Frozen by the desk')
  expect(freezeWords(freeze('safe/treasury/u'), null)).toEqual({ by: 'Frozen by tomas', what: 'treasury.' })
})
