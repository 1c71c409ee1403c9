import { describe, expect, it } from 'vitest'
import type { Hex } from 'viem'
import { encodeFunctionData, pad, parseAbi } from 'viem/utils'
import { parseTrace } from '@/lib/simulate/trace'
import { tokenReads } from '@/lib/simulate/watch'

const SAFE = '0x1111111111111111111111111111111111111111'
const TOKEN = '0x2222222222222222222222222222222222222222'
const PAYEE = '0x3333333333333333333333333333333333333333'
const SINK = '0x4444444444444444444444444444444444444444'
const BURN = '0x000000000000000000000000000000000000dEaD'
const ABI = parseAbi([
  'function transfer(address,uint256)',
  'function approve(address,uint256)',
  'function hide(address,uint256)',
])
const TRANSFER_TOPIC = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'

function traceOf(input: Hex, logs: object[] = [], type = 'CALL') {
  const call = { type, from: SAFE, to: TOKEN, input, logs, gasUsed: '0x1' }
  const trace = parseTrace({ type: 'CALL', from: PAYEE, to: SAFE, input: '0x', gasUsed: '0x1', calls: [call] })
  if (trace === null) throw new Error('not a trace')
  return trace
}

const accounts = (trace: ReturnType<typeof traceOf>, kind: string) =>
  tokenReads([trace], SAFE, []).flatMap((read) => (read.kind === kind && read.token === TOKEN ? [read.account] : []))

describe('what is measured around a call', () => {
  it('is the Safe and the payee of a transfer, also a payee with a small number', () => {
    for (const to of [PAYEE, BURN] as const) {
      const trace = traceOf(encodeFunctionData({ abi: ABI, functionName: 'transfer', args: [to, 5n] }))
      expect(accounts(trace, 'balance')).toEqual([SAFE, to])
      expect(accounts(trace, 'allowance')).toEqual([])
    }
  })

  it('is whoever a log of the token names, though the call does not', () => {
    const log = { address: TOKEN, topics: [TRANSFER_TOPIC, pad(SAFE), pad(SINK)], data: '0x' }
    const trace = traceOf(encodeFunctionData({ abi: ABI, functionName: 'transfer', args: [PAYEE, 5n] }), [log])
    expect(accounts(trace, 'balance')).toContain(SINK)
  })

  it('is an account in any word of an unknown function, as payee and as spender', () => {
    const trace = traceOf(encodeFunctionData({ abi: ABI, functionName: 'hide', args: [SINK, 5n] }))
    expect(accounts(trace, 'balance')).toContain(SINK)
    expect(accounts(trace, 'allowance')).toEqual([SINK])
  })

  it('is the Safe’s balance of every registered token, called or not', () => {
    expect(tokenReads([traceOf('0x')], SAFE, [SINK]).map(({ token, account }) => [token, account])).toEqual([
      [SINK, SAFE],
    ])
  })

  it('is not asked of code that runs for someone else', () => {
    const trace = traceOf(
      encodeFunctionData({ abi: ABI, functionName: 'transfer', args: [PAYEE, 5n] }),
      [],
      'DELEGATECALL',
    )
    expect(tokenReads([trace], SAFE, [])).toEqual([])
  })
})

describe('a trace', () => {
  it('is refused when it is not in the tracer’s form', () => {
    for (const wrong of [null, {}, { type: 'CALL' }, { type: 'CALL', from: 'me', to: SAFE }])
      expect(parseTrace(wrong)).toBeNull()
  })
})
