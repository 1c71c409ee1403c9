import { describe, expect, it } from 'vitest'
import type { Node, RpcAnswer } from '@/lib/io/rpc'
import { planReads } from '@/lib/io/state-reads'

const TOKEN = '0x2222222222222222222222222222222222222222'
const word = (value: number) => `0x${value.toString(16).padStart(64, '0')}`
const node: Node = {
  chainId: 31337,
  party: 'rpc.example',
  url: 'https://rpc.example/',
  clock: { now: () => new Date(0) },
  ask: async () => [],
}
const reads = [
  { to: TOKEN, data: '0x01' },
  { to: TOKEN, data: '0x02' },
] as const
const setting = { block: '0x1', blockOverrides: {}, stateOverrides: {} } as const
const parse = (simulateV1: boolean, answers: readonly RpcAnswer[]) =>
  planReads(reads, setting, {
    callTrace: true,
    stateDiff: true,
    callOverrides: true,
    simulateV1,
    getProof: true,
  }).parse(node, answers)
const calls = (...all: object[]): RpcAnswer[] => [{ ok: true, result: [{ calls: all }] }]

describe('reads by one eth_simulateV1', () => {
  const good = { status: '0x1', returnData: word(7) }

  it('are words, and null where the contract reverted or returned something else', () => {
    expect(parse(true, calls(good, { status: '0x0', returnData: '0x' }))).toEqual([7n, null])
    expect(parse(true, calls({ status: '0x1', returnData: '0x' }, good))).toEqual([null, 7n])
  })

  it.each<[string, readonly RpcAnswer[]]>([
    ['a rate limit', [{ ok: false, message: 'rate limit exceeded' }]],
    ['a block gas limit', [{ ok: false, message: 'block gas limit reached: execution reverted' }]],
    ['one call too few', calls(good)],
    ['an answer in another form', [{ ok: true, result: null }]],
    ['no answer', []],
  ])('are an outage that names the node after %s', (_what, answers) => {
    expect(() => parse(true, answers)).toThrow(/^The chain did not answer: rpc\.example did not read what changes/)
  })
})

describe('reads by eth_call', () => {
  const good: RpcAnswer = { ok: true, result: word(7) }

  it('are words, and null where the contract reverted or is not there', () => {
    expect(parse(false, [good, { ok: false, message: 'execution reverted' }])).toEqual([7n, null])
    expect(parse(false, [{ ok: true, result: '0x' }, good])).toEqual([null, 7n])
  })

  it.each<[string, RpcAnswer | undefined]>([
    ['a rate limit', { ok: false, message: 'Too many requests' }],
    ['a missing state', { ok: false, message: 'missing trie node' }],
    ['an answer in another form', { ok: true, result: null }],
    ['no answer', undefined],
  ])('are an outage that names the node after %s for one of them', (_what, bad) => {
    expect(() => parse(false, bad ? [good, bad] : [good])).toThrow('rpc.example')
  })
})
