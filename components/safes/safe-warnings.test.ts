import { describe, expect, it } from 'vitest'
import type { MemberLine } from '@/db/queries/members'
import { ownerFacts, severalKeys } from './owner-facts'
import { safeWarnings } from './safe-warnings'

const provenAt = new Date('2026-01-03T00:00:00Z')
const key = (n: number) => `0x${String(n).padStart(40, '0')}` as const
const person = (id: string, keys: readonly number[], isActive = true): MemberLine => ({
  ...{ id, name: id, roles: ['signer'], isActive, version: 1, isDemo: false, passkeys: [] },
  wallets: keys.map((n) => ({ address: key(n), provenAt })),
})
const PEOPLE = [person('ruth', [1]), person('tomas', [2]), person('aiko', [3])]

function warn(threshold: number, owners: readonly number[], people = PEOPLE) {
  const addresses = owners.map(key)
  return safeWarnings({ threshold, owners: addresses }, ownerFacts(addresses, people)).map(
    ({ severity, said }) => `${severity}: ${said}`,
  )
}

describe('a Safe', () => {
  it('of three people with a key each, two of whom sign, has nothing to warn of', () =>
    expect(warn(2, [1, 2, 3])).toEqual([]))

  it('of which one key does everything', () =>
    expect(warn(1, [1, 2, 3])).toEqual(['critical: One key alone moves everything: the threshold is 1 of 3.']))

  it('of which all must sign', () =>
    expect(warn(3, [1, 2, 3])).toEqual([
      'high: All three owners must sign: if one key is lost, nothing leaves this Safe again.',
    ]))

  it('with a single key is both', () =>
    expect(warn(1, [1])).toEqual([
      'critical: One key alone moves everything: the threshold is 1 of 1.',
      'high: If its only key is lost, everything in it is lost.',
    ]))

  it('of which one person holds several keys', () => {
    const people = [person('ruth', [1, 4]), ...PEOPLE.slice(1)]
    expect(warn(3, [1, 4, 2, 3], people)).toEqual(['high: ruth holds two of the four owner keys.'])
    expect(warn(2, [1, 4, 2, 3], people)).toEqual([
      'critical: ruth holds two of the four owner keys: enough to move everything alone.',
    ])
    expect(severalKeys(ownerFacts([key(1), key(2)], people))).toEqual([])
  })

  it('with owners whom nobody here knows', () => {
    expect(warn(2, [1, 2, 9])).toEqual(['high: One of 3 owner addresses belongs to nobody here.'])
    expect(warn(2, [1, 2, 3, 8, 9])).toEqual(['critical: Two of 5 owner addresses belong to nobody here.'])
  })

  it('with an owner who is no longer active, and too few who are', () => {
    const people = [person('ruth', [1], false), ...PEOPLE.slice(1)]
    expect(warn(2, [1, 2, 3], people)).toEqual(['high: One owner is no longer active here.'])
    expect(warn(2, [1, 2, 9], people)).toEqual([
      'high: One of 3 owner addresses belongs to nobody here.',
      'high: One owner is no longer active here.',
      'high: Too few owners are active members: nothing can be approved here.',
    ])
  })
})
