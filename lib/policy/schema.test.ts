import { describe, expect, it } from 'vitest'
import { policySchema } from '@/lib/policy/schema'
import { OVERLAY, POLICY, RULE } from '@/tests/builders/policies'

const messages = (value: unknown): readonly string[] =>
  policySchema.safeParse(value).error?.issues.map(({ message }) => message) ?? []

describe('stored policy', () => {
  it('comes back from JSON as it is', () => {
    expect(policySchema.parse(JSON.parse(JSON.stringify(POLICY)))).toEqual(POLICY)
  })

  it.each<[string, unknown, string]>([
    ['an unknown member', { ...POLICY, note: 'x' }, 'Unrecognized key: "note"'],
    [
      'an unknown group',
      { ...POLICY, rules: [{ ...RULE, quorum: [{ group: 'ghosts', need: 1 }] }] },
      'There is no group ghosts.',
    ],
    [
      'a need above the group',
      { ...POLICY, rules: [{ ...RULE, quorum: [{ group: 'seniors', need: 3 }] }] },
      'Group seniors has 2 members and must give 3.',
    ],
    [
      'a group asked twice',
      { ...POLICY, rules: [{ ...RULE, quorum: [RULE.quorum[0], RULE.quorum[0]] }] },
      'Group signers is asked twice.',
    ],
    ['two rules of one name', { ...POLICY, rules: [RULE, RULE] }, 'payments is there twice.'],
    ['two overlays of one name', { ...POLICY, overlays: [OVERLAY, OVERLAY] }, 'known recipients is there twice.'],
    [
      'the reserved group',
      { ...POLICY, groups: [...POLICY.groups, { id: 'any-owner', name: 'x', members: ['a'] }] },
      "The id any-owner is kept for the Safe's own threshold.",
    ],
    [
      'a rule for cancels',
      { ...POLICY, rules: [{ ...RULE, class: 'cancel' }] },
      'A cancel follows the Safe’s threshold, never a rule.',
    ],
    ['no factor', { ...POLICY, rules: [{ ...RULE, factors: [] }] }, 'At least one factor is accepted.'],
    [
      'a decimal maximum',
      { ...POLICY, rules: [{ ...RULE, when: { maxUnits: { native: '1.5' } } }] },
      'A maximum is a whole number of base units.',
    ],
    [
      'a need of nobody',
      { ...POLICY, rules: [{ ...RULE, quorum: [{ group: 'signers', need: 0 }] }] },
      'A group gives at least one.',
    ],
  ])('refuses %s', (_name, value, message) => expect(messages(value)).toContain(message))
})
