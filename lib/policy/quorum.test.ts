import { describe, expect, it } from 'vitest'
import { decide } from '@/lib/policy/judge'
import { assignQuorum } from '@/lib/policy/quorum'
import { FACTS, PEOPLE, POLICY } from '@/tests/builders/policies'
import { OWNERS } from '@/tests/builders/reviewed'

const [ruthKey, tomasKey, aikoKey, bramKey] = OWNERS
const spare = '0xbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb1'
const requirement = decide({ pinned: POLICY, current: POLICY, ...FACTS })
const people = PEOPLE.map((person) =>
  person.memberId === 'ruth' ? { ...person, owners: [ruthKey, spare] as const } : person,
)
const given = (...pairs: readonly (readonly [string, `0x${string}`])[]) =>
  assignQuorum({
    requirement,
    people,
    initiatorId: 'ines',
    approvals: pairs.map(([memberId, owner]) => ({ memberId, owner })),
  })

describe('quorum', () => {
  it('is met by three people of a 3-of-5 Safe', () => {
    expect(given(['ruth', ruthKey], ['tomas', tomasKey], ['aiko', aikoKey])).toMatchObject({ isMet: true, filled: 3 })
  })

  it('counts two owner keys of one person once', () => {
    expect(given(['ruth', ruthKey], ['ruth', spare], ['tomas', tomasKey])).toMatchObject({ isMet: false, filled: 2 })
  })

  it('does not count a key of somebody else', () => {
    expect(given(['ruth', ruthKey], ['tomas', bramKey], ['aiko', aikoKey])).toMatchObject({ isMet: false, filled: 2 })
  })

  it('never counts the initiator, even against a requirement that lists them', () => {
    const approvals = [
      { memberId: 'ruth', owner: ruthKey },
      { memberId: 'tomas', owner: tomasKey },
      { memberId: 'aiko', owner: aikoKey },
    ]
    const standing = assignQuorum({ requirement, people, initiatorId: 'ruth', approvals })
    expect(standing).toMatchObject({ isMet: false, filled: 2 })
    expect(standing.missing.map(({ name }) => name)).toEqual(['Bram', 'Lena'])
  })

  it('names who is missing', () => {
    expect(given(['ruth', ruthKey]).missing.map(({ name }) => name)).toEqual(['Tomas', 'Aiko', 'Bram', 'Lena'])
  })
})
