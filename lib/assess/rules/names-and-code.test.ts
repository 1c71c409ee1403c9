import type { Address, Hex } from 'viem'
import { concat, encodeFunctionData, pad, parseAbi } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { delegatecall } from '@/lib/assess/rules/delegatecall'
import { intent } from '@/lib/assess/rules/intent'
import { knownContract } from '@/lib/assess/rules/known-contract'
import { lookAlike } from '@/lib/assess/rules/look-alike'
import { nestedExec } from '@/lib/assess/rules/nested-exec'
import { recipient } from '@/lib/assess/rules/recipient'
import { selectorNames } from '@/lib/assess/rules/selector-names'
import { selfCall } from '@/lib/assess/rules/self-call'
import { singleton } from '@/lib/assess/rules/singleton'
import { noCode } from '@/lib/assess/rules/no-code'
import { targetUnverified } from '@/lib/assess/rules/target-unverified'
import { undecoded } from '@/lib/assess/rules/undecoded'
import { runRules } from '@/lib/assess/run'
import type { Facts, Rule } from '@/lib/assess/types'
import { ZERO_ADDRESS } from '@/lib/core/address'
import {
  OPERATIONS,
  payUsdc,
  SAFE,
  sampleFacts,
  type SampleChange,
  STRANGER,
  troubles,
  USDC,
  VENDOR,
} from '@/tests/builders/sample-facts'

/** What only some sources know, in the words of the corpus. */
type OptionalFacts = {
  readonly code?: Readonly<Record<string, { readonly type?: string; readonly verified?: boolean }>>
  readonly verifiedTargets?: readonly string[]
  readonly selectorCandidates?: Readonly<Record<string, readonly string[]>>
  readonly trustedDelegateTargets?: readonly { readonly address: string; readonly selectors: readonly string[] }[]
}

function factsOf(change: SampleChange, { code, selectorCandidates, ...known }: OptionalFacts): Facts {
  const lists = Object.entries(selectorCandidates ?? {}).map(([selector, names]) => [selector.toLowerCase(), names])
  const hasCode = (type = '') => (type === 'contract' ? true : type === 'eoa' || type === 'none' ? false : null)
  return {
    ...sampleFacts(change),
    ...(known.verifiedTargets && { verifiedTargets: known.verifiedTargets as Address[] }),
    ...(known.trustedDelegateTargets && {
      delegateTargets: known.trustedDelegateTargets as { address: Address; selectors: Hex[] }[],
    }),
    ...(selectorCandidates && { selectorCandidates: Object.fromEntries(lists) as Record<string, string[]> }),
    ...(code && {
      code: Object.entries(code).map(([address, { type, verified }]) => ({
        address: address as Address,
        hasCode: hasCode(type),
        isVerified: verified ?? null,
      })),
    }),
  }
}

const judge = (rule: Rule, change: SampleChange = {}, known: OptionalFacts = {}) =>
  troubles(runRules(factsOf(change, known), [rule]))
const abi = parseAbi([
  'function transfer(address to, uint256 amount)',
  'function transferFrom(address from, address to, uint256 amount)',
  'function enableModule(address module)',
  'function changeThreshold(uint256 threshold)',
  'function multicall(bytes[] data)',
  'function aggregate((address target, bytes callData)[] calls)',
  'function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures)',
])
const enable = encodeFunctionData({ abi, functionName: 'enableModule', args: [STRANGER] })
const transfer = (to: Address) => encodeFunctionData({ abi, functionName: 'transfer', args: [to, 250_000_000n] })
const pull = encodeFunctionData({
  abi,
  functionName: 'transferFrom',
  args: [SAFE, '0x5Ac166a59428Aaf5623F9e4329F5b920412B8466', 5n],
})
const aggregate = (target: Address, callData: Hex) =>
  encodeFunctionData({ abi, functionName: 'aggregate', args: [[{ target, callData }]] })
const execute = (to: Address, data: Hex, operation = 0) =>
  encodeFunctionData({
    abi,
    functionName: 'execTransaction',
    args: [to, 0n, data, operation, 0n, 0n, 0n, ZERO_ADDRESS, ZERO_ADDRESS, '0x'],
  })
const CALL_ONLY: Address = '0x9641d764fc13c8B624c04430C7356C1C7C8102e2'

describe('names by selector', () => {
  const names = (...list: readonly string[]): OptionalFacts => ({ selectorCandidates: { '0x610B5925': list } })

  it('finds a self-call that goes by another name elsewhere', () => {
    const tx = { to: SAFE, data: enable }
    expect(judge(selectorNames, { tx }, names('claimRewards_i74m4if3(address)', 'enableModule(address)'))).toEqual([
      'SELECTOR_COLLISION_SELF 1',
    ])
    expect(judge(selectorNames, { tx }, names('function enableModule(address module)'))).toEqual([])
    expect(judge(selectorNames, { tx }, { selectorCandidates: {} })).toEqual([])
  })

  it('reads nothing into a self-call that this version does not have', () => {
    const tx = { to: SAFE, data: '0xe19a9dd9' as Hex }
    const known = { selectorCandidates: { '0xe19a9dd9': ['setGuard(address)', 'other(uint256)'] } }
    expect(judge(selectorNames, { tx, version: '1.1.1' }, known)).toEqual([])
  })

  it('finds several names for one selector, unless the contract is read or its source is known', () => {
    const known = names('enableModule(address)', 'claimRewards_i74m4if3(address)')
    const tx = { to: STRANGER, data: enable }
    expect(judge(selectorNames, { tx }, known)).toEqual(['SELECTOR_AMBIGUOUS 1'])
    expect(judge(selectorNames, { tx }, { ...known, verifiedTargets: [STRANGER.toLowerCase()] })).toEqual([])
    expect(judge(selectorNames, { tx }, names('enableModule(address)'))).toEqual([])
    const many = { selectorCandidates: { '0xa9059cbb': ['transfer(address,uint256)', 'many_msg_babbage(bytes1)'] } }
    expect(judge(selectorNames, {}, many)).toEqual([])
  })

  it('finds nothing without a list where the desk knows one name', () => {
    expect(judge(selectorNames)).toEqual([])
    expect(judge(selectorNames, { tx: { to: STRANGER, data: enable } })).toEqual([])
  })
})

describe('code at the targets', () => {
  const code = (address: string, type: string, verified?: boolean): OptionalFacts => ({
    code: { [address.toLowerCase()]: { type, ...(verified !== undefined && { verified }) } },
  })

  it.each(['none', 'eoa'])('finds calldata sent to an address of type %s', (type) => {
    expect(judge(noCode, { tx: { to: STRANGER } }, code(STRANGER, type))).toEqual(['NO_CODE_WITH_CALLDATA 1'])
    expect(judge(noCode, { tx: { to: STRANGER, data: '0x' } }, code(STRANGER, type))).toEqual([])
  })

  it('finds unverified targets, in batches too', () => {
    expect(judge(targetUnverified, { tx: { to: STRANGER } }, code(STRANGER, 'contract', false))).toEqual([
      'TARGET_UNVERIFIED 1',
    ])
    expect(judge(targetUnverified, { tx: { to: STRANGER } }, code(STRANGER, 'contract', true))).toEqual([])
    expect(
      judge(targetUnverified, { legs: [payUsdc(1n), payUsdc(2n)] }, code(USDC.address, 'contract', false)),
    ).toEqual(['TARGET_UNVERIFIED 1.1', 'TARGET_UNVERIFIED 1.2'])
  })

  it('passes an honest payment', () =>
    expect(judge(targetUnverified, {}, code(USDC.address, 'contract', true))).toEqual([]))
})

describe('delegatecalls of this Safe', () => {
  const list = (address: string, ...selectors: readonly string[]): OptionalFacts => ({
    trustedDelegateTargets: [{ address, selectors }],
  })
  const tx = { to: STRANGER, operation: 1, data: aggregate(SAFE, enable) }

  it('allows what its list names, and that function alone', () => {
    expect(judge(delegatecall, { tx }, list(STRANGER, '0x252DBA42'))).toEqual(['DELEGATECALL_ALLOWLISTED 1'])
    expect(judge(singleton, { tx }, list(STRANGER, '0x252dba42'))).toEqual([])
    expect(judge(delegatecall, { tx }, list(STRANGER, '0x82ad56cb'))).toEqual([
      'DELEGATECALL_UNTRUSTED 1',
      'DELEGATECALL_NO_CODE 1',
    ])
    expect(judge(delegatecall, { tx }, list(VENDOR, '0x252dba42'))).toEqual([
      'DELEGATECALL_UNTRUSTED 1',
      'DELEGATECALL_NO_CODE 1',
    ])
  })

  it('trusts neither a list nor a library where there is no code', () => {
    const none = { code: { [STRANGER]: { type: 'none' }, [CALL_ONLY]: { type: 'none' } } }
    const found = ['DELEGATECALL_UNTRUSTED 1', 'DELEGATECALL_NO_CODE 1']
    expect(judge(delegatecall, { tx }, { ...list(STRANGER, '0x252dba42'), ...none })).toEqual(found)
    expect(judge(delegatecall, { legs: [payUsdc(1n), payUsdc(2n)] }, none)).toEqual(found)
  })

  it('still reads what is inside', () => {
    const steal = { to: STRANGER, operation: 1, data: aggregate(USDC.address, transfer(STRANGER)) }
    expect(judge(recipient, { tx: steal }, list(STRANGER, '0x252dba42'))).toEqual(['RECIPIENT_NEW 1.1'])
  })

  it('finds foreign code inside the transaction of another Safe', () => {
    const nested = { to: OPERATIONS, data: execute(STRANGER, transfer(VENDOR), 1) }
    expect(judge(delegatecall, { tx: nested })).toEqual([
      'NESTED_DELEGATECALL_UNTRUSTED 1.1',
      'DELEGATECALL_NO_CODE 1.1',
    ])
    expect(judge(delegatecall, { tx: { to: OPERATIONS, data: execute(USDC.address, transfer(VENDOR)) } })).toEqual([])
  })
})

describe('calls inside calls', () => {
  it('finds what a router hides, wherever the router is', () => {
    const hidden = encodeFunctionData({ abi, functionName: 'multicall', args: [[pull]] })
    expect(judge(recipient, { tx: { to: STRANGER, data: hidden } })).toEqual(['RECIPIENT_NEW 1.1'])
    expect(
      judge(intent, { tx: { to: STRANGER, data: hidden }, facts: { class: 'contract-call' }, legs: [payUsdc(1n)] }),
    ).toContain('INTENT_MISMATCH 1.1')
  })

  it('finds a look-alike spender at a token that nobody registered', () => {
    const near: Address = '0xC09068000000000000000000000000000cC94244'
    const approve = (spender: Address) => concat(['0x095ea7b3', pad(spender), pad('0x05')])
    const tx = (spender: Address) => ({ tx: { to: STRANGER, data: approve(spender) } })
    expect(judge(lookAlike, tx(near))).toEqual(['APPROVE_LOOKALIKE_SPENDER 1'])
    expect(judge(lookAlike, tx(VENDOR))).toEqual([])
  })

  it('takes nothing that another contract sends for the payment that is asked for', () => {
    const facts = { class: 'contract-call' } as const
    const inside = { to: STRANGER, data: aggregate(USDC.address, transfer(VENDOR)) }
    expect(judge(intent, { tx: inside, facts })).toEqual(['INTENT_MISMATCH 1.1', 'INTENT_MISMATCH'])
    expect(judge(intent, { facts })).toEqual([])
  })

  it('calls a bare name unread, but not the one function of a contract people vouch for', () => {
    const data = execute(USDC.address, transfer(VENDOR))
    expect(judge(undecoded, { tx: { to: STRANGER, data } })).toEqual(['UNDECODED_CALLDATA 1'])
    expect(judge(undecoded, { tx: { to: OPERATIONS, data } })).toEqual([])
    expect(judge(undecoded, { tx: { to: OPERATIONS, data: concat([data, '0x00']) } })).toEqual([
      'CALLDATA_TRAILING 1',
      'UNDECODED_CALLDATA 1',
    ])
    expect(judge(undecoded, { tx: { to: STRANGER, data: '0xdeadbeef' } }, { verifiedTargets: [STRANGER] })).toEqual([])
  })

  it('says that what is too deep is unread', () => {
    let data = aggregate(STRANGER, '0xdeadbeef')
    for (let level = 0; level < 9; level += 1) data = aggregate(OPERATIONS, data)
    const found = judge(undecoded, { tx: { to: OPERATIONS, data } })
    expect(found).toEqual([`UNDECODED_CALLDATA ${Array.from({ length: 8 }, () => '1').join('.')}`])
    let own = transfer(VENDOR)
    for (let level = 0; level < 9; level += 1) own = execute(SAFE, own)
    expect(judge(undecoded, { tx: { to: SAFE, data: own } })).toEqual(['UNDECODED_CALLDATA 1.1.1.1.1.1.1.1'])
    expect(judge(selfCall, { tx: { to: SAFE, data: own } })).toEqual([])
  })

  it('names a transaction of another Safe', () => {
    const data = execute(USDC.address, transfer(VENDOR))
    expect(judge(nestedExec, { tx: { to: OPERATIONS, data } })).toEqual(['NESTED_EXEC 1'])
    expect(judge(nestedExec, { tx: { to: SAFE, data } })).toEqual([])
    expect(judge(nestedExec)).toEqual([])
  })
})

describe('known contracts', () => {
  const tx = { to: STRANGER, data: '0xdeadbeef' as Hex }

  it('names a plain call to a contract that somebody answers for', () => {
    const code = { [VENDOR]: { type: 'contract' }, [STRANGER]: { type: 'contract' } }
    const known = ['CONTRACT_INTERACTION_KNOWN 1']
    expect(judge(knownContract, { tx: { ...tx, to: VENDOR } }, { code })).toEqual(known)
    expect(judge(knownContract, { tx }, { code, verifiedTargets: [STRANGER] })).toEqual(known)
    expect(judge(knownContract, { tx }, { code })).toEqual([])
  })

  it('says nothing of payments, delegatecalls and addresses without code', () => {
    expect(judge(knownContract)).toEqual([])
    expect(judge(knownContract, { tx: { ...tx, to: VENDOR, operation: 1 } })).toEqual([])
    expect(judge(knownContract, { tx: { ...tx, to: VENDOR } }, { code: { [VENDOR]: { type: 'eoa' } } })).toEqual([])
  })
})
