import type { Address, Hash, Hex } from 'viem'
import { encodeFunctionData, keccak256, parseAbi } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { approveHash } from '@/lib/assess/rules/approve-hash'
import { delegatecall } from '@/lib/assess/rules/delegatecall'
import { nestedExec } from '@/lib/assess/rules/nested-exec'
import { signMessage } from '@/lib/assess/rules/sign-message'
import { runRules } from '@/lib/assess/run'
import type { Facts, ParentFacts, Rule, Verdict } from '@/lib/assess/types'
import { ZERO_ADDRESS } from '@/lib/core/address'
import { hashSafeTx } from '@/lib/stage/hash'
import { approveHashData } from '@/lib/stage/message-hash'
import type { SafeRef, StagedTx } from '@/lib/stage/types'
import { OPERATIONS, SAFE, sampleFacts, STRANGER, troubles, VENDOR } from '@/tests/builders/sample-facts'

const SIGN_LIB: Address = '0xd53cd0aB83D845Ac265BE939c57F53AD838012c9'
const CALL_ONLY: Address = '0x9641d764fc13c8B624c04430C7356C1C7C8102e2'
const ABI = parseAbi([
  'function execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)',
  'function signMessage(bytes)',
])
const run = (rule: Rule, facts: Facts) => troubles(runRules(facts, [rule]))
const calling = (to: Address, data: Hex, facts: Partial<Facts> = {}) =>
  sampleFacts({ legs: [], tx: { to, data }, facts })

const parentSafe: SafeRef = { chainId: 31337, address: OPERATIONS, version: '1.4.1' }
const parentTx = { ...sampleFacts().staged.tx, to: VENDOR, data: '0x', value: 5n } as const
const parentStaged: StagedTx = { safe: parentSafe, tx: parentTx, hashes: hashSafeTx(parentSafe, parentTx) }
const parent = (verdict: Verdict, staged = parentStaged): ParentFacts => ({ staged, findings: [], verdict })
const approves = (hash: Hash, shown?: ParentFacts, at = OPERATIONS) =>
  run(approveHash, calling(at, approveHashData(hash), shown && { parent: shown }))

describe('approving a hash', () => {
  const { safeTx } = parentStaged.hashes

  it('is resolved by the transaction it is the hash of', () => {
    expect(approves(safeTx, parent('ok'))).toEqual(['APPROVE_HASH_RESOLVED 1'])
    expect(approves(safeTx, parent('warn'))).toEqual(['APPROVE_HASH_RESOLVED 1'])
  })

  it('blocks when that transaction is itself to be blocked', () => {
    expect(approves(safeTx, parent('block'))).toEqual(['APPROVE_HASH_PARENT_DANGEROUS 1'])
  })

  it('blocks when no transaction is shown, or another one, or one of another Safe', () => {
    expect(approves(safeTx)).toEqual(['APPROVE_HASH_UNRESOLVED 1'])
    expect(approves(keccak256('0x00'), parent('ok'))).toEqual(['APPROVE_HASH_UNRESOLVED 1'])
    expect(approves(safeTx, parent('ok'), STRANGER)).toEqual(['APPROVE_HASH_UNRESOLVED 1'])
  })

  it('is nothing that a payment does', () => expect(run(approveHash, sampleFacts())).toEqual([]))
})

describe('executing another Safe', () => {
  const execute = (to: Address, operation: number, data: Hex = '0x8d80ff0a'): Hex =>
    encodeFunctionData({
      abi: ABI,
      functionName: 'execTransaction',
      args: [to, 0n, data, operation, 0n, 0n, 0n, ZERO_ADDRESS, ZERO_ADDRESS, '0x'],
    })

  it('is named, and is no delegatecall by itself', () => {
    const facts = calling(OPERATIONS, execute(VENDOR, 0))
    expect(run(nestedExec, facts)).toEqual(['NESTED_EXEC 1'])
    expect(run(delegatecall, facts)).toEqual([])
    expect(run(nestedExec, sampleFacts())).toEqual([])
  })

  it('blocks foreign code in place of that Safe, not an official library', () => {
    expect(run(delegatecall, calling(OPERATIONS, execute(STRANGER, 1)))[0]).toMatch(/^NESTED_DELEGATECALL_UNTRUSTED 1/)
    expect(run(delegatecall, calling(OPERATIONS, execute(CALL_ONLY, 1))).join()).not.toContain('NESTED_DELEGATECALL_U')
    const misused = calling(OPERATIONS, execute(CALL_ONLY, 1, '0xa9059cbb'))
    expect(run(delegatecall, misused)[0]).toMatch(/^NESTED_DELEGATECALL_UNTRUSTED 1/)
  })
})

describe('signing a message', () => {
  const sign = (message: Hex): Hex => encodeFunctionData({ abi: ABI, functionName: 'signMessage', args: [message] })
  const digest = keccak256('0x1234')
  const byLibrary = (message: Hex) => sampleFacts({ legs: [], tx: { to: SIGN_LIB, operation: 1, data: sign(message) } })

  it('warns of 32 bytes, not of a message that can be read', () => {
    expect(run(signMessage, byLibrary(digest))).toEqual(['SIGN_MESSAGE_OPAQUE 1'])
    expect(run(signMessage, byLibrary('0x48656c6c6f'))).toEqual([])
  })

  it('warns where an old Safe signs by itself, not where a new one has no such function', () => {
    const bySafe = (version: '1.1.1' | '1.4.1') =>
      sampleFacts({ legs: [], version, tx: { to: SAFE, data: sign(digest) } })
    expect(run(signMessage, bySafe('1.1.1'))).toEqual(['SIGN_MESSAGE_OPAQUE 1'])
    expect(run(signMessage, bySafe('1.4.1'))).toEqual([])
  })
})
