import type { Address, Hex } from 'viem'
import { describe, expect, it } from 'vitest'
import type { Frame } from '@/lib/simulate/types'
import { honestReviewed } from '@/tests/builders/honest-review'
import { OWNERS, SAFE, type SampleChange, STRANGER, USDC } from '@/tests/builders/sample-facts'
import type { Assessed } from './assessed'
import { nodesOf, runTree } from './run-nodes'
import { runSummary } from './run-summary'

const ECRECOVER: Address = '0x0000000000000000000000000000000000000001'

function read(change: SampleChange = {}, over: Partial<Assessed['assessment']> = {}) {
  const { assessment, contacts } = honestReviewed(change)
  const effects = assessment.effects
  if (effects.kind !== 'simulated') throw new Error('the sample is simulated')
  const root = runTree({ assessment: { ...assessment, ...over }, contacts, safeName: 'Treasury' })
  if (root === null) throw new Error('something ran')
  return { root, summary: runSummary(effects), all: [...nodesOf(root)] }
}
const frame = (over: Partial<Frame>): Frame => ({
  ...{ kind: 'CALL', from: SAFE, to: USDC.address, value: 0n, input: '0x', error: null, calls: [], ...over },
})

describe('the calls that ran', () => {
  it('have names, and functions where the same bytes are read above', () => {
    const { all, summary } = read()
    expect(all.map(({ op, fn, to }) => [op, fn, to])).toEqual([
      ['CALL', 'execTransaction', 'Treasury'],
      ['DELEGATECALL', 'execTransaction', 'SafeL2 1.4.1'],
      ['CALL', 'transfer(address,uint256)', 'USDC'],
    ])
    expect(all[2]?.from).toBe('Treasury')
    expect(summary).toBe('3 calls, 90,000 gas')
  })

  it('have no gas where it was not kept, and theirs where it was', () => {
    expect(read().all.map(({ gas }) => gas)).toEqual([null, null, null])
    expect(read({ effects: { root: frame({ gasUsed: 41_234n }) } }).root.gas).toBe('41,234 gas')
  })

  it('say why one fails, and that what it did before is undone', () => {
    const inner = frame({ to: STRANGER, value: 5n })
    const failed = frame({ error: 'execution reverted', reason: 'account is frozen', calls: [inner] })
    const { all, summary } = read({ effects: { root: frame({ calls: [failed, inner] }) } })
    expect(all.map(({ failure, isUndone }) => [failure, isUndone])).toEqual([
      [null, false],
      ['account is frozen', false],
      [null, true],
      [null, false],
    ])
    expect(summary).toContain('one fails')
  })

  it('give the node’s own word where a failed call gives none, without what draws nothing', () => {
    const root = frame({ error: 'out of\u200b gas' })
    expect(read({ effects: { root } }).root.failure).toBe('out of‹U+200B› gas')
  })

  it('keep the whole address of a contract that nobody knows, and its selector', () => {
    const { root } = read({ effects: { root: frame({ to: STRANGER, input: '0xdeadbeef00' }) } })
    expect([root.to, root.fn]).toEqual([STRANGER, '0xdeadbeef'])
  })

  it('lend no function its name elsewhere', () => {
    const input: Hex = '0x6a761202'
    expect(read({ effects: { root: frame({ to: STRANGER, input }) } }).root.fn).toBe('0x6a761202')
    expect(read({ effects: { root: frame({ to: SAFE, input }) } }).root.fn).toBe('execTransaction')
    const asked: Hex = '0x75f0bb5200'
    expect(read({ effects: { root: frame({ to: STRANGER, input: asked }) } }).root.fn).toBe('0x75f0bb52')
  })

  it('name the guard by what the Safe says of it', () => {
    const { assessment } = honestReviewed()
    if (assessment.safe === null) throw new Error('the sample has a Safe')
    const safe = { ...assessment.safe, guard: STRANGER }
    const given = { effects: { root: frame({ to: STRANGER, input: '0x75f0bb5200' }) } } as const
    expect(read(given, { safe }).root).toMatchObject({ to: 'the guard of the Safe', fn: 'checkTransaction' })
  })

  it('tell coins that move from those a delegatecall only shows', () => {
    const root = frame({ value: 10n ** 18n, calls: [frame({ kind: 'DELEGATECALL', value: 10n ** 18n })] })
    expect(read({ effects: { root } }).all.map(({ value }) => value)).toEqual(['1.00 ETH', null])
  })

  it('name what is built into the chain, and what is made', () => {
    const calls = [frame({ kind: 'STATICCALL', to: ECRECOVER, from: OWNERS[0] ?? SAFE }), frame({ kind: 'CREATE2' })]
    const [, recover, made] = read({ effects: { root: frame({ calls }) } }).all
    expect([recover?.to, made?.fn]).toEqual(['ecrecover, built into the chain', 'makes a contract'])
  })
})
