import { describe, expect, it } from 'vitest'
import { decide } from '@/lib/policy/judge'
import type { PolicyFacts } from '@/lib/policy/facts'
import type { Condition, Overlay, Policy, Requirement } from '@/lib/policy/types'
import type { Leg } from '@/lib/stage/types'
import { FACTS, POLICY, RULE, seeded } from '@/tests/builders/policies'
import { CONTACT, ETHER, INTENT, PAYEE, TOKEN, USDC } from '@/tests/builders/reviewed'

const RUNS = 400
const RANK = { allow: 0, hold: 1, block: 2 } as const
type Draw = ReturnType<typeof seeded>

function drawCondition(draw: Draw): Condition {
  return {
    ...(draw(2) ? { assets: draw(2) ? [TOKEN] : [TOKEN, 'native' as const] } : {}),
    ...(draw(2) ? { maxUnits: { [TOKEN]: `${draw(500)}000000`, ...(draw(2) ? { native: '5' } : {}) } } : {}),
    ...(draw(2) ? { activeRecipientsOnly: true } : {}),
  }
}

const drawQuorum = (draw: Draw) =>
  ['signers', 'seniors'].flatMap((group) => (draw(2) ? [{ group, need: 1 + draw(group === 'signers' ? 4 : 2) }] : []))

function drawOverlay(draw: Draw): Overlay {
  const effects: readonly Overlay['effect'][] = [
    { kind: 'block', sentence: 'Blocked.' },
    { kind: 'hold', sentence: 'Held.' },
    { kind: 'require', quorum: drawQuorum(draw), delaySeconds: draw(100) },
    { kind: 'require', quorum: drawQuorum(draw), delaySeconds: draw(100) },
  ]
  const effect = effects[draw(effects.length)]
  if (effect === undefined) throw new Error('drawn beyond the list')
  return { name: `overlay ${draw(1e6)}`, unless: drawCondition(draw), effect }
}

function drawPolicy(draw: Draw, version: number): Policy {
  const rules = Array.from({ length: 1 + draw(3) }, (_, place) => ({
    ...RULE,
    name: `rule ${place}`,
    when: drawCondition(draw),
    quorum: drawQuorum(draw),
    delaySeconds: draw(100),
    expirySeconds: 1000 + draw(1000),
  }))
  return { ...POLICY, version, rules, overlays: Array.from({ length: draw(3) }, () => drawOverlay(draw)) }
}

function drawFacts(draw: Draw): PolicyFacts {
  const legs: readonly Leg[] = Array.from({ length: draw(3) }, () => ({
    asset: draw(3) ? USDC : ETHER,
    recipient: PAYEE,
    units: BigInt(draw(500)) * 1_000_000n,
  }))
  return {
    ...FACTS,
    intent: draw(8) ? { ...INTENT, legs } : null,
    contacts: draw(6) ? (draw(3) ? [CONTACT] : []) : null,
    people: FACTS.people.slice(draw(3)),
    initiatorId: draw(3) ? 'ines' : 'ruth',
  }
}

function expectNotLooser(tighter: Requirement, base: Requirement): void {
  expect(RANK[tighter.decision]).toBeGreaterThanOrEqual(RANK[base.decision])
  expect(tighter.approvals).toBeGreaterThanOrEqual(base.approvals)
  expect(tighter.delaySeconds).toBeGreaterThanOrEqual(base.delaySeconds)
  expect(tighter.expirySeconds).toBeLessThanOrEqual(base.expirySeconds)
  expect(base.factors).toEqual(expect.arrayContaining([...tighter.factors]))
  for (const group of base.groups.filter(({ id }) => id !== 'any-owner')) {
    const same = tighter.groups.find(({ id }) => id === group.id)
    expect(same?.need).toBeGreaterThanOrEqual(group.need)
    expect(group.eligible).toEqual(expect.arrayContaining([...(same?.eligible ?? [])]))
  }
}

describe('policy', () => {
  it('is never loosened by one more overlay', () => {
    for (let run = 0; run < RUNS; run += 1) {
      const draw = seeded(run)
      const [policy, facts] = [drawPolicy(draw, 1), drawFacts(draw)]
      const added = { ...policy, overlays: [...policy.overlays, drawOverlay(draw)] }
      expectNotLooser(
        decide({ pinned: added, current: added, ...facts }),
        decide({ pinned: policy, current: policy, ...facts }),
      )
    }
  })

  it('is never looser than the pinned or the current version alone', () => {
    for (let run = 0; run < RUNS; run += 1) {
      const draw = seeded(run + 7_000)
      const [pinned, current, facts] = [drawPolicy(draw, 1), drawPolicy(draw, 2), drawFacts(draw)]
      const both = decide({ pinned, current, ...facts })
      for (const one of [pinned, current]) expectNotLooser(both, decide({ pinned: one, current: one, ...facts }))
    }
  })

  it('never asks for fewer people than the Safe, and gives the same answer twice', () => {
    for (let run = 0; run < RUNS; run += 1) {
      const draw = seeded(run + 14_000)
      const [policy, facts] = [drawPolicy(draw, 1), drawFacts(draw)]
      const requirement = decide({ pinned: policy, current: policy, ...facts })
      expect(requirement.approvals).toBeGreaterThanOrEqual(facts.safe?.threshold ?? 0)
      expect(requirement.groups.reduce((sum, { need }) => sum + need, 0)).toBe(requirement.approvals)
      expect(decide(structuredClone({ pinned: policy, current: policy, ...facts }))).toEqual(requirement)
    }
  })
})
