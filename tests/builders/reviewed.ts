import type { Address } from 'viem'
import { NO_PAST } from '@/lib/assess/past'
import type { Assessment } from '@/lib/assess/review'
import type { Contact, Finding } from '@/lib/assess/types'
import type { Effects } from '@/lib/simulate/types'
import type { Asset, Intent } from '@/lib/stage/types'
import type { Requirement } from '@/lib/policy/types'

export const SAFE: Address = '0x1111111111111111111111111111111111111111'
export const PAYEE: Address = '0x90F79bf6EB2c4f870365E785982E1f101E93b906'
export const TOKEN: Address = '0x2222222222222222222222222222222222222222'
export const ZERO = '0x0000000000000000000000000000000000000000'
export const OWNERS = [
  '0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1',
  '0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2',
  '0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa3',
  '0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa4',
  '0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa5',
] as const

export const USDC: Asset = { chainId: 31337, address: TOKEN, symbol: 'USDC', decimals: 6 }
export const ETHER: Asset = { chainId: 31337, address: 'native', symbol: 'ETH', decimals: 18 }

/** A made-up 32-byte hash, told apart by its last digits. */
export const hash = (n: number) => `0x${n.toString(16).padStart(64, '0')}` as const

export const INTENT: Intent = {
  legs: [{ asset: USDC, recipient: PAYEE, units: 250_000_000n }],
  purpose: 'Invoice 17',
  reference: 'INV-17',
}

export const CONTACT: Contact = {
  entryId: 'book-1',
  version: 3,
  address: PAYEE,
  name: 'Meridian',
  isActive: true,
  coolingUntil: null,
}

export const FINDING: Finding = {
  rule: 'refund',
  code: 'GAS_REFUND_ACTIVE',
  outcome: 'fail',
  severity: 'high',
  path: '1',
  sentence: 'The Safe refunds the gas of whoever executes this.',
  evidence: [],
}

export const SIMULATED: Extract<Effects, { kind: 'simulated' }> = {
  kind: 'simulated',
  block: { number: 100n, hash: hash(100), timestamp: 1_700_000_000n },
  status: 'success',
  revertReason: null,
  gasUsed: 90_000n,
  environments: [{ name: 'latest', status: 'success', digest: hash(1) }],
  root: { kind: 'CALL', from: PAYEE, to: SAFE, value: 0n, input: '0x', error: null, calls: [] },
  balances: [
    { account: SAFE, asset: TOKEN, before: 1_000_000_000n, after: 750_000_000n },
    { account: PAYEE, asset: TOKEN, before: 0n, after: 250_000_000n },
  ],
  approvals: [],
  safeStorage: [{ slot: hash(5), label: 'nonce', before: hash(4), after: hash(5) }],
  touched: [{ address: TOKEN, codeHash: hash(77), implementation: null }],
  logged: [{ event: 'transfer', token: TOKEN, from: SAFE, to: PAYEE, units: 250_000_000n }],
  code: [],
}

/** An honest payment of 250 USDC out of a 3-of-5 Safe, with nothing found. */
export const ASSESSMENT: Assessment = {
  class: 'transfer',
  staged: {
    safe: { chainId: 31337, address: SAFE, version: '1.4.1' },
    tx: {
      to: TOKEN,
      value: 0n,
      data: '0xa9059cbb',
      operation: 0,
      safeTxGas: 0n,
      baseGas: 0n,
      gasPrice: 0n,
      gasToken: ZERO,
      refundReceiver: ZERO,
      nonce: 4n,
    },
    hashes: { domain: hash(10), message: hash(11), safeTx: hash(12) },
  },
  intent: INTENT,
  call: {
    path: '1',
    operation: 0,
    to: TOKEN,
    value: 0n,
    data: '0xa9059cbb',
    target: TOKEN,
    actor: SAFE,
    elsewhere: '',
    targetName: 'USDC',
    provenance: 'standard',
    abiHash: hash(20),
    signature: 'transfer(address,uint256)',
    arguments: [
      { name: 'to', type: 'address', value: PAYEE },
      { name: 'amount', type: 'uint256', value: '250000000' },
    ],
    readings: [],
    names: [],
    candidates: [],
    anomalies: [],
    children: [],
  },
  effects: SIMULATED,
  safe: {
    version: '1.4.1',
    singleton: '0x41675C099F32341bf84BFc5382aF534df5C7461a',
    owners: OWNERS,
    threshold: 3,
    nonce: 4n,
    modules: [],
    guard: ZERO,
    moduleGuard: ZERO,
    fallbackHandler: '0xfd0732Dc9E303f09fCEf3a7388Ad10A83459Ec99',
  },
  hashes: { own: hash(12), protocolKit: hash(12), contract: hash(12) },
  queue: { onchainNonce: 4n, others: [] },
  history: { stagedAt: '2026-11-25T09:00:00.000Z', earlier: [] },
  past: NO_PAST,
  findings: [],
  verdict: 'ok',
  ruleSet: 'rules/1',
}

export const REQUIREMENT: Requirement = {
  offlineVerdict: false,
  policyId: 'treasury',
  policyVersion: 1,
  rule: 'payments',
  decision: 'allow',
  approvals: 3,
  groups: [
    {
      id: 'signers',
      name: 'Treasury signers',
      need: 3,
      eligible: [
        { memberId: 'ruth', name: 'Ruth' },
        { memberId: 'tomas', name: 'Tomas' },
        { memberId: 'aiko', name: 'Aiko' },
      ],
    },
  ],
  factors: ['passkey'],
  delaySeconds: 0,
  expirySeconds: 86_400,
  reasons: [],
  trace: ['Rule payments: matches.'],
}
