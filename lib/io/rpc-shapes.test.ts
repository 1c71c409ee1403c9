import { describe, expect, it } from 'vitest'
import { ethereum } from '@/lib/chains/ethereum'
import { local } from '@/lib/chains/local'
import type { Node, RpcAnswer } from '@/lib/io/rpc'
import { contractAnswer, isRevert, readHead } from '@/lib/io/rpc-shapes'

const NOW = 1_800_000_000
const nodeWith = (chainId: number, timestamp: number): Node => ({
  chainId,
  party: 'rpc.example',
  url: 'https://rpc.example/',
  clock: { now: () => new Date(NOW * 1000) },
  ask: async () => [
    {
      ok: true,
      result: {
        number: '0x10',
        hash: `0x${'ab'.repeat(32)}`,
        timestamp: `0x${timestamp.toString(16)}`,
        miner: `0x${'00'.repeat(20)}`,
      },
    },
  ],
})

describe('the newest block', () => {
  it.each([0, 12, 180])('is believed when it is %i s old', async (age) => {
    expect((await readHead(nodeWith(ethereum.id, NOW - age))).number).toBe(16n)
  })

  it.each([181, 86_400])('is refused when it is %i s old, as of a node that stands still or repeats', async (age) => {
    await expect(readHead(nodeWith(ethereum.id, NOW - age))).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: `The chain did not answer: the newest block of Ethereum at rpc.example is ${age} s old, more than the 180 s allowed.`,
    })
  })

  it('is refused when it is far ahead of the own clock, which then measures nothing', async () => {
    expect((await readHead(nodeWith(ethereum.id, NOW + 30))).number).toBe(16n)
    await expect(readHead(nodeWith(ethereum.id, NOW + 600))).rejects.toThrow('600 s ahead of this machine’s clock')
  })

  it('may be old on the local chain, which mines only when something is sent', async () => {
    expect((await readHead(nodeWith(local.id, NOW - 86_400))).number).toBe(16n)
  })
})

describe('an answer to eth_call', () => {
  const node = nodeWith(ethereum.id, NOW)
  const read = (answer: RpcAnswer) => contractAnswer(node, answer)

  it('is what the contract returned, or null when it returned nothing or reverted', () => {
    expect(read({ ok: true, result: '0x01' })).toBe('0x01')
    expect(read({ ok: true, result: '0x' })).toBeNull()
    for (const message of [
      'execution reverted',
      'execution reverted: ERC20: no',
      'Execution reverted',
      'VM execution error.',
      'EVM error InvalidFEOpcode',
      'invalid opcode: INVALID',
      'out of gas',
      'stack underflow (0 <=> 1)',
    ])
      expect(read({ ok: false, message })).toBeNull()
  })

  it.each([
    'rate limit exceeded',
    'daily request count exceeded, request rate limited',
    'Internal error',
    'header not found',
    'missing trie node 1f2e (path )',
    'request timed out',
    'the method eth_call does not exist/is not available',
    'quota reached; execution reverted to the free plan',
    '',
  ])('is an outage, never a revert, when the node says %j', (message) => {
    expect(isRevert(message)).toBe(false)
    expect(() => read({ ok: false, message })).toThrow('The chain did not answer: rpc.example says')
  })

  it('is an outage when it is missing or no bytes', () => {
    expect(() => contractAnswer(node, undefined)).toThrow('The chain did not answer')
    expect(() => read({ ok: true, result: null })).toThrow('not answer in a form that can be trusted')
  })
})
