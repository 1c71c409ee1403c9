import { describe, expect, it } from 'vitest'
import { fieldProblems, fieldWords } from '@/lib/core/field-problems'
import { policySchema } from '@/lib/policy/schema'
import { OVERLAY, POLICY, RULE } from '@/tests/builders/policies'

const messages = (value: unknown): readonly string[] =>
  problems(value).map(({ message }) => message)
const problems = (value: unknown) =>
  fieldProblems(policySchema.safeParse(value, { error: fieldWords }).error?.issues ?? [], 'policy')

describe('stored policy', () => {
  it('comes back from JSON as it is', () => {
    expect(policySchema.parse(JSON.parse(JSON.stringify(POLICY)))).toEqual(POLICY)
  })

  it.each<[string, unknown, string]>([
    [
      'an unknown field',
      { ...POLICY, note: 'x' },
      'There is no field note. Known here: id, version, groups, rules, overlays and $schema.',
    ],
    [
      'an unknown group',
      { ...POLICY, rules: [{ ...RULE, quorum: [{ group: 'ghosts', need: 1 }] }] },
      'There is no group ghosts. The groups are signers and seniors.',
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

describe('what is wrong', () => {
  it('is told all at once, each at its own path, with what was probably meant', () => {
    const { name: _name, ...nameless } = RULE
    const found = problems({
      ...POLICY,
      grups: [],
      rules: [
        { ...RULE, delaySecond: 1, when: { maxUnit: {}, zzz: 1 } },
        { ...nameless, delaySeconds: '60' },
      ],
      overlays: [
        { ...OVERLAY, effect: { kind: 'require', quorum: [{ group: 'ghosts', need: 1 }], delaySeconds: 0, delay: 1 } },
      ],
    })
    expect(found).toEqual(
      expect.arrayContaining([
        { field: 'policy.grups', message: 'There is no field grups. Did you mean groups?' },
        { field: 'policy.rules.0.delaySecond', message: 'There is no field delaySecond. Did you mean delaySeconds?' },
        { field: 'policy.rules.0.when.maxUnit', message: 'There is no field maxUnit. Did you mean maxUnits?' },
        {
          field: 'policy.rules.0.when.zzz',
          message: 'There is no field zzz. Known here: assets, maxUnits, activeRecipientsOnly and rolling.',
        },
        { field: 'policy.rules.1.name', message: 'It is missing. A text in quotes belongs here.' },
        { field: 'policy.rules.1.delaySeconds', message: 'A number belongs here.' },
        expect.objectContaining({ field: 'policy.overlays.0.effect.delay' }),
      ]),
    )
  })

  it('of a group names its slot, in a rule and in an overlay', () => {
    const ghosts = { quorum: [{ group: 'ghosts', need: 1 }] }
    const found = problems({
      ...POLICY,
      rules: [{ ...RULE, ...ghosts }],
      overlays: [{ ...OVERLAY, effect: { kind: 'require', ...ghosts, delaySeconds: 0 } }],
    })
    expect(found.map(({ field }) => field)).toEqual([
      'policy.rules.0.quorum.0.group',
      'policy.overlays.0.effect.quorum.0.group',
    ])
  })

  it('shows a field that somebody made to deceive as it is', () => {
    const [found] = problems({ ...POLICY, ['rules\u202e\n']: [] })
    expect(found?.field).toBe('policy.rules‹U+202E›‹U+000A›')
    expect(found?.message).toContain('There is no field rules‹U+202E›‹U+000A›.')
  })
})

it('takes the schema that an editor looks up, and keeps nothing of it', () => {
  expect(policySchema.parse({ ...POLICY, $schema: 'https://desk.example/api/policy-schema' })).toEqual(POLICY)
  expect(messages({ ...POLICY, $schema: 7 })).toEqual(['A text in quotes belongs here.'])
})
