import { describe, expect, it } from 'vitest'
import { buildEvidence, evidenceDigest, type EvidenceSources } from '@/lib/approve/evidence'
import type { Assessment } from '@/lib/assess/review'
import { canonicalize, type Json } from '@/lib/core/canonical'
import {
  ASSESSMENT,
  CONTACT,
  ETHER,
  FINDING,
  hash,
  INTENT,
  OWNERS,
  PAYEE,
  REQUIREMENT,
  SAFE,
  SIMULATED,
  TOKEN,
} from '@/tests/builders/reviewed'

const SOURCES: EvidenceSources = {
  installation: 'acme',
  assessment: { ...ASSESSMENT, findings: [FINDING] },
  requirement: REQUIREMENT,
  contacts: [CONTACT],
  policy: { id: 'treasury', version: 1 },
  driftingRules: ['queue'],
}
const digestOf = (sources: EvidenceSources) => evidenceDigest(buildEvidence(sources))
const seen = (change: Partial<Assessment>): EvidenceSources => ({
  ...SOURCES,
  assessment: { ...SOURCES.assessment, ...change },
})
const { staged, call, safe } = ASSESSMENT
if (safe === null) throw new Error('the sample has a Safe')
const leg = INTENT.legs[0]
if (leg === undefined) throw new Error('the sample has a leg')
const tx = (change: Partial<typeof staged.tx>) => seen({ staged: { ...staged, tx: { ...staged.tx, ...change } } })
const effects = (change: Partial<typeof SIMULATED>) => seen({ effects: { ...SIMULATED, ...change } })
const state = (change: Partial<typeof safe>) => seen({ safe: { ...safe, ...change } })
const read = (change: Partial<typeof call>) => seen({ call: { ...call, ...change } })
const ask = (change: Partial<typeof REQUIREMENT>) => ({ ...SOURCES, requirement: { ...REQUIREMENT, ...change } })
const stray = { account: SAFE, asset: 'native', before: 10n, after: 20n } as const
const approval = { token: TOKEN, owner: SAFE, spender: PAYEE, units: 1n } as const

const BOUND: Record<string, EvidenceSources> = {
  installation: { ...SOURCES, installation: 'other' },
  chain: seen({ staged: { ...staged, safe: { ...staged.safe, chainId: 1 } } }),
  Safe: seen({ staged: { ...staged, safe: { ...staged.safe, address: PAYEE } } }),
  version: seen({ staged: { ...staged, safe: { ...staged.safe, version: '1.3.0' } } }),
  to: tx({ to: PAYEE }),
  value: tx({ value: 1n }),
  data: tx({ data: '0xa9059cbc' }),
  operation: tx({ operation: 1 }),
  safeTxGas: tx({ safeTxGas: 1n }),
  baseGas: tx({ baseGas: 1n }),
  gasPrice: tx({ gasPrice: 1n }),
  gasToken: tx({ gasToken: TOKEN }),
  refundReceiver: tx({ refundReceiver: PAYEE }),
  nonce: tx({ nonce: 5n }),
  safeTxHash: seen({ staged: { ...staged, hashes: { ...staged.hashes, safeTx: hash(13) } } }),
  'intent gone': seen({ intent: null }),
  'intent purpose': seen({ intent: { ...INTENT, purpose: 'Invoice 18' } }),
  'intent reference': seen({ intent: { ...INTENT, reference: 'INV-18' } }),
  'intent units': seen({ intent: { ...INTENT, legs: [{ ...leg, units: 1n }] } }),
  'intent asset': seen({ intent: { ...INTENT, legs: [{ ...leg, asset: ETHER }] } }),
  'call provenance': read({ provenance: 'verified' }),
  'call ABI hash': read({ abiHash: hash(21) }),
  'call argument': read({ arguments: [{ name: 'to', type: 'address', value: SAFE }] }),
  'call child': read({ children: [{ ...call, path: '1.1' }] }),
  'call candidates': read({ candidates: ['other(uint256)'] }),
  'call names': read({ names: [{ signature: 'other(uint256)', arguments: null, abi: null }] }),
  'call names and whose ABI': read({
    names: [{ signature: 'other(uint256)', arguments: null, abi: { source: 'sourcify', implementation: PAYEE } }],
  }),
  'call anomalies': read({ anomalies: ['trailing'] }),
  'simulated status': effects({ status: 'inner-failure' }),
  'no simulation': seen({ effects: { kind: 'unavailable', party: 'node', reason: 'down' } }),
  'change of an intended asset': effects({
    balances: SIMULATED.balances.map((change) => ({ ...change, after: change.after + 1n })),
  }),
  'stray change': effects({ balances: [...SIMULATED.balances, stray] }),
  'approval granted': effects({ approvals: [approval] }),
  'storage after': effects({ safeStorage: [{ slot: hash(5), label: 'nonce', before: hash(4), after: hash(6) }] }),
  'storage slot': effects({ safeStorage: [{ slot: hash(4), label: 'nonce', before: hash(4), after: hash(5) }] }),
  'code hash': effects({ touched: [{ address: TOKEN, codeHash: hash(78), implementation: null }] }),
  implementation: effects({ touched: [{ address: TOKEN, codeHash: hash(77), implementation: PAYEE }] }),
  singleton: state({ singleton: PAYEE }),
  owners: state({ owners: OWNERS.slice(1) }),
  threshold: state({ threshold: 2 }),
  modules: state({ modules: [PAYEE] }),
  guard: state({ guard: PAYEE }),
  'module guard': state({ moduleGuard: PAYEE }),
  'fallback handler': state({ fallbackHandler: PAYEE }),
  'finding gone': seen({ findings: [] }),
  'finding path': seen({ findings: [{ ...FINDING, path: '1.2' }] }),
  'finding severity': seen({ findings: [{ ...FINDING, severity: 'critical' }] }),
  'book-entry version': { ...SOURCES, contacts: [{ ...CONTACT, version: 4 }] },
  'book-entry name': { ...SOURCES, contacts: [{ ...CONTACT, name: 'Somebody else' }] },
  'book-entry id': { ...SOURCES, contacts: [{ ...CONTACT, entryId: 'book-2' }] },
  'book entry gone': { ...SOURCES, contacts: [] },
  'requirement quorum': ask({ approvals: 4 }),
  'requirement people': ask({ groups: [] }),
  'requirement delay': ask({ delaySeconds: 60 }),
  'requirement factors': ask({ factors: ['passkey', 'totp'] }),
  'policy version': { ...SOURCES, policy: { id: 'treasury', version: 2 } },
}

const UNBOUND: Record<string, EvidenceSources> = {
  'block number, hash and time': effects({ block: { number: 9n, hash: hash(9), timestamp: 9n } }),
  'balances with the same change': effects({
    balances: SIMULATED.balances.map((change) => ({ ...change, before: change.before + 7n, after: change.after + 7n })),
  }),
  'order of balances': effects({ balances: SIMULATED.balances.toReversed() }),
  'names of environments': effects({ environments: [{ name: 'pending', status: 'success', digest: hash(1) }] }),
  'gas used': effects({ gasUsed: 1n }),
  'an unchanged balance': effects({ balances: [...SIMULATED.balances, { ...stray, after: 10n }] }),
  'nonce of the Safe now': state({ nonce: 3n }),
  'order of owners': state({ owners: OWNERS.toReversed() }),
  'spelling of an address': state({ singleton: '0x41675c099f32341bf84bfc5382af534df5c7461a' }),
  'a drifting finding': seen({ findings: [FINDING, { ...FINDING, rule: 'queue', code: 'NONCE_CONFLICT' }] }),
  'a low finding': seen({ findings: [FINDING, { ...FINDING, code: 'RECIPIENT_NEW', severity: 'low' }] }),
  'a passed rule': seen({ findings: [FINDING, { ...FINDING, code: 'GAS_TOKEN_CUSTOM', outcome: 'pass' }] }),
  'words of a finding': seen({ findings: [{ ...FINDING, sentence: 'Other words.' }] }),
  'queue, opinions and rule-set': seen({
    ruleSet: 'rules/2',
    queue: { onchainNonce: null, others: [] },
    hashes: { own: hash(12), protocolKit: null, contract: null },
  }),
  'a contact who is no recipient': { ...SOURCES, contacts: [CONTACT, { ...CONTACT, address: SAFE }] },
  'trace and names in the requirement': ask({
    trace: [],
    groups: REQUIREMENT.groups.map((group) => ({ ...group, name: 'Renamed', eligible: group.eligible.toReversed() })),
  }),
}

describe('evidence digest', () => {
  const original = digestOf(SOURCES)
  it.each(Object.entries(BOUND))('changes with %s', (_name, sources) => expect(digestOf(sources)).not.toBe(original))
  it.each(Object.entries(UNBOUND))('does not change with %s', (_name, sources) =>
    expect(digestOf(sources)).toBe(original),
  )

  it('gives every bound change a digest of its own', () => {
    expect(new Set(Object.values(BOUND).map(digestOf)).size).toBe(Object.keys(BOUND).length)
  })

  it('binds a stray change by direction, not by amount', () => {
    const more = effects({ balances: [...SIMULATED.balances, { ...stray, after: 999n }] })
    const back = effects({ balances: [...SIMULATED.balances, { ...stray, after: 1n }] })
    expect(digestOf(more)).toBe(digestOf(effects({ balances: [...SIMULATED.balances, stray] })))
    expect(digestOf(back)).not.toBe(digestOf(more))
  })

  it('is one canonical text, whatever the order of keys', () => {
    const record = buildEvidence(SOURCES)
    expect(canonicalize(reversed(record))).toBe(canonicalize(record))
    expect(JSON.parse(canonicalize(record))).toEqual(record)
  })
})

function reversed(value: Json): Json {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(reversed)
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, member === undefined ? undefined : reversed(member)]),
  )
}
