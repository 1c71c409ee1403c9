import type { Hex } from 'viem'
import { encodeFunctionData, parseAbi } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { intent } from '@/lib/assess/rules/intent'
import type { Rule } from '@/lib/assess/types'
import { SAFE, sampleFacts, type SampleChange, STRANGER, troubles, USDC } from '@/tests/builders/sample-facts'

const abi = parseAbi([
  'function approve(address spender, uint256 amount)',
  'function enableModule(address module)',
  'function changeThreshold(uint256 threshold)',
])
const approve = encodeFunctionData({ abi, functionName: 'approve', args: [STRANGER, 1n] })
const judge = (rule: Rule, change: SampleChange = {}) => troubles(rule.judge(sampleFacts(change)))

describe('what is stated besides payments', () => {
  it('compares a change of the owners with the one that is stated', () => {
    const stated = {
      legs: [],
      purpose: 'x',
      reference: '',
      change: { kind: 'change-threshold', threshold: 4 },
    } as const
    const of = (threshold: bigint) => ({
      to: SAFE,
      data: encodeFunctionData({ abi, functionName: 'changeThreshold', args: [threshold] }),
    })
    const facts = { class: 'configuration', intent: stated } as const
    expect(judge(intent, { legs: [], tx: of(4n), facts })).toEqual([])
    expect(judge(intent, { legs: [], tx: of(1n), facts })).toEqual(['INTENT_MISMATCH 1'])
    const module = encodeFunctionData({ abi, functionName: 'enableModule', args: [STRANGER] })
    expect(judge(intent, { legs: [], tx: { to: SAFE, data: module }, facts })).toEqual(['INTENT_MISMATCH 1'])
    expect(judge(intent, { legs: [], tx: { to: SAFE, data: '0x' }, facts })).toContain('INTENT_MISMATCH')
  })

  it('compares a call with the one that is stated, bytes and value', () => {
    const call = { to: USDC.address, data: approve, gives: [] }
    const facts = { class: 'contract-call', intent: { legs: [], purpose: 'x', reference: '', call } } as const
    const revoke = encodeFunctionData({ abi, functionName: 'approve', args: [STRANGER, 0n] })
    const stated = (data: Hex) => ({ ...facts, intent: { ...facts.intent, call: { ...call, data } } })
    expect(judge(intent, { legs: [], tx: { to: USDC.address, data: revoke }, facts: stated(revoke) })).toEqual([])
    expect(judge(intent, { legs: [], tx: { to: USDC.address, data: approve }, facts: stated(revoke) })).toContain(
      'INTENT_MISMATCH 1',
    )
    expect(
      judge(intent, { legs: [], tx: { to: USDC.address, data: revoke, value: 1n }, facts: stated(revoke) }),
    ).toContain('INTENT_MISMATCH 1')
    // An approval stays an approval, also where somebody states it.
    expect(judge(intent, { legs: [], tx: { to: USDC.address, data: approve }, facts })).toContain('INTENT_MISMATCH 1')
  })
})
