import type { Address } from 'viem'
import { describe, expect, it } from 'vitest'
import { buildEvidence, type EvidenceSources } from '@/lib/approve/evidence'
import { evidenceChanges } from '@/lib/approve/evidence-changes'
import type { Finding } from '@/lib/assess/types'
import {
  ASSESSMENT,
  CONTACT,
  FINDING,
  hash,
  PAYEE,
  REQUIREMENT,
  SAFE,
  SIMULATED,
  TOKEN,
} from '@/tests/builders/reviewed'

const evidence = (change: Partial<EvidenceSources['assessment']> = {}, other: Partial<EvidenceSources> = {}) =>
  buildEvidence({
    ...{ installation: 'acme', requirement: REQUIREMENT, contacts: [CONTACT], driftingRules: [] },
    policy: { id: 'treasury', version: 1 },
    assessment: { ...ASSESSMENT, ...change },
    ...other,
  })
const account = (at: number): Address => `0x${at.toString(16).padStart(40, '0')}`
const changesTo = (...now: Parameters<typeof evidence>) => evidenceChanges(evidence(), evidence(...now))

describe('what changed in the evidence', () => {
  it('is nothing between two records that are the same', () => {
    expect(changesTo()).toEqual([])
  })

  it('is an amount, before and now, of the account and asset that it is of', () => {
    const [safe, payee] = SIMULATED.balances
    if (!safe || !payee) throw new Error('two balances change')
    const balances = [safe, { ...payee, after: 240_000_000n }]
    const what = `Change of a balance, in base units: ${PAYEE.toLowerCase()} ${TOKEN.toLowerCase()}`
    expect(changesTo({ effects: { ...SIMULATED, balances } })).toEqual([
      { what, before: '250000000', now: '240000000' },
    ])
    expect(changesTo({ effects: { ...SIMULATED, balances: [safe] } })).toEqual([
      { what, before: '250000000', now: null },
    ])
  })

  it('is a contract that runs other code, a finding that came, and how it ends', () => {
    const touched = SIMULATED.touched.map((one) => ({ ...one, codeHash: `0x${'99'.repeat(32)}` as const }))
    const found = changesTo({ effects: { ...SIMULATED, touched, status: 'reverted' }, findings: [FINDING] })
    expect(found.map(({ what }) => what)).toEqual([
      'How it ends',
      'Finding: GAS_REFUND_ACTIVE 1',
      `Contract: ${TOKEN.toLowerCase()}`,
    ])
    expect(found[0]).toMatchObject({ before: 'success', now: 'reverted' })
    expect(found[2]?.now).toContain('99'.repeat(32))
    expect(found[1]).toMatchObject({ before: null, now: 'high' })
  })

  it('counts findings of one code and place that differ, also where one of them stays', () => {
    const other: Finding = { ...FINDING, severity: 'critical' }
    const [one, both] = [evidence({ findings: [FINDING] }), evidence({ findings: [other, FINDING] })]
    const what = 'Finding: GAS_REFUND_ACTIVE 1'
    expect(evidenceChanges(one, both)).toEqual([{ what, before: null, now: 'critical' }])
    expect(evidenceChanges(both, one)).toEqual([{ what, before: 'critical', now: null }])
    expect(evidenceChanges(evidence({ findings: [other] }), both)).toEqual([{ what, before: null, now: 'high' }])
    expect(evidenceChanges(both, evidence({ findings: [FINDING, other] }))).toEqual([])
    const reasons = (...all: string[]) => ({ requirement: { reasons: all } })
    expect(evidenceChanges(reasons('a', 'b'), reasons('a', 'a', 'b'))).toEqual([
      { what: 'Reason of the policy: a', before: null, now: 'a' },
    ])
  })

  it('is nothing that can be named where only the order is another', () => {
    const reasons = (...all: string[]) => ({ requirement: { reasons: all } })
    expect(evidenceChanges(reasons('a', 'b'), reasons('b', 'a'))).toEqual([])
  })

  it('puts the Safe, its storage and its allowances before whatever a token makes many of', () => {
    const many = Array.from({ length: 40 }, (_, at) => at)
    const noise = {
      balances: many.map((at) => ({ account: account(at), asset: TOKEN, before: 0n, after: 1n })),
      touched: many.map((at) => ({ address: account(at), codeHash: hash(at), implementation: null })),
    }
    const { safe } = ASSESSMENT
    if (safe === null) throw new Error('the Safe is known')
    const changes = changesTo({
      safe: { ...safe, owners: [...safe.owners, SAFE], modules: [PAYEE] },
      findings: [FINDING],
      effects: {
        ...{ ...SIMULATED, ...noise, status: 'inner-failure' },
        safeStorage: [...SIMULATED.safeStorage, { slot: hash(4), label: 'threshold', before: hash(3), after: hash(1) }],
        approvals: [{ token: TOKEN, owner: SAFE, spender: PAYEE, units: null }],
        code: [{ address: PAYEE, before: null, after: hash(9) }],
      },
    })
    expect(changes.length).toBeGreaterThan(80)
    expect(changes.slice(0, 7).map(({ what }) => what.split(':')[0])).toEqual([
      'How it ends',
      'Owner of the Safe',
      'Module of the Safe',
      'Storage of the Safe',
      'Allowance',
      'Code made or taken away',
      'Finding',
    ])
  })

  it('is an owner more, and a policy that asks for more', () => {
    const { safe } = ASSESSMENT
    if (safe === null) throw new Error('the Safe is known')
    const more = { ...safe, owners: [...safe.owners, SAFE] }
    expect(changesTo({ safe: more })).toEqual([
      { what: `Owner of the Safe: ${SAFE.toLowerCase()}`, before: null, now: SAFE.toLowerCase() },
    ])
    const requirement = { ...REQUIREMENT, approvals: REQUIREMENT.approvals + 1 }
    expect(changesTo({}, { requirement })).toEqual([
      {
        what: 'Approvals that the policy asks for',
        ...{ before: String(REQUIREMENT.approvals), now: String(requirement.approvals) },
      },
    ])
  })

  it('is code that comes to be, where none was kept before', () => {
    const code = [{ address: PAYEE, before: null, after: `0x${'99'.repeat(32)}` as const }]
    const [change] = changesTo({ effects: { ...SIMULATED, code } })
    expect(change).toMatchObject({ what: `Code made or taken away: ${PAYEE.toLowerCase()}`, before: null })
  })

  it('is one line where nothing was simulated', () => {
    expect(changesTo({ effects: { kind: 'unavailable', party: 'a', reason: 'b' } })).toEqual([
      { what: 'The simulation', before: 'simulated', now: 'unavailable' },
    ])
  })
})
