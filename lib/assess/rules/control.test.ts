import type { Address, Hex } from 'viem'
import { keccak256 } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { codeChanged } from '@/lib/assess/rules/code-changed'
import { contractCreation } from '@/lib/assess/rules/contract-creation'
import { control } from '@/lib/assess/rules/control'
import { later } from '@/lib/assess/rules/later'
import { lookAlike } from '@/lib/assess/rules/look-alike'
import { ZERO_ADDRESS } from '@/lib/core/address'
import { dataOf, judgeCallBy } from '@/tests/builders/judged-call'
import type { CodePin } from '@/lib/assess/types'
import { OWNERS, SAFE, STRANGER, VENDOR } from '@/tests/builders/sample-facts'

const PROXY: Address = '0x909635076e0d40C07428B8BB989852a4cBEcbe5d'
const ROLE = `0x${'01'.repeat(32)}`
const at = (signature: string, ...args: unknown[]) => ({ to: PROXY, data: dataOf(signature, args) })
const schedule = (data: Hex, target: Address = PROXY) =>
  at('schedule(address,uint256,bytes,bytes32,bytes32,uint256)', target, 0n, data, ROLE, ROLE, 60n)

describe('who controls a contract', () => {
  it.each(
    [
      ['transferOwnership(address)', 'setOwner(address)', 'setAdmin(address)', 'setPendingAdmin(address)'],
      ['beginDefaultAdminTransfer(address)', 'changeAdmin(address)', 'setPendingOwner(address)'],
      ['nominateNewOwner(address)', 'setGovernor(address)', 'setGovernance(address)'],
    ].flat(),
  )('%s to a contact is told, to a stranger stopped', (signature) => {
    expect(judgeCallBy(control, at(signature, VENDOR))).toEqual(['OWNERSHIP_TRANSFER 1'])
    expect(judgeCallBy(control, at(signature, STRANGER))).toEqual(['OWNERSHIP_TRANSFER_UNKNOWN 1'])
  })

  it('given to nobody is told where that is said, and stopped where it looks like a slip', () => {
    expect(judgeCallBy(control, at('renounceOwnership()'))).toEqual(['OWNERSHIP_TRANSFER 1'])
    expect(judgeCallBy(control, at('transferOwnership(address)', ZERO_ADDRESS))).toEqual([
      'OWNERSHIP_TRANSFER_UNKNOWN 1',
    ])
  })

  it('is found inside a timelock too', () => {
    const inner = dataOf('transferOwnership(address)', [STRANGER])
    expect(judgeCallBy(control, schedule(inner))).toEqual(['OWNERSHIP_TRANSFER_UNKNOWN 1.1'])
  })

  it('is found inside a timelock that names the function by text', () => {
    const queue = 'queueTransaction(address,uint256,string,bytes,uint256)'
    const word: Hex = `0x${STRANGER.slice(2).padStart(64, '0')}`
    const call = at(queue, PROXY, 0n, 'transferOwnership(address)', word, 60n)
    expect(judgeCallBy(control, call)).toEqual(['OWNERSHIP_TRANSFER_UNKNOWN 1.1'])
    expect(judgeCallBy(later, call)).toEqual(['TIMELOCK_SCHEDULE 1'])
  })

  it('a role for who is known passes, for a stranger is stopped', () => {
    expect(judgeCallBy(control, at('grantRole(bytes32,address)', ROLE, VENDOR))).toEqual([])
    expect(judgeCallBy(control, at('grantRole(bytes32,address)', ROLE, STRANGER))).toEqual(['ROLE_GRANT_UNKNOWN 1'])
  })
})

describe('other code for a contract', () => {
  it.each<[string, (code: Address) => { to: Address; data: Hex }]>([
    ['upgradeTo', (code) => at('upgradeTo(address)', code)],
    ['setImplementation', (code) => at('setImplementation(address)', code)],
    ['upgradeToAndCall', (code) => at('upgradeToAndCall(address,bytes)', code, '0x')],
    ['ProxyAdmin.upgrade', (code) => at('upgrade(address,address)', PROXY, code)],
    ['ProxyAdmin.upgradeAndCall', (code) => at('upgradeAndCall(address,address,bytes)', PROXY, code, '0x')],
  ])('%s to read code is told, to unread code stopped', (_name, call) => {
    const code = [{ address: STRANGER, hasCode: true, isVerified: true }]
    expect(judgeCallBy(control, call(STRANGER), { code })).toEqual(['UPGRADE_IMPLEMENTATION 1'])
    expect(judgeCallBy(control, call(STRANGER), { verifiedTargets: [STRANGER] })).toEqual(['UPGRADE_IMPLEMENTATION 1'])
    expect(judgeCallBy(control, call(STRANGER))).toEqual(['UPGRADE_IMPLEMENTATION_UNKNOWN 1'])
  })

  it('since the proposal is stopped; the same code passes, and half a pin is not known', () => {
    const pin = (letter: string) => ({ implementation: null, codeHash: `0x${letter.repeat(64)}` as Hex })
    const judged = (now: CodePin) =>
      judgeCallBy(codeChanged, at('acceptOwnership()'), { codeThen: [{ address: PROXY, then: pin('a'), now }] })
    expect(judged(pin('b'))).toEqual(['TARGET_CODE_CHANGED 1'])
    expect(judged(pin('a'))).toEqual([])
    expect(judged({ implementation: null, codeHash: null })).toEqual(['TARGET_CODE_CHANGED unknown'])
    expect(judged({ ...pin('a'), implementation: VENDOR })).toEqual(['TARGET_CODE_CHANGED unknown'])
    expect(judgeCallBy(codeChanged, at('acceptOwnership()'))).toEqual([])
  })

  it('behind the same proxy is stopped too', () => {
    const pin = (implementation: Address) => ({ implementation, codeHash: null })
    const codeThen = [{ address: PROXY, then: pin(VENDOR), now: pin(STRANGER) }]
    expect(judgeCallBy(codeChanged, at('acceptOwnership()'), { codeThen })).toEqual(['TARGET_CODE_CHANGED 1'])
  })
})

describe('what happens later or elsewhere', () => {
  it('is told of a timelock, not of its execution', () => {
    const inner = dataOf('acceptOwnership()', [])
    expect(judgeCallBy(later, schedule(inner))).toEqual(['TIMELOCK_SCHEDULE 1'])
    expect(
      judgeCallBy(later, at('execute(address,uint256,bytes,bytes32,bytes32)', PROXY, 0n, inner, ROLE, ROLE)),
    ).toEqual([])
  })

  it('is told of a message to another chain, not of a payment', () => {
    expect(judgeCallBy(later, at('sendMessage(address,bytes,uint32)', PROXY, '0x', 1))).toEqual([
      'CROSS_CHAIN_MESSAGE 1',
    ])
    expect(judgeCallBy(later, at('transfer(address,uint256)', VENDOR, 1n))).toEqual([])
  })
})

describe('a new contract', () => {
  const CODE = '0x6000'
  const create = at('performCreate(uint256,bytes)', 0n, CODE)

  it('is told; of code that nobody reviewed it is a warning where reviews are kept', () => {
    expect(judgeCallBy(contractCreation, create)).toEqual(['CONTRACT_CREATION 1'])
    expect(judgeCallBy(contractCreation, create, { knownInitCodeHashes: [keccak256(CODE)] })).toEqual([
      'CONTRACT_CREATION 1',
    ])
    expect(judgeCallBy(contractCreation, create, { knownInitCodeHashes: [] })).toEqual([
      'CONTRACT_CREATION 1',
      'CONTRACT_CREATION_UNKNOWN_CODE 1',
    ])
  })
})

describe('a new owner of the Safe', () => {
  const twin = `${OWNERS[0]?.slice(0, 12)}${'1'.repeat(20)}${OWNERS[0]?.slice(-10)}`.toLowerCase() as Address
  const swapFor = (owner: Address) => ({
    to: SAFE,
    data: dataOf('swapOwner(address,address,address)', [OWNERS[0], OWNERS[1], owner]),
  })

  it('that imitates one is stopped, another one is not', () => {
    expect(judgeCallBy(lookAlike, swapFor(twin))).toEqual(['RECIPIENT_LOOKALIKE 1'])
    expect(judgeCallBy(lookAlike, swapFor(STRANGER))).toEqual([])
  })
})
