import { describe, expect, it } from 'vitest'
import { PRESETS } from '@/lib/policy/presets'
import { unsatisfiableReasons } from '@/lib/policy/satisfiable'
import { policySchema } from '@/lib/policy/schema'

const owner = (place: number) => `0x${String(place).padStart(40, '0')}` as const
const people = (count: number) =>
  Array.from({ length: count }, (_, place) => ({
    memberId: `m${place}`,
    name: `M${place}`,
    owners: [owner(place + 1)],
  }))

describe.each(PRESETS)('the preset $id', ({ make, leastSigners }) => {
  it.each([0, 1, 2, 4])('can be met with %i more signers than it needs', (more) => {
    const signers = people(leastSigners + more)
    const policy = make(
      'treasury',
      signers.map(({ memberId }) => memberId),
    )
    const safe = { owners: signers.flatMap(({ owners }) => owners), threshold: 2 }
    expect(policySchema.safeParse(policy).error).toBeUndefined()
    expect(unsatisfiableReasons(policy, { people: signers, initiatorIds: ['ines'], safe })).toEqual([])
  })

  it('holds whoever is not active in the book', () => {
    const [overlay] = make('treasury', ['a', 'b', 'c']).overlays
    expect(overlay).toMatchObject({ unless: { activeRecipientsOnly: true }, effect: { kind: 'hold' } })
  })
})
