import { concatHex, encodeFunctionData, erc20Abi } from 'viem'
import { describe, expect, it } from 'vitest'
import { unconfirmedReason } from '@/lib/execute/confirmed-by-nodes'
import type { NodeVoice } from '@/lib/simulate/types'
import { payEth, type SampleChange, sampleFacts, STRANGER, USDC, VENDOR } from '@/tests/builders/sample-facts'

const voice = (over: Partial<NodeVoice>): NodeVoice => ({
  party: 'b.example',
  says: 'nothing',
  what: 'no answer',
  ...over,
})

function reasonAbout(change: SampleChange, ...voices: readonly NodeVoice[]): string | null {
  const { effects, staged, assets } = sampleFacts(change)
  if (effects.kind === 'unavailable') throw new Error('the sample is simulated')
  return unconfirmedReason({ effects: { ...effects, party: 'a.example', voices }, staged, assets })
}
const reasonOf = (...voices: readonly NodeVoice[]) => reasonAbout({}, ...voices)

it('one other node that says the same is enough, whoever else is silent', () => {
  expect(reasonOf(voice({ says: 'same', what: '' }), voice({}))).toBeNull()
  expect(reasonOf(voice({}))).toContain('Only a.example says what this does; nothing from b.example (no answer)')
  expect(reasonOf(voice({}), voice({ party: 'c.example' }))).toContain('c.example')
})

describe('a node that measures nothing', () => {
  const end = voice({ isSameEnd: true })
  const transfer = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [VENDOR, 5n] })
  const approve = encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [VENDOR, 5n] })

  it.each<[string, SampleChange]>([
    ['a registered token', {}],
    ['the chain’s coin', { legs: [payEth(7n)] }],
    ['nothing, which uses up a nonce', { legs: [] }],
  ])('confirms by the same block and end what pays %s', (_what, change) => {
    expect(reasonAbout(change, end)).toBeNull()
    expect(reasonAbout(change, voice({}))).toContain('Only a.example')
  })

  it.each<[string, SampleChange['tx']]>([
    ['a delegatecall', { operation: 1 }],
    ['a token that nobody registered', { to: STRANGER, data: transfer }],
    ['another function of a registered token', { to: USDC.address, data: approve }],
    ['bytes behind a transfer', { data: concatHex([transfer, '0x00']) }],
    ['the chain’s coin beside a call', { value: 1n }],
    ['a refund of gas', { gasPrice: 1n }],
    ['a call of a contract', { to: STRANGER, data: '0x12345678' }],
  ])('confirms nothing of %s, which another that measures does', (_what, tx) => {
    expect(reasonAbout({ tx: tx ?? {} }, end)).toContain('Nothing is handed over on the word of one node.')
    expect(reasonAbout({ tx: tx ?? {} }, end, voice({ says: 'same', what: '' }))).toBeNull()
  })

  it('confirms nothing of a token of the same address on another chain', () => {
    const assets = [{ ...USDC, chainId: 1 }]
    expect(reasonAbout({ facts: { assets } }, end)).toContain('Only a.example')
  })
})

it('a chain of one node has nobody to ask, and a contradiction blocks by itself', () => {
  expect(reasonOf()).toBeNull()
  expect(reasonOf(voice({ says: 'other', what: 'another block' }), voice({}))).toBeNull()
})
