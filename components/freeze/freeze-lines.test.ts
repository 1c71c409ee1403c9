import { expect, it } from 'vitest'
import type { KnownFreeze } from '@/db/queries/freezes'
import { freezeLines } from './freeze-lines'

const PLACES = {
  chains: [{ id: '1', name: 'Ethereum' }],
  assets: [{ id: '1:native', name: 'ETH on Ethereum' }],
  counterparties: [{ id: '0xaa', name: 'Meridian' }],
  organisation: { id: 'acme', name: 'Acme' },
  safes: [{ id: 'treasury', name: 'Treasury Safe' }],
  members: [{ id: 'noor', name: 'Noor' }],
}
const AT = new Date('2026-11-25T03:00:00Z')
const freeze = (change: Partial<KnownFreeze>): KnownFreeze => ({
  ...{ id: 'f', scope: { kind: 'safe', id: 'treasury' }, frozenBy: 'ruth', by: 'Ruth', reason: '', at: AT },
  ...{ liftedBy: [], lifts: [], causedBy: [], ...change },
})
const noor = { memberId: 'noor', roles: ['compliance'] }

it('names what stands, newest first, and how many must still consent', () => {
  const lines = freezeLines(
    [
      freeze({ id: 'old', scope: { kind: 'organisation', id: 'acme' }, liftedBy: ['viktor', 'sora'] }),
      freeze({ id: 'new', liftedBy: ['sora'] }),
    ],
    PLACES,
    noor,
  )
  expect(lines.map(({ id, what, isOver, missing }) => ({ id, what, isOver, missing }))).toEqual([
    { id: 'new', what: 'Treasury Safe', isOver: false, missing: 1 },
    { id: 'old', what: 'Acme', isOver: true, missing: 0 },
  ])
})

it.each<[string, Partial<KnownFreeze>, string]>([
  ['may lift', {}, ''],
  ['set it', { frozenBy: 'noor' }, 'You set it, so others lift it.'],
  ['caused it', { frozenBy: null, causedBy: ['noor'] }, 'Your signature brought it about, so others lift it.'],
  ['is stopped by it', { scope: { kind: 'member', id: 'noor' } }, 'It stops you, so others lift it.'],
  ['consented', { liftedBy: ['noor'] }, 'You consented; somebody else must too.'],
])('says why somebody lifts it or not: who %s', (_who, change, whyNot) => {
  expect(freezeLines([freeze(change)], PLACES, noor)[0]?.whyNot).toBe(whyNot)
})

it('says who lifts to those who do not', () => {
  expect(freezeLines([freeze({})], PLACES, { memberId: 'ruth', roles: ['signer'] })[0]?.whyNot).toContain('compliance')
})
