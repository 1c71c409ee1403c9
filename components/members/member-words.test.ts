import { describe, expect, it } from 'vitest'
import type { MemberLine } from '@/db/queries/members'
import { membersHeadline, ownsWords, passkeyCount, passkeyWords } from './member-words'

const now = new Date('2026-03-01T09:00:00Z')
const key = (n: number) => `0x${String(n).padStart(40, '0')}` as const
const person = (id: string, keys: readonly number[], isActive = true): MemberLine => ({
  ...{ id, name: id, roles: ['signer'], isActive, version: 1, isDemo: false, passkeys: [] },
  wallets: keys.map((n) => ({ address: key(n), provenAt: now })),
})
const safe = (name: string, owners: readonly number[] | null) => ({ name, owners: owners?.map(key) ?? null })

describe('the headline of the members', () => {
  const people = [person('Ruth', [1, 4]), person('Tomas', [2]), person('Ines', [])]

  it('says that nobody is counted twice by the chain', () =>
    expect(membersHeadline(people, [safe('Treasury', [1, 2]), safe('Operations', [4])])).toEqual({
      ...{ said: 'Three members. Nobody holds two owner keys of one Safe.', urgent: '' },
    }))

  it('or who is', () =>
    expect(membersHeadline(people, [safe('Treasury', [1, 2, 4])])).toEqual({
      ...{ said: 'Three members.', urgent: 'Ruth holds two owner keys of Treasury.' },
    }))

  it('promises nothing about a Safe that was not read', () => {
    expect(membersHeadline(people, [safe('Treasury', [1]), safe('Operations', null)]).said).toBe(
      'Three members. Who owns every Safe was not read.',
    )
    expect(membersHeadline(people, [safe('Treasury', null)]).said).toBe(
      'Three members. Who owns the Safes was not read.',
    )
  })

  it('counts those who may act', () =>
    expect(membersHeadline([...people, person('Lena', [9], false)], []).said).toBe('Three active members.'))
})

it('names the Safes that an address owns', () => {
  const safes = [safe('Treasury', [1]), safe('Operations', [1, 2]), safe('Training', [1])]
  expect(ownsWords(key(1), safes)).toBe('owner of Treasury, Operations and Training')
  expect(ownsWords(key(2), safes)).toBe('owner of Operations')
  expect(ownsWords(key(3), safes)).toBe('owner of no Safe here')
  expect(ownsWords(key(3), [safe('Treasury', null)])).toBe('ownership not read')
})

it('says of a passkey since when, and whether it confirms anything now', () => {
  const passkey = { createdAt: new Date('2026-02-28T10:00:00Z'), usableFrom: now, lockedUntil: null, isDemo: false }
  const later = new Date('2026-03-01T10:30:00Z')
  expect(passkeyWords(passkey, now)).toBe('since Sat 28 Feb 2026, usable')
  expect(passkeyWords({ ...passkey, isDemo: true, usableFrom: later }, now)).toBe(
    'demo key since Sat 28 Feb 2026, cools, usable from 10:30 UTC',
  )
  expect(passkeyWords({ ...passkey, lockedUntil: later }, now)).toMatch(/locked until 10:30 UTC$/)
  expect(passkeyWords({ ...passkey, lockedUntil: now }, now)).toMatch(/usable$/)
  expect([0, 1, 2].map(passkeyCount)).toEqual(['No passkey: confirms nothing', 'One passkey', 'Two passkeys'])
})
