import type { Address, Hex } from 'viem'
import { pad, toHex } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { ZERO_ADDRESS } from '@/lib/core/address'
import type { TraceFrame, TraceLog } from '@/lib/simulate/frames'
import { loggedChanges } from '@/lib/simulate/logged-changes'

const SAFE: Address = '0x1111111111111111111111111111111111111111'
const TOKEN: Address = '0x2222222222222222222222222222222222222222'
const PAYEE: Address = '0x3333333333333333333333333333333333333333'
const TRANSFER: Hex = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'

const transfer = (from: Address, to: Address, units: bigint): TraceLog => ({
  address: TOKEN,
  topics: [TRANSFER, pad(from), pad(to)],
  data: toHex(units, { size: 32 }),
})

const frame = (over: Partial<TraceFrame>): TraceFrame => ({
  ...{ kind: 'CALL', from: SAFE, to: TOKEN, value: 0n, input: '0x', output: '0x', error: null, gasUsed: 0n },
  ...{ logs: [], calls: [], ...over },
})

describe('what Transfer logs say', () => {
  it('is summed per account and token, over all calls', () => {
    const logs = [transfer(SAFE, PAYEE, 250n)]
    expect(loggedChanges(frame({ logs, calls: [frame({ logs })] }))).toEqual([
      { account: SAFE, asset: TOKEN, units: -500n },
      { account: PAYEE, asset: TOKEN, units: 500n },
    ])
  })

  it('is nothing where the call that logs it reverts', () => {
    const logs = [transfer(SAFE, PAYEE, 250n)]
    const failed = frame({ error: 'execution reverted', logs, calls: [frame({ logs })] })
    expect(loggedChanges(frame({ calls: [failed] }))).toEqual([])
    expect(loggedChanges(frame({ calls: [{ ...failed, error: null }] }))).toHaveLength(2)
  })

  it('counts one of a collection, whatever its number', () => {
    const numbered = { ...transfer(SAFE, PAYEE, 0n), data: '0x' as const }
    const log = { ...numbered, topics: [...numbered.topics, toHex(4711n, { size: 32 })] }
    expect(loggedChanges(frame({ logs: [log] }))).toContainEqual({ account: PAYEE, asset: TOKEN, units: 1n })
  })

  it('has one side of what is minted, and none of what comes back', () => {
    expect(loggedChanges(frame({ logs: [transfer(ZERO_ADDRESS, PAYEE, 7n)] }))).toEqual([
      { account: PAYEE, asset: TOKEN, units: 7n },
    ])
    expect(loggedChanges(frame({ logs: [transfer(SAFE, PAYEE, 7n), transfer(PAYEE, SAFE, 7n)] }))).toEqual([])
  })

  it.each<[string, Partial<TraceLog>]>([
    ['another event', { topics: [TOKEN, pad(SAFE), pad(PAYEE)] }],
    ['no amount', { data: '0x' }],
    ['no recipient', { topics: [TRANSFER, pad(SAFE)] }],
    ['more than an address', { topics: [TRANSFER, pad(SAFE), `0x${'ff'.repeat(32)}`] }],
  ])('reads nothing out of %s', (_what, change) => {
    expect(loggedChanges(frame({ logs: [{ ...transfer(SAFE, PAYEE, 250n), ...change }] }))).toEqual([])
  })
})
