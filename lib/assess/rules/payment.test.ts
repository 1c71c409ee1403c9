import type { Address, Hex } from 'viem'
import { encodeFunctionData, parseAbi } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { intent } from '@/lib/assess/rules/intent'
import { intentEffects } from '@/lib/assess/rules/intent-effects'
import { lookAlike } from '@/lib/assess/rules/look-alike'
import { recipient } from '@/lib/assess/rules/recipient'
import { simulation } from '@/lib/assess/rules/simulation'
import {
  OPERATIONS,
  OWNERS,
  payEth,
  payUsdc,
  SAFE,
  sampleFacts,
  type SampleChange,
  STRANGER,
  troubles,
  USDC,
  VENDOR,
} from '@/tests/builders/sample-facts'
import type { Facts, Rule } from '@/lib/assess/types'
import { ZERO_ADDRESS } from '@/lib/core/address'
import type { Environment } from '@/lib/simulate/types'
import { buildTransfer } from '@/lib/stage/build'
import type { Leg } from '@/lib/stage/types'

const abi = parseAbi([
  'function transfer(address to, uint256 amount)',
  'function transferFrom(address from, address to, uint256 amount)',
  'function approve(address spender, uint256 amount)',
  'function enableModule(address module)',
])
const transfer = (to: Address, units: bigint) =>
  encodeFunctionData({ abi, functionName: 'transfer', args: [to, units] })
const approve = encodeFunctionData({ abi, functionName: 'approve', args: [STRANGER, 1n] })
const judge = (rule: Rule, change: SampleChange = {}) => troubles(rule.judge(sampleFacts(change)))
const bytesOf = (legs: readonly Leg[]) =>
  buildTransfer({
    safe: { chainId: 31337, address: SAFE, version: '1.4.1' },
    intent: { legs, purpose: '', reference: '' },
    nonce: 7n,
  }).tx

describe('recipient', () => {
  const fresh: Address = '0x1e60202ed9920b77cd6a4ec6533251f0a423699e'

  it('passes contacts, own Safes and the Safe itself', () => {
    for (const to of [VENDOR, OPERATIONS, SAFE])
      expect(judge(recipient, { legs: [payUsdc(1n, to), payEth(1n, to)] })).toEqual([])
  })

  it('names a new recipient, in each leg of a batch', () => {
    expect(judge(recipient, { legs: [payUsdc(1n), payEth(1n, fresh)] })).toEqual(['RECIPIENT_NEW 1.2'])
  })

  it('takes a contact that still cools for new', () => {
    const contacts = [
      { entryId: 'c', version: 1, address: fresh, name: 'New', isActive: false, coolingUntil: '2026-11-25T00:00:00Z' },
    ]
    expect(judge(recipient, { legs: [payEth(1n, fresh)], facts: { contacts } })).toEqual(['RECIPIENT_NEW 1'])
  })

  it('blocks the zero address and token contracts', () => {
    expect(judge(recipient, { tx: { to: ZERO_ADDRESS, value: 5n, data: '0x' } })).toEqual(['RECIPIENT_ZERO 1'])
    expect(judge(recipient, { legs: [payUsdc(1n, USDC.address)] })).toEqual(['RECIPIENT_IS_TOKEN_CONTRACT 1'])
    expect(judge(recipient, { legs: [payEth(1n, USDC.address)] })).toEqual(['RECIPIENT_IS_TOKEN_CONTRACT 1'])
  })

  it('does not call a payable function of a token a transfer to it', () => {
    expect(judge(recipient, { tx: { to: USDC.address, value: 5n, data: '0xd0e30db0' } })).toEqual([])
  })

  it('reads who gets unregistered tokens by the worst reading', () => {
    expect(judge(recipient, { tx: { to: STRANGER, data: transfer(fresh, 5n) } })).toEqual(['RECIPIENT_NEW 1'])
  })
})

describe('look-alike', () => {
  const both: Address = '0xc0906827731c5c5b5a2ce5d3f2f5ba6ba0fd4244'
  const first: Address = '0xC09068000000000000000000000000000000000a'
  const short: Address = '0xC0Dd6e906b4901765e253d7d282DCD0Dca604A44'

  it.each([
    ['both ends', both],
    ['the first six digits', first],
  ])('blocks a recipient that shares %s with a contact', (_what, to) => {
    expect(judge(lookAlike, { legs: [payEth(1n, to)] })).toEqual(['RECIPIENT_LOOKALIKE 1'])
    expect(judge(lookAlike, { legs: [payUsdc(1n), payUsdc(1n, to)] })).toEqual(['RECIPIENT_LOOKALIKE 1.2'])
  })

  it('leaves contacts, own Safes and chance resemblance alone', () => {
    for (const to of [VENDOR, OPERATIONS, SAFE, short, STRANGER])
      expect(judge(lookAlike, { legs: [payEth(1n, to)] })).toEqual([])
  })

  it('never takes an active contact for a look-alike, however alike', () => {
    const contact = (address: Address, isActive: boolean) => ({
      entryId: address,
      version: 1,
      address,
      name: 'N',
      isActive,
      coolingUntil: null,
    })
    const known = (isActive: boolean) => ({ facts: { contacts: [contact(VENDOR, true), contact(both, isActive)] } })
    expect(judge(lookAlike, { legs: [payEth(1n, both)], ...known(true) })).toEqual([])
    expect(judge(lookAlike, { legs: [payEth(1n, both)], ...known(false) })).toEqual(['RECIPIENT_LOOKALIKE 1'])
  })

  it('measures against owners and registered tokens too', () => {
    const imitate = (address: string) => `${address.slice(0, 6)}${'1'.repeat(32)}${address.slice(-4)}` as Address
    for (const address of [OWNERS[0] ?? '', USDC.address, OPERATIONS])
      expect(judge(lookAlike, { legs: [payEth(1n, imitate(address.toLowerCase()))] })).toEqual([
        'RECIPIENT_LOOKALIKE 1',
      ])
  })

  it('names a spender made to be mistaken', () => {
    const data = encodeFunctionData({ abi, functionName: 'approve', args: [both, 1n] })
    expect(judge(lookAlike, { tx: { data } })).toEqual(['APPROVE_LOOKALIKE_SPENDER 1'])
  })
})

describe('intent, from the bytes', () => {
  it('passes what is requested, alone and in a batch, split or joined', () => {
    expect(judge(intent)).toEqual([])
    expect(judge(intent, { legs: [payUsdc(1n), payEth(2n), payUsdc(3n, STRANGER)] })).toEqual([])
    expect(judge(intent, { legs: [payUsdc(1n), payUsdc(2n)], tx: bytesOf([payUsdc(3n)]) })).toEqual([])
  })

  it.each([
    ['another recipient', bytesOf([payUsdc(250_000_000n, STRANGER)]), ['INTENT_MISMATCH 1', 'INTENT_MISMATCH']],
    ['another amount', bytesOf([payUsdc(250_000_001n)]), ['INTENT_AMOUNT_MISMATCH 1']],
    ['another asset', bytesOf([payEth(250_000_000n)]), ['INTENT_MISMATCH 1', 'INTENT_MISMATCH']],
    ['one more payment', bytesOf([payUsdc(250_000_000n), payEth(1n)]), ['INTENT_MISMATCH 1.2']],
    ['value beside the token call', { value: 5n }, ['INTENT_MISMATCH 1']],
    ['an approval', { data: approve }, ['INTENT_MISMATCH 1', 'INTENT_MISMATCH']],
    ['an unread call', { data: '0xdeadbeef' as Hex }, ['INTENT_MISMATCH 1', 'INTENT_MISMATCH']],
    ['foreign code', { to: STRANGER, operation: 1 }, ['INTENT_MISMATCH 1', 'INTENT_MISMATCH']],
  ])('blocks %s', (_what, tx, expected) => expect(judge(intent, { tx })).toEqual(expected))

  it('blocks a payment taken from somebody else', () => {
    const data = encodeFunctionData({ abi, functionName: 'transferFrom', args: [OPERATIONS, VENDOR, 250_000_000n] })
    expect(judge(intent, { tx: { data } })).toContain('INTENT_MISMATCH 1')
  })

  it('blocks settings in a payment and payments in settings', () => {
    const data = encodeFunctionData({ abi, functionName: 'enableModule', args: [STRANGER] })
    expect(judge(intent, { tx: { to: SAFE, data } })).toContain('INTENT_MISMATCH 1')
    expect(judge(intent, { legs: [], tx: { to: SAFE, data }, facts: { class: 'configuration' } })).toEqual([])
    expect(judge(intent, { legs: [], tx: bytesOf([payUsdc(1n)]), facts: { class: 'configuration' } })).toContain(
      'INTENT_MISMATCH 1',
    )
  })

  it('accepts only the empty self-call as a cancel', () => {
    expect(judge(intent, { legs: [], facts: { class: 'cancel', intent: null } })).toEqual([])
    expect(judge(intent, { facts: { class: 'cancel', intent: null } })).toEqual(['INTENT_MISMATCH 1'])
    expect(judge(intent, { legs: [], tx: { value: 1n }, facts: { class: 'cancel', intent: null } })).toEqual([
      'INTENT_MISMATCH 1',
    ])
  })

  it('blocks an empty self-call that stands for a payment', () => {
    expect(judge(intent, { tx: { to: SAFE, data: '0x' } })).toEqual(['INTENT_MISMATCH 1', 'INTENT_MISMATCH'])
  })
})

describe('intent, from the effects', () => {
  const moved = (asset: Address | 'native', account: Address, change: bigint) => ({
    account,
    asset,
    before: 1_000_000_000n,
    after: 1_000_000_000n + change,
  })
  const paid = 250_000_000n

  it('passes when exactly what is requested moves', () => {
    expect(judge(intentEffects)).toEqual([])
    expect(judge(intentEffects, { legs: [payUsdc(1n), payEth(2n), payUsdc(3n, STRANGER)] })).toEqual([])
    expect(judge(intentEffects, { legs: [payEth(5n, SAFE)], effects: { balances: [] } })).toEqual([])
  })

  it.each([
    [
      'a token that keeps a fee',
      [
        moved(USDC.address, SAFE, -paid),
        moved(USDC.address, VENDOR, paid - 2_500_000n),
        moved(USDC.address, STRANGER, 2_500_000n),
      ],
      1,
    ],
    ['a token that returns false or only logs', [], 2],
    [
      'a token that takes more from the Safe',
      [moved(USDC.address, SAFE, -2n * paid), moved(USDC.address, VENDOR, paid)],
      1,
    ],
    ['a payment diverted on the way', [moved(USDC.address, SAFE, -paid), moved(USDC.address, STRANGER, paid)], 1],
  ])('catches %s', (_what, balances, count) => {
    expect(judge(intentEffects, { effects: { balances } })).toEqual(
      Array.from({ length: count }, () => 'INTENT_AMOUNT_MISMATCH'),
    )
  })

  it('blocks anything else that leaves this Safe or a sister Safe', () => {
    const honest = [moved(USDC.address, SAFE, -paid), moved(USDC.address, VENDOR, paid)]
    expect(judge(intentEffects, { effects: { balances: [...honest, moved('native', SAFE, -1n)] } })).toEqual([
      'INTENT_MISMATCH',
    ])
    expect(judge(intentEffects, { effects: { balances: [...honest, moved(USDC.address, OPERATIONS, -1n)] } })).toEqual([
      'INTENT_MISMATCH',
    ])
    expect(judge(intentEffects, { effects: { balances: [...honest, moved('native', SAFE, 1n)] } })).toEqual([])
  })

  it('blocks an approval that appears', () => {
    const approvals = [{ token: USDC.address, owner: SAFE, spender: STRANGER, units: 1n }]
    expect(judge(intentEffects, { effects: { approvals } })).toEqual(['INTENT_MISMATCH'])
    expect(
      judge(intentEffects, {
        effects: { approvals: [{ ...approvals[0], owner: STRANGER, token: USDC.address, spender: VENDOR, units: 1n }] },
      }),
    ).toEqual([])
  })

  it('blocks a call that the Safe makes and no byte announces', () => {
    const facts = sampleFacts()
    if (facts.effects.kind !== 'simulated') throw new Error('sample is simulated')
    const { root } = facts.effects
    const hidden = {
      kind: 'CALL',
      from: SAFE,
      to: STRANGER,
      value: 0n,
      input: '0x12345678' as const,
      error: null,
      calls: [],
    }
    const asked = { ...hidden, to: facts.safe?.fallbackHandler ?? SAFE }
    expect(judge(intentEffects, { effects: { root: { ...root, calls: [...root.calls, hidden] } } })).toEqual([
      'INTENT_MISMATCH',
    ])
    expect(judge(intentEffects, { effects: { root: { ...root, calls: [...root.calls, asked] } } })).toEqual([])
  })

  it('leaves an absent or failed simulation to its own rule', () => {
    expect(judge(intentEffects, { effects: { status: 'reverted', balances: [] } })).toEqual([])
  })
})

describe('simulation', () => {
  const [a, b]: readonly [Hex, Hex] = [`0x${'11'.repeat(32)}`, `0x${'22'.repeat(32)}`]
  const environment = (name: string, digest: Hex) => ({ name, status: 'success' as const, digest })

  it('passes one outcome in three environments', () => expect(judge(simulation)).toEqual([]))

  it('blocks what reverts, fails inside or depends on its block', () => {
    expect(judge(simulation, { effects: { status: 'reverted', revertReason: 'GS013' } })).toEqual([
      'SIMULATION_REVERTED',
    ])
    expect(judge(simulation, { effects: { status: 'inner-failure' } })).toEqual(['SIMULATION_INNER_FAILURE'])
    const environments = [environment('x', a), environment('y', a), environment('z', b)]
    expect(judge(simulation, { effects: { environments } })).toEqual(['SIM_ENV_DEPENDENT'])
  })

  it('takes a refusal for one only by the guard that the Safe has, and only where an owner ran the same block', () => {
    const guard: Address = '0x00000000000000000000000000000000000f0002'
    const refused = { ...environment('z', b), status: 'reverted' as const, refused: { guard, sender: STRANGER } }
    const agreed = [environment('x', a), environment('y', a), environment('z; sent by an owner', a)]
    const { safe } = sampleFacts()
    const facts = { safe: safe && { ...safe, guard } }
    const found = (environments: readonly Environment[], of: Partial<Facts> = facts) =>
      judge(simulation, { facts: of, effects: { environments } })
    expect(found([...agreed, refused])).toEqual(['EXECUTION_RESTRICTED'])
    expect(found([...agreed, refused], {})).toEqual(['SIM_ENV_DEPENDENT'])
    expect(found([...agreed.slice(0, 2), refused, environment('w', a)])).toEqual(['SIM_ENV_DEPENDENT'])
    expect(found([...agreed, { ...refused, status: 'success' }])).toEqual(['SIM_ENV_DEPENDENT'])
    const trick = environment('z; sent by an owner', b)
    expect(found([...agreed.slice(0, 2), trick, refused])).toEqual(['SIM_ENV_DEPENDENT', 'EXECUTION_RESTRICTED'])
  })

  it('does not take silence or too few environments for good news', () => {
    expect(
      judge(simulation, { facts: { effects: { kind: 'unavailable', party: 'Node', reason: 'timeout' } } }),
    ).toEqual(['EFFECTS_UNKNOWN unknown'])
    expect(judge(simulation, { effects: { environments: [environment('x', a), environment('y', a)] } })).toEqual([
      'SIM_ENV_DEPENDENT unknown',
    ])
  })
})
