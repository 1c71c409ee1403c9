import type { Address } from 'viem'
import { encodeFunctionData, parseAbi } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { notChecked } from '@/lib/assess/needs'
import { delegated, delegationQuestions } from '@/lib/assess/rules/delegated'
import { RULES } from '@/lib/assess/rules/index'
import { runRules } from '@/lib/assess/run'
import { verdictOf } from '@/lib/assess/verdict'
import {
  OWNERS,
  payEth,
  payUsdc,
  SAFE,
  sampleFacts,
  type SampleChange,
  STRANGER,
  troubles,
  VENDOR,
} from '@/tests/builders/sample-facts'

const DELEGATE: Address = '0x63c0c19a282a1B52b07dD5a65b58948A07DAE32B'
const [first = SAFE] = OWNERS
const abi = parseAbi([
  'function addOwnerWithThreshold(address owner, uint256 threshold)',
  'function swapOwner(address prevOwner, address oldOwner, address newOwner)',
])
const add = encodeFunctionData({ abi, functionName: 'addOwnerWithThreshold', args: [STRANGER, 3n] })
const swap = encodeFunctionData({ abi, functionName: 'swapOwner', args: [first, OWNERS[1] ?? SAFE, STRANGER] })

const withDelegated = (accounts: readonly Address[], change: SampleChange = {}) =>
  sampleFacts({
    ...change,
    facts: { delegations: accounts.map((account) => ({ account, delegate: DELEGATE })), ...change.facts },
  })
const judged = (...given: Parameters<typeof withDelegated>) => troubles(delegated.judge(withDelegated(...given)))

describe('an account that runs the code of a contract', () => {
  it('is shown where it is paid and nobody vouches for it, with whose code it runs', () => {
    const facts = withDelegated([STRANGER], { legs: [payUsdc(5n), payEth(5n, STRANGER)] })
    expect(delegated.judge(facts)).toMatchObject([
      { code: 'RECIPIENT_DELEGATED', outcome: 'fail', severity: 'medium', path: '1.2' },
    ])
    expect(delegated.judge(facts)[0]?.evidence).toContainEqual({ label: 'Runs the code of', value: DELEGATE })
    expect(verdictOf(runRules(facts))).toBe('review')
  })

  it('is told and no more where it is an active contact', () => {
    const facts = withDelegated([VENDOR])
    expect(delegated.judge(facts)).toMatchObject([{ code: 'RECIPIENT_DELEGATED_KNOWN', severity: 'info' }])
    expect(verdictOf(runRules(facts))).toBe('ok')
  })

  it('is shown where it owns the Safe, and has to be acknowledged where it becomes an owner', () => {
    expect(judged([first])).toEqual(['OWNER_DELEGATED'])
    for (const data of [add, swap])
      expect(judged([STRANGER], { legs: [], tx: { to: SAFE, data } })).toEqual(['OWNER_ADD_DELEGATED 1'])
  })

  it('passes where nobody concerned is one', () => {
    expect(judged([])).toEqual([])
    expect(judged([STRANGER])).toEqual([])
    expect(judged([VENDOR], { legs: [], tx: { to: SAFE, data: add } })).toEqual([])
  })
})

it('does not know where the chain did not answer, and is not judged offline', () => {
  expect(troubles(delegated.judge(sampleFacts({ facts: { delegations: null } })))).toEqual([
    'RECIPIENT_DELEGATED unknown',
  ])
  expect(notChecked(sampleFacts(), RULES).map(({ code }) => code)).toContain('OWNER_DELEGATED')
})

it('asks about everybody who is paid, and the owners that are and will be, once', () => {
  const facts = sampleFacts({ legs: [payUsdc(5n), payUsdc(6n), payEth(1n, STRANGER)] })
  expect(delegationQuestions(facts)).toEqual([VENDOR, STRANGER, ...OWNERS])
  expect(delegationQuestions(sampleFacts({ legs: [], tx: { to: SAFE, data: swap } }))).toEqual([...OWNERS, STRANGER])
})
