import type { Address, Hex } from 'viem'
import { encodeFunctionData, numberToHex, parseAbi } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { authorities } from '@/lib/assess/rules/authorities'
import { owners } from '@/lib/assess/rules/owners'
import { safeStorage } from '@/lib/assess/rules/safe-storage'
import { selfCall } from '@/lib/assess/rules/self-call'
import { ownerSlot, THRESHOLD_SLOT } from '@/lib/assess/safe-slots'
import { OWNERS, payEth, SAFE, sampleFacts, type SampleChange, STRANGER, troubles } from '@/tests/builders/sample-facts'
import type { Rule } from '@/lib/assess/types'
import { ZERO_ADDRESS, SENTINEL_ADDRESS } from '@/lib/core/address'
import { FALLBACK_HANDLER_SLOT, GUARD_SLOT, NONCE_SLOT } from '@/lib/simulate/safe-slots'
import { encodeMultiSend } from '@/lib/stage/multisend'

const abi = parseAbi([
  'function addOwnerWithThreshold(address owner, uint256 threshold)',
  'function removeOwner(address prevOwner, address owner, uint256 threshold)',
  'function swapOwner(address prevOwner, address oldOwner, address newOwner)',
  'function changeThreshold(uint256 threshold)',
  'function enableModule(address module)',
  'function disableModule(address prevModule, address module)',
  'function setGuard(address guard)',
  'function setModuleGuard(address guard)',
  'function setFallbackHandler(address handler)',
])
const CALL_ONLY: Address = '0x9641d764fc13c8B624c04430C7356C1C7C8102e2'
const HANDLER: Address = '0xfd0732Dc9E303f09fCEf3a7388Ad10A83459Ec99'
const ALLOWANCE: Address = '0xCFbFaC74C26F8647cBDb8c5caf80BB5b32E43134'
const [first, second, third, fourth] = OWNERS as readonly [Address, Address, Address, Address]
const newcomer = (at: number): Address => `0x${String(at).repeat(40)}` as Address

const add = (owner: Address, threshold: bigint) =>
  encodeFunctionData({ abi, functionName: 'addOwnerWithThreshold', args: [owner, threshold] })
const remove = (previous: Address, owner: Address, threshold: bigint) =>
  encodeFunctionData({ abi, functionName: 'removeOwner', args: [previous, owner, threshold] })
const swap = (previous: Address, old: Address, owner: Address) =>
  encodeFunctionData({ abi, functionName: 'swapOwner', args: [previous, old, owner] })
const threshold = (count: bigint) => encodeFunctionData({ abi, functionName: 'changeThreshold', args: [count] })
const module = (address: Address) => encodeFunctionData({ abi, functionName: 'enableModule', args: [address] })
const guard = (address: Address) => encodeFunctionData({ abi, functionName: 'setGuard', args: [address] })
const moduleGuard = (address: Address) => encodeFunctionData({ abi, functionName: 'setModuleGuard', args: [address] })
const handler = (address: Address) => encodeFunctionData({ abi, functionName: 'setFallbackHandler', args: [address] })
const disable = (address: Address) =>
  encodeFunctionData({ abi, functionName: 'disableModule', args: [SENTINEL_ADDRESS, address] })

const ANNOUNCED: SampleChange = { legs: [], facts: { class: 'configuration' } }
const change = (rule: Rule, calls: readonly Hex[], given: SampleChange = ANNOUNCED) => {
  const [only, ...more] = calls
  const tx =
    more.length === 0 && only !== undefined
      ? { to: SAFE, value: 0n, data: only, operation: 0 }
      : {
          to: CALL_ONLY,
          value: 0n,
          operation: 1,
          data: encodeMultiSend(calls.map((data) => ({ to: SAFE, value: 0n, data }))),
        }
  return troubles(rule.judge(sampleFacts({ ...given, tx })))
}

describe('owners and threshold', () => {
  it('passes a payment', () => expect(troubles(owners.judge(sampleFacts()))).toEqual([]))

  it.each([
    ['an added owner', [add(STRANGER, 3n)], ['OWNER_ADD 1']],
    ['a removed owner', [remove(first, second, 3n)], ['OWNER_REMOVE 1']],
    ['a swapped owner', [swap(first, second, STRANGER)], ['OWNER_SWAP 1']],
    ['a raised threshold', [threshold(4n)], ['THRESHOLD_CHANGE 1']],
    ['a lowered threshold', [threshold(2n)], ['THRESHOLD_CHANGE 1', 'THRESHOLD_LOWERED 1']],
    ['a threshold of one', [threshold(1n)], ['THRESHOLD_CHANGE 1', 'THRESHOLD_LOWERED 1', 'THRESHOLD_ONE 1']],
    [
      'a threshold lowered while adding',
      [add(STRANGER, 2n)],
      ['OWNER_ADD 1', 'THRESHOLD_CHANGE 1', 'THRESHOLD_LOWERED 1'],
    ],
  ])('names %s', (_what, calls, expected) => expect(change(owners, calls)).toEqual(expected))

  it('sees a takeover that only the whole batch makes', () => {
    const three = [
      swap(SENTINEL_ADDRESS, first, newcomer(1)),
      swap(newcomer(1), second, newcomer(2)),
      swap(newcomer(2), third, newcomer(3)),
    ]
    expect(change(owners, three.slice(0, 2))).not.toContain('OWNER_TAKEOVER')
    expect(change(owners, three)).toContain('OWNER_TAKEOVER')
    expect(change(owners, [swap(SENTINEL_ADDRESS, first, newcomer(1)), threshold(1n)])).toContain('OWNER_TAKEOVER')
  })

  it('takes nobody for an owner because the batch removes them first', () => {
    const three = [1, 2, 3].map(newcomer)
    const calls = [...three.map((owner) => remove(first, owner, 3n)), ...three.map((owner) => add(owner, 3n))]
    expect(change(owners, calls)).toContain('OWNER_TAKEOVER')
  })

  it('does not count an owner who only moves or leaves again', () => {
    expect(
      change(owners, [
        add(newcomer(1), 3n),
        add(newcomer(2), 3n),
        add(newcomer(3), 3n),
        remove(newcomer(3), newcomer(2), 3n),
      ]),
    ).not.toContain('OWNER_TAKEOVER')
    expect(
      change(owners, [remove(first, second, 3n), add(second, 3n), remove(third, fourth, 3n), add(fourth, 3n)]),
    ).not.toContain('OWNER_TAKEOVER')
  })

  it('blocks what a payment request does not announce', () => {
    expect(change(owners, [swap(first, second, STRANGER)], {})).toContain('OWNER_CHANGE_UNANNOUNCED 1')
    expect(change(owners, [swap(first, second, STRANGER)], { facts: { class: 'cancel', intent: null } })).toContain(
      'OWNER_CHANGE_UNANNOUNCED 1',
    )
    expect(change(owners, [swap(first, second, STRANGER)])).not.toContain('OWNER_CHANGE_UNANNOUNCED 1')
  })

  it('does not guess when the present owners are not known', () => {
    const unknown: SampleChange = { ...ANNOUNCED, facts: { class: 'configuration', safe: null } }
    expect(change(owners, [add(STRANGER, 3n)], unknown)).toEqual(
      expect.arrayContaining(['OWNER_TAKEOVER unknown 1', 'THRESHOLD_LOWERED unknown 1']),
    )
  })
})

describe('modules, guards and fallback handler', () => {
  it.each([
    ['an unknown module', [module(STRANGER)], ['MODULE_ENABLE_UNKNOWN 1']],
    ['an official module', [module(ALLOWANCE)], ['MODULE_ENABLE_KNOWN 1']],
    ['a disabled module', [disable(ALLOWANCE)], ['MODULE_DISABLE 1']],
    ['a guard', [guard(STRANGER)], ['GUARD_SET_UNKNOWN 1']],
    ['a removed guard', [guard(ZERO_ADDRESS)], ['GUARD_REMOVED 1']],
    ['an unofficial handler', [handler(STRANGER)], ['FALLBACK_HANDLER_UNOFFICIAL 1']],
    ['an official handler', [handler(HANDLER)], ['FALLBACK_HANDLER_OFFICIAL 1']],
    [
      'a module beside a handler',
      [handler(HANDLER), module(STRANGER)],
      ['FALLBACK_HANDLER_OFFICIAL 1.1', 'MODULE_ENABLE_UNKNOWN 1.2'],
    ],
  ])('names %s', (_what, calls, expected) => expect(change(authorities, calls)).toEqual(expected))

  it('reads setModuleGuard from 1.5.0 on, and as nothing before', () => {
    expect(change(authorities, [moduleGuard(STRANGER)], { ...ANNOUNCED, version: '1.5.0' })).toEqual([
      'MODULE_GUARD_SET_UNKNOWN 1',
    ])
    expect(change(authorities, [moduleGuard(STRANGER)])).toEqual([])
    expect(change(selfCall, [moduleGuard(STRANGER)])).toEqual(['SELF_CALL_NOOP 1'])
  })

  it('passes a payment', () => expect(troubles(authorities.judge(sampleFacts()))).toEqual([]))
})

describe('calls of the Safe to itself', () => {
  it('knows a rejection, a transfer to itself and a function it does not have', () => {
    expect(troubles(selfCall.judge(sampleFacts({ legs: [] })))).toEqual(['REJECTION_TX 1'])
    expect(troubles(selfCall.judge(sampleFacts({ legs: [payEth(5n, SAFE)] })))).toEqual(['SELF_TRANSFER 1'])
    expect(change(selfCall, [guard(STRANGER)], { ...ANNOUNCED, version: '1.1.1' })).toEqual(['SELF_CALL_NOOP 1'])
    expect(troubles(selfCall.judge(sampleFacts()))).toEqual([])
  })
})

describe('storage of the Safe', () => {
  const word = (value: bigint): Hex => numberToHex(value, { size: 32 })
  const slot = (at: Hex, label = 'unknown', before = 0n, after = 1n) => ({
    slot: at,
    label,
    before: word(before),
    after: word(after),
  })
  const nonce = slot(NONCE_SLOT, 'nonce', 7n, 8n)

  it('lets only the nonce go up by one in a payment', () => {
    expect(troubles(safeStorage.judge(sampleFacts()))).toEqual([])
    for (const surprise of [
      slot(THRESHOLD_SLOT),
      slot(GUARD_SLOT),
      slot(FALLBACK_HANDLER_SLOT),
      slot(word(123n)),
      slot(ownerSlot(STRANGER)),
      slot(NONCE_SLOT, 'nonce', 7n, 9n),
    ])
      expect(troubles(safeStorage.judge(sampleFacts({ effects: { safeStorage: [nonce, surprise] } })))).toEqual([
        'CONFIGURATION_UNEXPLAINED',
      ])
  })

  it('accepts what decoded calls announce and nothing beside it', () => {
    const announced = [nonce, slot(ownerSlot(first)), slot(ownerSlot(second)), slot(ownerSlot(STRANGER))]
    const given = (safeStorage: typeof announced): SampleChange => ({ ...ANNOUNCED, effects: { safeStorage } })
    expect(change(safeStorage, [swap(first, second, STRANGER)], given(announced))).toEqual([])
    expect(change(safeStorage, [swap(first, second, STRANGER)], given([...announced, slot(THRESHOLD_SLOT)]))).toEqual([
      'CONFIGURATION_UNEXPLAINED',
    ])
  })
})
