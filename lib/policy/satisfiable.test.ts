import { describe, expect, it } from 'vitest'
import { unsatisfiableReasons } from '@/lib/policy/satisfiable'
import type { Policy } from '@/lib/policy/types'
import { OVERLAY, PEOPLE, POLICY, RULE } from '@/tests/builders/policies'
import { OWNERS } from '@/tests/builders/reviewed'

const ORGANISATION = { people: PEOPLE, initiatorIds: ['ines'], safe: { threshold: 3, owners: OWNERS } }
const reasons = (policy: Partial<Policy>, change: Partial<typeof ORGANISATION> = {}) =>
  unsatisfiableReasons({ ...POLICY, ...policy }, { ...ORGANISATION, ...change })
const require = (group: string, need: number, delaySeconds = 0) => ({
  ...OVERLAY,
  name: `${need} of ${group}`,
  effect: { kind: 'require' as const, quorum: [{ group, need }], delaySeconds },
})

describe('satisfiability', () => {
  it('accepts a policy that people can fill', () => {
    expect(reasons({})).toEqual([])
    expect(reasons({ overlays: [require('seniors', 2)] })).toEqual([])
  })

  it('refuses a quorum above the people there are, by name', () => {
    const rules = [{ ...RULE, quorum: [{ group: 'seniors', need: 3 }] }]
    expect(reasons({ rules })).toEqual([
      'Rule payments: Senior signers must give 3, but only Ruth, Tomas may approve for it.',
    ])
  })

  it('refuses overlays that only together ask for too much', () => {
    const rules = [{ ...RULE, quorum: [{ group: 'signers', need: 4 }] }]
    const overlays = [require('signers', 4), require('seniors', 2)]
    expect(reasons({ rules, overlays })[0]).toContain('with overlay 2 of seniors')
  })

  it('refuses groups that share too few people', () => {
    const groups = [...POLICY.groups, { id: 'pair', name: 'Pair', members: ['ruth', 'tomas'] }]
    const quorum = [
      { group: 'seniors', need: 2 },
      { group: 'pair', need: 1 },
    ]
    expect(reasons({ groups, rules: [{ ...RULE, quorum }] })[0]).toContain('the groups share people')
  })

  it('refuses when the only initiator is needed as an approver, and not when another may stage', () => {
    const rules = [{ ...RULE, quorum: [{ group: 'seniors', need: 2 }] }]
    expect(reasons({ rules }, { initiatorIds: ['ruth'] })).toHaveLength(1)
    expect(reasons({ rules }, { initiatorIds: ['ruth', 'ines'] })).toEqual([])
  })

  it('refuses when a cancel could not be approved, nobody may stage, or a delay outlasts the expiry', () => {
    expect(reasons({ rules: [] }, { people: PEOPLE.slice(0, 2) })[0]).toContain(
      'An on-chain cancel could not be approved',
    )
    expect(reasons({}, { initiatorIds: [] })[0]).toContain('nobody may stage')
    expect(reasons({ overlays: [require('signers', 1, 86_400)] })).toEqual([
      'Rule payments with overlay 1 of signers: it expires after 86400 s, before its 86400 s delay ends.',
    ])
  })
})
