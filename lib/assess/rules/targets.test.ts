import type { Address, Hex } from 'viem'
import { encodeFunctionData, parseAbi } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { delegatecall } from '@/lib/assess/rules/delegatecall'
import { intent } from '@/lib/assess/rules/intent'
import { knownContract } from '@/lib/assess/rules/known-contract'
import { noCode } from '@/lib/assess/rules/no-code'
import { selectorNames } from '@/lib/assess/rules/selector-names'
import { singleton } from '@/lib/assess/rules/singleton'
import { targetUnverified } from '@/lib/assess/rules/target-unverified'
import { notChecked } from '@/lib/assess/needs'
import { runRules } from '@/lib/assess/run'
import type { Facts, KnownCode, Rule } from '@/lib/assess/types'
import { payEth, payUsdc, SAFE, sampleFacts, STRANGER, troubles, USDC, VENDOR } from '@/tests/builders/sample-facts'

const CALL_ONLY: Address = '0x9641d764fc13c8B624c04430C7356C1C7C8102e2'
const DEPOSIT: Hex = '0xd0e30db0'
const PULL: Hex = '0x23b872dd'
const run = (rule: Rule, facts: Facts) => troubles(runRules(facts, [rule]))
const unsimulated = { kind: 'unavailable', party: 'Offline', reason: 'none' } as const
const calling = (to: Address, data: Hex, facts: Partial<Facts> = {}, operation = 0) =>
  sampleFacts({ legs: [], tx: { to, data, operation }, facts: { effects: unsimulated, ...facts } })
const code = (known: Partial<KnownCode>): Pick<Facts, 'code'> => ({
  code: [{ address: STRANGER, hasCode: null, isVerified: null, ...known }],
})

describe('a call to an account without code', () => {
  it('warns where it is said, or where the simulation ran no code there', () => {
    expect(run(noCode, calling(STRANGER, DEPOSIT, code({ hasCode: false })))).toEqual(['NO_CODE_WITH_CALLDATA 1'])
    expect(run(noCode, sampleFacts({ legs: [], tx: { to: STRANGER, data: DEPOSIT } }))).toEqual([
      'NO_CODE_WITH_CALLDATA 1',
    ])
  })

  it('is not seen in payments, nor where there is code', () => {
    expect(run(noCode, sampleFacts({ legs: [payUsdc(1n), payEth(2n)] }))).toEqual([])
    expect(run(noCode, calling(STRANGER, DEPOSIT, code({ hasCode: true })))).toEqual([])
    expect(run(noCode, calling(STRANGER, '0x', code({ hasCode: false })))).toEqual([])
  })
})

describe('a target of unverified source', () => {
  it('is named where the Safe calls it, not where it is paid or said to have no code', () => {
    expect(run(targetUnverified, calling(STRANGER, DEPOSIT, code({ isVerified: false })))).toEqual([
      'TARGET_UNVERIFIED 1',
    ])
    expect(run(targetUnverified, calling(STRANGER, '0x', code({ isVerified: false })))).toEqual([])
    expect(run(targetUnverified, calling(STRANGER, DEPOSIT, code({ isVerified: true })))).toEqual([])
    expect(run(targetUnverified, calling(STRANGER, DEPOSIT, code({ isVerified: false, hasCode: false })))).toEqual([])
  })

  it('is not checked where nobody says anything of the source', () => {
    for (const facts of [calling(STRANGER, DEPOSIT), calling(STRANGER, DEPOSIT, code({ hasCode: true }))]) {
      expect(runRules(facts, [targetUnverified])).toEqual([])
      expect(notChecked(facts, [targetUnverified])).toEqual([{ code: 'TARGET_UNVERIFIED', needs: ['code.verified'] }])
    }
  })
})

describe('names of a selector', () => {
  const listed = (selector: Hex, ...names: readonly string[]) => ({ selectorCandidates: { [selector]: names } })
  const two = listed(PULL, 'transferFrom(address,address,uint256)', 'gasprice_bit_ether(int128)')

  it('warn where there are several and nobody verified which the target has', () => {
    expect(run(selectorNames, calling(STRANGER, PULL, two))).toEqual(['SELECTOR_AMBIGUOUS 1'])
    expect(run(selectorNames, calling(STRANGER, PULL, listed(PULL, 'other(bool)')))).toEqual(['SELECTOR_AMBIGUOUS 1'])
  })

  it('say nothing about one name, a registered token or verified source', () => {
    expect(run(selectorNames, calling(STRANGER, PULL, listed(PULL, 'transferFrom(address,address,uint256)')))).toEqual(
      [],
    )
    expect(run(selectorNames, calling(USDC.address, PULL, two))).toEqual([])
    expect(run(selectorNames, calling(STRANGER, PULL, { ...two, verifiedTargets: [STRANGER] }))).toEqual([])
    expect(run(selectorNames, calling(STRANGER, PULL, { ...two, ...code({ isVerified: true }) }))).toEqual([])
  })

  it('block a call of the Safe to itself that a database calls something else', () => {
    const abi = parseAbi(['function enableModule(address)'])
    const data = encodeFunctionData({ abi, functionName: 'enableModule', args: [STRANGER] })
    const names = (...given: readonly string[]) => listed('0x610b5925', ...given)
    expect(
      run(selectorNames, calling(SAFE, data, names('enableModule(address)', 'claimRewards_i74m4if3(address)'))),
    ).toEqual(['SELECTOR_COLLISION_SELF 1'])
    expect(run(selectorNames, calling(SAFE, data, names('enableModule(address)')))).toEqual([])
    expect(run(selectorNames, calling(SAFE, PULL, two))).toEqual([])
  })
})

describe('a known contract', () => {
  it('is named where it is called, and only there', () => {
    expect(run(knownContract, calling(USDC.address, DEPOSIT))).toEqual(['CONTRACT_INTERACTION_KNOWN 1'])
    expect(run(knownContract, calling(VENDOR, DEPOSIT))).toEqual(['CONTRACT_INTERACTION_KNOWN 1'])
    expect(run(knownContract, calling(STRANGER, DEPOSIT, { verifiedTargets: [STRANGER] }))).toEqual([
      'CONTRACT_INTERACTION_KNOWN 1',
    ])
    expect(run(knownContract, calling(STRANGER, DEPOSIT))).toEqual([])
    expect(run(knownContract, calling(USDC.address, DEPOSIT, {}, 1))).toEqual([])
    expect(run(knownContract, sampleFacts())).toEqual([])
    expect(run(knownContract, calling(CALL_ONLY, '0x8d80ff0a'))).toEqual([])
  })
})

describe('the list of code that this Safe lets run in its place', () => {
  const AGGREGATE: Hex = '0x174dea71'
  const list = { delegateTargets: [{ address: STRANGER, selectors: [AGGREGATE] }] }

  it('lets that function of that contract run, and nothing else', () => {
    expect(run(delegatecall, calling(STRANGER, AGGREGATE, list, 1))).toEqual(['DELEGATECALL_ALLOWLISTED 1'])
    expect(run(singleton, calling(STRANGER, AGGREGATE, list, 1))).toEqual([])
    expect(run(delegatecall, calling(STRANGER, DEPOSIT, list, 1))).toContain('DELEGATECALL_UNTRUSTED 1')
    expect(run(delegatecall, calling(VENDOR, AGGREGATE, list, 1))).toContain('DELEGATECALL_UNTRUSTED 1')
    expect(run(singleton, calling(VENDOR, AGGREGATE, list, 1))).toEqual(['SINGLETON_CHANGE unknown 1'])
  })

  it('does not hide that there is no code, nor announce what was not requested', () => {
    const gone = { ...list, ...code({ hasCode: false }) }
    expect(run(delegatecall, calling(STRANGER, AGGREGATE, gone, 1))).toEqual([
      'DELEGATECALL_UNTRUSTED 1',
      'DELEGATECALL_NO_CODE 1',
    ])
    expect(run(intent, calling(STRANGER, AGGREGATE, list, 1))).toEqual(['INTENT_MISMATCH 1'])
  })

  it('trusts no official library that is said to have no code', () => {
    const facts = sampleFacts({ legs: [payUsdc(1n), payEth(2n)], facts: { effects: unsimulated } })
    const gone = { code: [{ address: CALL_ONLY, hasCode: false, isVerified: null }] }
    expect(run(delegatecall, facts)).toEqual(['DELEGATECALL_TRUSTED 1'])
    expect(run(delegatecall, { ...facts, ...gone })).toEqual(['DELEGATECALL_UNTRUSTED 1', 'DELEGATECALL_NO_CODE 1'])
  })
})
