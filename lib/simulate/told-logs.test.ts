import { type Address, encodeAbiParameters, type Hex, numberToHex, pad } from 'viem'
import { describe, expect, it } from 'vitest'
import type { TraceFrame, TraceLog } from '@/lib/simulate/frames'
import { claimsOf, differentClaim, unshownClaim } from '@/lib/simulate/told-logs'

const [SAFE, THIEF, TOKEN, OTHER] = ['11', '22', '33', '44'].map((byte) => `0x${byte.repeat(20)}` as const) as [
  ...[Address, Address, Address, Address],
]
const TRANSFER: Hex = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
const APPROVAL: Hex = '0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925'
const SINGLE: Hex = '0xc3d58168c5ae7397731d063d5bbf3d657854427343f4c083240f7aacaa2d0f62'
const word = (units: bigint): Hex => numberToHex(units, { size: 32 })
const log = (topics: readonly Hex[], data: Hex = '0x', address = TOKEN): TraceLog => ({ address, topics, data })
const moves = (units: bigint, to = THIEF, token = TOKEN) => log([TRANSFER, pad(SAFE), pad(to)], word(units), token)
const item = (id: bigint) => log([TRANSFER, pad(SAFE), pad(THIEF), word(id)])
const held = (id: bigint, units: bigint) =>
  log(
    [SINGLE, pad(OTHER), pad(SAFE), pad(THIEF)],
    encodeAbiParameters([{ type: 'uint256' }, { type: 'uint256' }], [id, units]),
  )
const allows = (units: bigint, spender = THIEF) => log([APPROVAL, pad(SAFE), pad(spender)], word(units))

const frame = (over: Partial<TraceFrame>): TraceFrame => ({
  ...{ kind: 'CALL', from: SAFE, to: TOKEN, value: 0n, input: '0x', output: '0x', error: null, gasUsed: 1n },
  ...{ logs: [], calls: [], ...over },
})

describe('two runs by their logs', () => {
  it.each<[string, TraceLog[], TraceLog[]]>([
    ['the same in another order', [moves(5n), allows(1n)], [allows(1n), moves(5n)]],
    ['amounts that follow the block', [moves(5n), allows(1n), held(3n, 4n)], [moves(6n), allows(2n), held(3n, 5n)]],
    ['one move in two logs', [moves(5n)], [moves(2n), moves(3n)]],
    ['other events', [log([word(7n)])], [log([word(8n)])]],
  ])('claim the same: %s', (_what, one, other) => {
    expect(differentClaim(one, other)).toBeNull()
    expect(differentClaim(other, one)).toBeNull()
  })

  it.each<[string, TraceLog[], TraceLog[]]>([
    ['a move', [moves(5n)], []],
    ['to somebody else', [moves(5n)], [moves(5n, OTHER)]],
    ['of another token', [moves(5n)], [moves(5n, THIEF, OTHER)]],
    ['another item', [item(7n)], [item(8n)]],
    ['another item of a collection of many', [held(7n, 1n)], [held(8n, 1n)]],
    ['an approval', [moves(5n), allows(1n)], [moves(5n)]],
    ['an approval for somebody else', [allows(1n)], [allows(1n, OTHER)]],
  ])('claim otherwise: %s', (_what, one, other) => {
    expect(differentClaim(one, other)).toContain('it logs')
    expect(differentClaim(other, one)).toContain('logs')
  })
})

describe('a trace that leaves something out', () => {
  const whole = frame({ logs: [moves(5n), item(7n)], calls: [frame({ from: TOKEN, to: OTHER, logs: [] })] })
  const logs = [moves(6n), item(7n)]

  it('is told by what another run logs, and an honest one is whole', () => {
    expect(unshownClaim(logs, [whole])).toBeNull()
    expect(unshownClaim(logs, [frame({ logs: [moves(5n)] })])).toContain(`item 7 of ${TOKEN}`)
    expect(unshownClaim(logs, [frame({ logs: [] })])).toContain('a transfer of')
    expect(unshownClaim([item(7n)], [frame({ logs: [item(8n)] })])).toContain(`item 7 of ${TOKEN}`)
  })

  it('shows what only another environment does', () => {
    expect(unshownClaim(logs, [frame({}), whole])).toBeNull()
  })

  it('shows nothing by what was undone', () => {
    expect(unshownClaim(logs, [{ ...whole, error: 'execution reverted' }])).toContain('which no call shown here does')
  })

  it('is told by a contract that logs and is called nowhere, whatever it logs', () => {
    const word7 = log([word(7n)], '0x', OTHER)
    expect(unshownClaim([word7], [whole])).toBeNull()
    expect(unshownClaim([word7], [frame({})])).toBe(`${OTHER} logs, which no call shown here runs`)
    // Polygon logs its coin so in every run.
    const coin = { ...word7, address: '0x0000000000000000000000000000000000001010' } as const
    expect(unshownClaim([coin], [frame({})])).toBeNull()
    expect(unshownClaim([{ ...coin, topics: moves(5n).topics, data: word(5n) }], [frame({})])).toContain(
      'a transfer of',
    )
  })
})

it('names accounts by their addresses', () => {
  expect([...claimsOf([allows(5n)])]).toEqual([`an approval of ${TOKEN} by ${SAFE} for ${THIEF}`])
})
