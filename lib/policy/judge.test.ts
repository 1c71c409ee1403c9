import type { Address } from 'viem'
import { describe, expect, it } from 'vitest'
import type { PolicyFacts } from '@/lib/policy/facts'
import { decide } from '@/lib/policy/judge'
import type { Policy } from '@/lib/policy/types'
import { FACTS, OVERLAY, POLICY, PEOPLE, RULE } from '@/tests/builders/policies'
import {
  ASSESSMENT,
  CONTACT,
  ETHER,
  FINDING,
  INTENT,
  OWNERS,
  PAYEE,
  SAFE,
  TOKEN,
  USDC,
} from '@/tests/builders/reviewed'

const judge = (facts: Partial<PolicyFacts> = {}, policy: Partial<Policy> = {}) => {
  const one = { ...POLICY, ...policy }
  return decide({ pinned: one, current: one, ...FACTS, ...facts })
}
const leg = { asset: USDC, recipient: PAYEE, units: 250_000_000n } as const
const safe = { threshold: 3, owners: OWNERS }
const tx = ASSESSMENT.staged.tx
const cancelTx = { ...ASSESSMENT.staged, tx: { ...tx, to: SAFE, data: '0x', value: 0n } } as const

describe('requirement', () => {
  it('lets an honest payment go on with as many people as the Safe asks for', () => {
    const requirement = judge()
    expect(requirement).toMatchObject({
      decision: 'allow',
      rule: 'payments',
      approvals: 3,
      reasons: [],
      policyVersion: 1,
    })
    expect(requirement.groups.map(({ id, need }) => [id, need])).toEqual([
      ['signers', 2],
      ['any-owner', 1],
    ])
  })

  it('asks for more than the threshold when the policy does', () => {
    const quorum = [
      { group: 'signers', need: 2 },
      { group: 'seniors', need: 2 },
    ]
    const requirement = judge({}, { rules: [{ ...RULE, quorum }] })
    expect(requirement).toMatchObject({ decision: 'allow', approvals: 4 })
    expect(requirement.groups.map(({ id }) => id)).toEqual(['signers', 'seniors'])
  })

  it('never counts the initiator, nor people without a key of this Safe', () => {
    const stranger = { memberId: 'noor', name: 'Noor', owners: [PAYEE] } as const
    const groups = POLICY.groups.map((group) => ({ ...group, members: [...group.members, 'noor'] }))
    const requirement = judge({ initiatorId: 'ruth', people: [...PEOPLE, stranger] }, { groups })
    const eligible = requirement.groups.flatMap((group) => group.eligible.map(({ memberId }) => memberId))
    expect(eligible).not.toContain('ruth')
    expect(eligible).not.toContain('noor')
    expect(requirement.decision).toBe('allow')
  })

  it('blocks with the names when too few people are left', () => {
    const two = judge({ people: PEOPLE.slice(0, 2) })
    expect(two.decision).toBe('block')
    expect(two.reasons).toEqual([
      '3 distinct people must approve, but the groups share people and only 2 slots can be filled.',
    ])
    expect(judge({ people: PEOPLE.slice(0, 1) }).reasons[0]).toBe(
      'Treasury signers must give 2, but only Ruth may approve for it.',
    )
  })
})

describe('base rules', () => {
  const big = { ...RULE, name: 'large', when: {}, delaySeconds: 3600 }

  it('take the first that matches', () => {
    const rules = [RULE, big]
    expect(judge({}, { rules }).rule).toBe('payments')
    expect(judge({}, { rules: rules.toReversed() }).rule).toBe('large')
    const legs = [{ ...leg, units: 1_000_000_001n }]
    expect(judge({ intent: { ...INTENT, legs } }, { rules })).toMatchObject({ rule: 'large', delaySeconds: 3600 })
  })

  it('sum each asset over all legs', () => {
    const legs = [1, 2, 3, 4].map(() => leg)
    expect(judge({ intent: { ...INTENT, legs } }).decision).toBe('allow')
    expect(judge({ intent: { ...INTENT, legs: [...legs, { ...leg, units: 1n }] } }).decision).toBe('block')
  })

  it('block what no rule is for', () => {
    const native = { ...INTENT, legs: [leg, { ...leg, asset: ETHER }] }
    expect(judge({ intent: native })).toMatchObject({ decision: 'block', rule: null })
    expect(judge({ class: 'contract-call' }).reasons).toContain('No rule of the policy allows this contract-call.')
  })

  it('give an asset without a limit of its own no allowance', () => {
    const rules = [{ ...RULE, when: { maxUnits: { native: '1' } } }]
    expect(judge({}, { rules }).decision).toBe('block')
  })

  it('hold, and are not skipped, when an input is missing', () => {
    const rules = [{ ...RULE, when: { activeRecipientsOnly: true } }, big]
    expect(judge({ contacts: null }, { rules, overlays: [] })).toMatchObject({
      decision: 'hold',
      rule: 'payments',
      reasons: ['Rule payments cannot be judged: the address book could not be read.'],
    })
    expect(judge({ intent: null }, { overlays: [] })).toMatchObject({ decision: 'hold', rule: 'payments' })
    expect(judge({ safe: null })).toMatchObject({ decision: 'hold' })
  })
})

describe('overlays', () => {
  it('hold a recipient who is not active in the book, and let the honest one pass', () => {
    expect(judge({ contacts: [] })).toMatchObject({ decision: 'hold' })
    expect(judge({ contacts: [{ ...CONTACT, isActive: false }] })).toMatchObject({ decision: 'hold' })
    expect(judge({ contacts: [CONTACT] }).decision).toBe('allow')
  })

  it('add people and delay, the larger need for one group', () => {
    const overlays = [
      {
        name: 'large',
        unless: { maxUnits: { [TOKEN]: '1' } },
        effect: {
          kind: 'require' as const,
          delaySeconds: 60,
          quorum: [
            { group: 'signers', need: 3 },
            { group: 'seniors', need: 1 },
          ],
        },
      },
    ]
    const requirement = judge({}, { overlays })
    expect(requirement).toMatchObject({ decision: 'allow', approvals: 4, delaySeconds: 60 })
    expect(requirement.groups.map(({ id, need }) => [id, need])).toEqual([
      ['signers', 3],
      ['seniors', 1],
    ])
  })

  it('hold when they cannot be judged, whatever else they do', () => {
    const overlays = [{ ...OVERLAY, effect: { kind: 'require' as const, quorum: [], delaySeconds: 5 } }]
    expect(judge({ contacts: null }, { overlays })).toMatchObject({ decision: 'hold', delaySeconds: 5 })
  })

  it('put block over hold', () => {
    const overlays = [OVERLAY, { ...OVERLAY, name: 'never', effect: { kind: 'block' as const, sentence: 'Never.' } }]
    expect(judge({ contacts: [] }, { overlays })).toMatchObject({ decision: 'block' })
    expect(judge({ contacts: [] }, { overlays: overlays.toReversed() })).toMatchObject({ decision: 'block' })
  })
})

describe('invariants', () => {
  const critical = { ...FINDING, code: 'DELEGATECALL_UNTRUSTED', severity: 'critical' as const }
  it.each<[string, Partial<PolicyFacts>]>([
    ['a critical finding', { findings: [critical], verdict: 'block' }],
    ['a critical rule without an answer', { findings: [{ ...critical, outcome: 'unknown' }] }],
    ['a blocking verdict', { verdict: 'block' }],
    ['configuration in a transfer', { findings: [{ ...FINDING, code: 'MODULE_DISABLE', severity: 'medium' }] }],
    ['a cancel that is none', { class: 'cancel' }],
  ])('block %s', (_name, facts) => expect(judge(facts).decision).toBe('block'))

  it('leave passed critical rules and high findings alone', () => {
    expect(judge({ findings: [{ ...critical, outcome: 'pass' }] }).decision).toBe('allow')
    expect(judge({ findings: [FINDING], verdict: 'warn' }).decision).toBe('allow')
    const rules = [{ ...RULE, class: 'configuration' as const, when: {} }]
    const findings = [{ ...FINDING, code: 'OWNER_ADD', severity: 'medium' as const }]
    const change = { kind: 'change-threshold', threshold: 4 } as const
    const facts = { class: 'configuration' as const, intent: { ...INTENT, legs: [], change }, findings }
    expect(judge(facts, { rules, overlays: [] }).decision).toBe('allow')
    // Its overlays about recipients and amounts have nothing to hold there.
    expect(judge(facts, { rules }).decision).toBe('allow')
  })

  it('block a configuration that says no change, and a contract call that says no call', () => {
    for (const kind of ['configuration', 'contract-call'] as const) {
      const rules = [{ ...RULE, class: kind, when: {} }]
      const { decision, reasons } = judge({ class: kind }, { rules, overlays: [] })
      expect([decision, reasons]).toEqual(['block', [expect.stringMatching(/^It says no (change|call)/)]])
    }
  })

  it('take the contract that is called as who is paid, and what it is given as an amount', () => {
    const rules = [{ ...RULE, class: 'contract-call' as const, when: { maxUnits: { [TOKEN]: '10' } } }]
    const call = (to: Address, units: bigint) => ({
      class: 'contract-call' as const,
      intent: { ...INTENT, legs: [], call: { to, data: '0x12345678' as const, gives: [{ asset: USDC, units }] } },
    })
    expect(judge(call(CONTACT.address, 10n), { rules }).decision).toBe('allow')
    expect(judge(call(CONTACT.address, 11n), { rules }).decision).toBe('block')
    const read = (provenance: 'standard' | 'unknown') => ({
      ...call(TOKEN, 10n),
      call: { target: TOKEN as Address, provenance },
    })
    expect(judge(read('unknown'), { rules }).decision).toBe('hold')
    // Two people registered it: they vouch for it as they do for a contact.
    expect(judge(read('standard'), { rules }).decision).toBe('allow')
    // Nobody can have vouched for whom nothing can read.
    const unread = (outcome: 'fail' | 'pass') => ({
      ...read('standard'),
      findings: [{ ...FINDING, code: 'RECIPIENT_UNREADABLE', outcome }],
    })
    expect(judge(unread('fail'), { rules }).decision).toBe('hold')
    expect(judge(unread('pass'), { rules }).decision).toBe('allow')
  })
})

describe('an on-chain cancel', () => {
  const cancel = { class: 'cancel' as const, staged: cancelTx, intent: null }
  it('needs the threshold in distinct people and no rule', () => {
    expect(judge(cancel, { rules: [] })).toMatchObject({
      decision: 'allow',
      approvals: 3,
      delaySeconds: 0,
      groups: [{ id: 'any-owner', need: 3 }],
    })
  })
  it('is blocked when it carries anything', () => {
    for (const change of [
      { value: 1n },
      { data: '0x00' as const },
      { operation: 1 },
      { gasPrice: 1n },
      { to: PAYEE },
    ] as const)
      expect(judge({ ...cancel, staged: { ...cancelTx, tx: { ...cancelTx.tx, ...change } } }).decision).toBe('block')
  })
})

describe('pinned and current version', () => {
  const next = { ...POLICY, version: 2 }
  const both = (current: Policy, facts: Partial<PolicyFacts> = {}) =>
    decide({ pinned: POLICY, current, ...FACTS, ...facts })

  it('give the stricter of both, named after the pinned one', () => {
    const stricter = {
      ...next,
      rules: [{ ...RULE, quorum: [{ group: 'signers', need: 4 }], delaySeconds: 9, expirySeconds: 99 }],
    }
    expect(both(stricter)).toMatchObject({ policyVersion: 1, approvals: 4, delaySeconds: 9, expirySeconds: 99 })
  })

  it('are not loosened by a looser current one', () => {
    const looser = { ...next, rules: [{ ...RULE, quorum: [{ group: 'signers', need: 1 }] }], overlays: [] }
    expect(both(looser, { contacts: [] })).toMatchObject({ decision: 'hold', approvals: 3 })
  })

  it('block when the current one has no rule for it', () => {
    expect(both({ ...next, rules: [] }).decision).toBe('block')
  })

  it('count for a group only people whom both know as its members', () => {
    const groups = [{ id: 'signers', name: 'Treasury signers', members: ['ruth', 'lena'] }]
    const requirement = both({ ...next, groups })
    expect(requirement.groups[0]?.eligible.map(({ memberId }) => memberId)).toEqual(['ruth', 'lena'])
  })

  it('block without a factor in common', () => {
    const requirement = both({ ...next, rules: [{ ...RULE, factors: ['other'] }] })
    expect(requirement).toMatchObject({ decision: 'block', factors: [] })
  })

  it('do not add the threshold twice', () => {
    const requirement = both({ ...next, rules: [{ ...RULE, quorum: [{ group: 'signers', need: 3 }] }] })
    expect(requirement).toMatchObject({ approvals: safe.threshold })
  })
})
