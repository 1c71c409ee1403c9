import { describe, expect, it } from 'vitest'
import type { Address } from 'viem'
import { getAddress } from 'viem/utils'
import { judgePreflight, type PreflightInputs } from '@/lib/execute/preflight'
import { hashSafeTx } from '@/lib/stage/hash'

const address = (digit: string) => getAddress(`0x${digit.repeat(40)}`)
const [SAFE, ANA, BEN, CEM] = [address('9'), address('1'), address('2'), address('3')]
const [EXECUTOR, GUARD, NOBODY] = [address('e'), address('8'), address('7')]
const DIGEST = `0x${'aa'.repeat(32)}` as const
const OTHER = `0x${'bb'.repeat(32)}` as const
const safe = { chainId: 31337, address: SAFE, version: '1.4.1' } as const
const zero = address('0')
const tx = {
  to: ANA,
  value: 1n,
  data: '0x',
  operation: 0,
  safeTxGas: 0n,
  baseGas: 0n,
  gasPrice: 0n,
  gasToken: zero,
  refundReceiver: zero,
  nonce: 4n,
} as const
const staged = { safe, tx, hashes: hashSafeTx(safe, tx) }
const hash = staged.hashes.safeTx
const state = {
  version: '1.4.1',
  singleton: zero,
  owners: [ANA, BEN, CEM],
  threshold: 2,
  nonce: 4n,
  modules: [],
  guard: zero,
  moduleGuard: zero,
  fallbackHandler: zero,
} as const
const effects = {
  kind: 'simulated',
  block: { number: 1n, hash, timestamp: 1n },
  status: 'success',
  revertReason: null,
  gasUsed: 1n,
  environments: [],
  root: { kind: 'CALL', from: ANA, to: SAFE, value: 0n, input: '0x', error: null, calls: [] },
  balances: [],
  approvals: [],
  safeStorage: [],
  touched: [],
} as const

const GOOD: PreflightInputs = {
  now: new Date('2026-01-02T00:00:00Z'),
  withdrawal: {
    state: 'ready',
    expiresAt: new Date('2026-01-03T00:00:00Z'),
    readyFrom: new Date('2026-01-01T00:00:00Z'),
    initiatorId: 'ina',
  },
  assessment: {
    staged,
    effects,
    safe: state,
    hashes: { own: hash, protocolKit: hash, contract: hash },
    findings: [],
    verdict: 'ok',
  },
  requirement: {
    policyId: 'p',
    policyVersion: 1,
    rule: 'r',
    decision: 'allow',
    approvals: 2,
    groups: [],
    factors: [],
    offlineVerdict: false,
    delaySeconds: 0,
    expirySeconds: 1,
    reasons: [],
    trace: [],
  },
  evidenceDigest: DIGEST,
  executeDigest: DIGEST,
  approvals: [
    { memberId: 'ana', owner: ANA, evidenceDigest: DIGEST },
    { memberId: 'ben', owner: BEN, evidenceDigest: DIGEST },
  ],
  signatures: [
    { owner: ANA, recovered: ANA },
    { owner: BEN, recovered: BEN },
  ],
  quorum: { isMet: true },
  executor: EXECUTOR,
  executorGas: 1n,
}

const finding = {
  rule: 'r',
  code: 'HASH_UNKNOWN',
  outcome: 'unknown',
  severity: 'info',
  path: '',
  sentence: '',
  evidence: [],
} as const
const assessed = (change: Partial<PreflightInputs['assessment']>) => ({ assessment: { ...GOOD.assessment, ...change } })
const hashed = (change: object) => assessed({ hashes: { ...GOOD.assessment.hashes, ...change } })
const refusing = (...senders: Address[]) =>
  assessed({
    effects: {
      ...effects,
      environments: senders.map((sender) => ({
        ...{ name: sender, status: 'reverted' as const, digest: DIGEST, refused: { guard: GUARD, sender } },
      })),
    },
  })
const withdrawn = (change: object) => ({ withdrawal: { ...GOOD.withdrawal, ...change } })
const required = (change: object) => ({ requirement: { ...GOOD.requirement, ...change } })

const STOPS: [string, Partial<PreflightInputs>, string][] = [
  ['it is in another state', withdrawn({ state: 'awaiting-approvals' }), 'It is awaiting approvals, not ready.'],
  ['it expired', withdrawn({ expiresAt: GOOD.now }), 'It expired at 2026-01-02T00:00:00.000Z.'],
  ['it cools', withdrawn({ readyFrom: new Date('2026-01-02T00:00:01Z') }), 'It cools until'],
  ['it never became ready', withdrawn({ readyFrom: null }), 'Its approvals are not complete.'],
  ['the executor has no gas', { executorGas: 0n }, 'The executor’s wallet holds nothing to pay gas with.'],
  ['the chain does not tell the Safe', assessed({ safe: null }), 'The chain does not tell the state of the Safe.'],
  ['the nonce is used', assessed({ safe: { ...state, nonce: 5n } }), 'The Safe is at nonce 5; this is nonce 4.'],
  [
    'the nonce is in the future',
    assessed({ safe: { ...state, nonce: 3n } }),
    'The Safe is at nonce 3; this is nonce 4.',
  ],
  ['our hash differs', hashed({ own: OTHER }), 'Our own hash is not the one that was staged.'],
  ['protocol-kit differs', hashed({ protocolKit: OTHER }), 'protocol-kit computes another hash'],
  ['protocol-kit is silent', hashed({ protocolKit: null }), 'protocol-kit gives no hash'],
  ['the contract differs', hashed({ contract: OTHER }), 'The Safe computes another hash'],
  ['the contract is silent', hashed({ contract: null }), 'The Safe gives no hash'],
  [
    'it is not simulated',
    assessed({ effects: { kind: 'unavailable', party: 'n', reason: 'No node.' } }),
    'It could not be simulated: No node.',
  ],
  [
    'it fails in simulation',
    assessed({ effects: { ...effects, status: 'reverted', revertReason: 'GS013' } }),
    'In simulation it fails: GS013.',
  ],
  ['the guard refuses the wallet', refusing(NOBODY, EXECUTOR), 'The guard refuses this wallet; use one that it takes.'],
  ['a critical finding blocks', assessed({ verdict: 'block' }), 'A critical finding blocks it.'],
  ['a rule does not know', assessed({ findings: [finding] }), 'Not known: HASH_UNKNOWN.'],
  [
    'policy holds',
    required({ decision: 'hold', reasons: ['Compliance holds it.'] }),
    'Policy does not allow it: Compliance holds it.',
  ],
  ['policy blocks', required({ decision: 'block' }), 'Policy does not allow it: block'],
  ['the executor saw another review', { executeDigest: OTHER }, 'The review changed since the executor looked at it.'],
  ['the evidence changed', { evidenceDigest: OTHER, executeDigest: OTHER }, '2 approvals are for other evidence'],
  [
    'a signature is by someone else',
    {
      signatures: [
        { owner: ANA, recovered: CEM },
        { owner: BEN, recovered: BEN },
      ],
    },
    `The signature stored for ${ANA} is not by that owner.`,
  ],
  [
    'a signature is no signature',
    {
      signatures: [
        { owner: ANA, recovered: null },
        { owner: BEN, recovered: BEN },
      ],
    },
    `The signature stored for ${ANA} is not by that owner.`,
  ],
  ['a signature is missing', { signatures: [{ owner: ANA, recovered: ANA }] }, `There is no signature of ${BEN}.`],
  [
    'a signature has no approval',
    { signatures: [...GOOD.signatures, { owner: CEM, recovered: CEM }] },
    `The signature of ${CEM} belongs to no approval.`,
  ],
  [
    'an owner was removed',
    assessed({ safe: { ...state, owners: [ANA, CEM] } }),
    `${BEN} is no longer an owner of the Safe.`,
  ],
  ['the threshold was raised', assessed({ safe: { ...state, threshold: 3 } }), '2 of 3 people have approved.'],
  ['policy asks for more people', required({ approvals: 3 }), '2 of 3 people have approved.'],
  [
    'two keys are one person’s',
    {
      approvals: [
        { memberId: 'ana', owner: ANA, evidenceDigest: DIGEST },
        { memberId: 'ana', owner: BEN, evidenceDigest: DIGEST },
      ],
    },
    '1 of 2 people have approved.',
  ],
  [
    'two people share one key',
    {
      approvals: [
        { memberId: 'ana', owner: ANA, evidenceDigest: DIGEST },
        { memberId: 'ben', owner: ANA, evidenceDigest: DIGEST },
      ],
      signatures: [{ owner: ANA, recovered: ANA }],
    },
    'One owner key stands for several people.',
  ],
  ['the initiator approved', withdrawn({ initiatorId: 'ben' }), 'Its initiator is among its approvers.'],
  ['a group is not complete', { quorum: { isMet: false } }, 'The groups that policy asks for are not complete.'],
]

describe('preflight', () => {
  it('goes when everything agrees', () => {
    expect(judgePreflight(GOOD)).toEqual({ isGo: true })
  })

  it('goes again when a hand-over is repeated, and when hashes are only spelt differently', () => {
    expect(judgePreflight({ ...GOOD, ...withdrawn({ state: 'executing' }) })).toEqual({ isGo: true })
    const upper = `0x${hash.slice(2).toUpperCase()}` as const
    expect(judgePreflight({ ...GOOD, ...hashed({ contract: upper }) })).toEqual({ isGo: true })
  })

  it.each(STOPS)('stops when %s', (_what, change, sentence) => {
    const answer = judgePreflight({ ...GOOD, ...change })
    expect(answer.isGo ? [] : answer.reasons).toEqual(expect.arrayContaining([expect.stringContaining(sentence)]))
  })

  it('goes where the guard refuses others and takes the wallet', () => {
    expect(judgePreflight({ ...GOOD, ...refusing(NOBODY) })).toEqual({ isGo: true })
  })

  it('never finds expired what has no deadline', () => {
    expect(judgePreflight({ ...GOOD, ...withdrawn({ expiresAt: null }) })).toEqual({ isGo: true })
  })

  it('tells every reason at once', () => {
    const answer = judgePreflight({
      ...GOOD,
      executorGas: 0n,
      ...withdrawn({ expiresAt: GOOD.now }),
      quorum: { isMet: false },
    })
    expect(answer.isGo ? 0 : answer.reasons.length).toBe(3)
  })
})
