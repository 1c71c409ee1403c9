import { expect, it } from 'vitest'
import { isGiven } from '@/lib/assess/needs'
import { blockQuestions, issuerBlock } from '@/lib/assess/rules/issuer-block'
import type { Facts } from '@/lib/assess/types'
import { payEth, payUsdc, SAFE, sampleFacts, STRANGER, troubles, USDC, VENDOR } from '@/tests/builders/sample-facts'

const ORACLE = '0x40C57923924B5c5c5455c48D93317139ADDaC8fb'
const judged = (issuers: NonNullable<Facts['issuers']> | null) =>
  troubles(issuerBlock.judge(sampleFacts({ legs: [payUsdc(5n), payEth(1n)], facts: { issuers } })))

it('passes whom nobody blocks', () => expect(judged({ oracles: [ORACLE], blocked: [] })).toEqual([]))

it('blocks a recipient and the Safe itself, and says who says so', () => {
  const blocked = [
    { source: USDC.address, account: VENDOR },
    { source: ORACLE, account: SAFE },
  ] as const
  expect(judged({ oracles: [ORACLE], blocked })).toEqual(['ISSUER_BLOCKED 1.1', 'ISSUER_BLOCKED'])
  const [first, second] = issuerBlock.judge(sampleFacts({ facts: { issuers: { oracles: [ORACLE], blocked } } }))
  expect([first?.sentence, second?.sentence]).toEqual([
    expect.stringMatching(/^The token .*USDC.* says that/),
    expect.stringMatching(/^The sanctions oracle says that/),
  ])
})

it('does not know where the chain did not answer, and is not asked offline', () => {
  expect(judged(null)).toEqual(['ISSUER_BLOCKED unknown'])
  expect(isGiven('issuers', sampleFacts())).toBe(false)
})

it('asks each token about the Safe and whom it pays, and oracles about everybody, once', () => {
  const facts = sampleFacts({ legs: [payUsdc(5n), payUsdc(6n), payEth(1n, STRANGER)] })
  expect(blockQuestions(facts, [ORACLE])).toEqual([
    { source: USDC.address, isOracle: false, accounts: [SAFE, VENDOR] },
    { source: ORACLE, isOracle: true, accounts: [SAFE, VENDOR, STRANGER] },
  ])
})
