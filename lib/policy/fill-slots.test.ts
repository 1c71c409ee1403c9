import { describe, expect, it } from 'vitest'
import { fillSlots } from '@/lib/policy/fill-slots'
import { seeded } from '@/tests/builders/policies'

const people = (...ids: string[]) => ids.map((memberId) => ({ memberId, name: memberId.toUpperCase() }))
const GROUPS = [
  { id: 'signers', name: 'Signers', need: 2, eligible: people('ruth', 'tomas', 'aiko') },
  { id: 'seniors', name: 'Seniors', need: 1, eligible: people('ruth') },
]
const by = (...ids: string[]) => ids.map((memberId) => ({ memberId }))

describe('slots', () => {
  it('are met by distinct people in any order', () => {
    expect(fillSlots(GROUPS, by('ruth', 'tomas', 'aiko'))).toMatchObject({ isMet: true, filled: 3, missing: [] })
    expect(fillSlots(GROUPS, by('aiko', 'tomas', 'ruth')).isMet).toBe(true)
  })

  it('count a person once, however often they are named', () => {
    expect(fillSlots(GROUPS, by('tomas', 'tomas', 'tomas'))).toMatchObject({ isMet: false, filled: 1 })
  })

  it('do not count who is eligible nowhere, the initiator among them', () => {
    expect(fillSlots(GROUPS, by('ines', 'noor'))).toMatchObject({ isMet: false, filled: 0 })
  })

  it('do not let one person fill two groups', () => {
    expect(fillSlots(GROUPS, by('ruth', 'tomas'))).toMatchObject({ isMet: false, filled: 2 })
  })

  it('name whose approval would help', () => {
    const names = (...given: string[]) => fillSlots(GROUPS, by(...given)).missing.map(({ name }) => name)
    expect(names()).toEqual(['RUTH', 'TOMAS', 'AIKO'])
    expect(names('ruth')).toEqual(['TOMAS', 'AIKO'])
    expect(names('tomas', 'aiko')).toEqual(['RUTH'])
    expect(fillSlots(GROUPS, by('tomas', 'aiko')).groups.map(({ missing }) => missing.length)).toEqual([0, 1])
  })

  it('show who fills which slot', () => {
    const { groups } = fillSlots(GROUPS, by('ruth', 'tomas', 'aiko'))
    expect(groups.map(({ filledBy }) => filledBy.length)).toEqual([2, 1])
    expect(groups[1]?.filledBy).toEqual(people('ruth'))
  })

  it('agree with trying every assignment', () => {
    for (let run = 0; run < 500; run += 1) {
      const draw = seeded(run)
      const ids = ['a', 'b', 'c', 'd', 'e'].slice(0, 1 + draw(5))
      const groups = Array.from({ length: 1 + draw(3) }, (_, place) => ({
        id: `g${place}`,
        name: `G${place}`,
        need: 1 + draw(2),
        eligible: people(...ids.filter(() => draw(2) === 1)),
      }))
      const approvals = by(...ids.filter(() => draw(3) > 0))
      const slots = groups.flatMap(({ need, eligible }) => Array.from({ length: need }, () => eligible))
      const best = mostFilled(slots, new Set(approvals.map(({ memberId }) => memberId)))
      expect(fillSlots(groups, approvals)).toMatchObject({ filled: best, isMet: best === slots.length })
    }
  })
})

function mostFilled(slots: readonly (readonly { memberId: string }[])[], free: ReadonlySet<string>): number {
  const [first, ...rest] = slots
  if (first === undefined) return 0
  const taken = first
    .filter(({ memberId }) => free.has(memberId))
    .map(({ memberId }) => 1 + mostFilled(rest, new Set([...free].filter((id) => id !== memberId))))
  return Math.max(mostFilled(rest, free), ...taken)
}
