import type { Address, Hash } from 'viem'
import { describe, expect, it } from 'vitest'
import { codeNow, codeSince, type KeptRun } from '@/lib/assess/code-since'
import { codeChanged } from '@/lib/assess/rules/code-changed'
import type { Facts } from '@/lib/assess/types'
import { NO_CODE_HASH } from '@/lib/core/address'
import { payEth, payUsdc, SAFE, sampleFacts, STRANGER, troubles, USDC, VENDOR } from '@/tests/builders/sample-facts'

const hash = (letter: string): Hash => `0x${letter.repeat(64)}`
const runs = (address: Address, codeHash: Hash, implementation: Address | null = null) => ({
  ...{ address, codeHash, implementation },
})
const ran = (...touched: KeptRun['touched'][number][]): KeptRun => ({ isSuccess: true, touched })
const facts = (...touched: KeptRun['touched'][number][]) => sampleFacts({ effects: { touched } })
const judged = (then: KeptRun, now: Facts) => troubles(codeChanged.judge({ ...now, codeThen: codeSince(then, now) }))

describe('the code since the first review', () => {
  const token = runs(USDC.address, hash('a'), VENDOR)

  it('is the same where nothing was replaced', () => {
    expect(judged(ran(token, runs(SAFE, hash('b'))), facts(runs(SAFE, hash('b')), token))).toEqual([])
  })

  it('is another where a token is upgraded behind its proxy, or replaced', () => {
    expect(judged(ran(token), facts(runs(USDC.address, hash('a'), STRANGER)))).toEqual(['TARGET_CODE_CHANGED 1'])
    expect(judged(ran(token), facts(runs(USDC.address, hash('c'), VENDOR)))).toEqual(['TARGET_CODE_CHANGED 1'])
  })

  it('is another where a recipient without code got some, or lost it', () => {
    const pay = (...touched: KeptRun['touched'][number][]) => sampleFacts({ legs: [payEth(5n)], effects: { touched } })
    expect(judged(ran(), pay())).toEqual([])
    expect(judged(ran(), pay(runs(VENDOR, hash('d'))))).toEqual(['TARGET_CODE_CHANGED 1'])
    expect(judged(ran(runs(VENDOR, hash('d'))), pay())).toEqual(['TARGET_CODE_CHANGED 1'])
    expect(codeSince(ran(), pay())[0]?.then.codeHash).toBe(NO_CODE_HASH)
  })

  it('is not compared for what a run only passes through once', () => {
    expect(judged(ran(token, runs(VENDOR, hash('e'))), facts(token, runs(STRANGER, hash('f'))))).toEqual([])
  })

  it('is not known without a run that succeeds, then or now: one answer for all', () => {
    const legs = [payUsdc(5n), payEth(5n)]
    const down = sampleFacts({ legs, facts: { effects: { kind: 'unavailable', party: 'node', reason: 'down' } } })
    expect(judged(ran(token), down)).toEqual(['TARGET_CODE_CHANGED unknown'])
    expect(judged({ isSuccess: false, touched: [] }, facts(token))).toEqual(['TARGET_CODE_CHANGED unknown'])
  })

  it('is of now by the effects that are shown', () => {
    const now = facts(token)
    for (const pinned of codeSince(ran(token), now)) expect(codeNow(pinned.address, now.effects)).toEqual(pinned.now)
  })
})
