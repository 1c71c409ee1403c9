import { describe, expect, it } from 'vitest'
import { numberToHex, pad } from 'viem/utils'
import type { TraceFrame, TraceLog } from '@/lib/simulate/frames'
import { loggedMoves } from '@/lib/simulate/logged-moves'

const ZERO = '0x0000000000000000000000000000000000000000'
const SAFE = '0x1111111111111111111111111111111111111111'
const TOKEN = '0x2222222222222222222222222222222222222222'
const PAYEE = '0x3333333333333333333333333333333333333333'
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'
const DEPOSIT = '0xe1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c'

const word = (units: bigint) => numberToHex(units, { size: 32 })
const said = (units: bigint): TraceLog => ({
  address: TOKEN,
  topics: [TRANSFER, pad(SAFE), pad(PAYEE)],
  data: word(units),
})
const frame = (
  logs: readonly TraceLog[],
  calls: readonly TraceFrame[] = [],
  error: string | null = null,
): TraceFrame => ({
  ...{ kind: 'CALL', from: SAFE, to: TOKEN, value: 0n, input: '0x', output: '0x', gasUsed: 0n },
  ...{ error, logs, calls },
})
const moved = (units: bigint) => ({ event: 'transfer', token: TOKEN, from: SAFE, to: PAYEE, units })

describe('movements that tokens log', () => {
  it('are summed over all frames', () => {
    expect(loggedMoves(frame([said(5n)], [frame([said(2n)])]))).toEqual([moved(7n)])
  })

  it('are not what was undone with its frame, or with one around it', () => {
    const undone = frame([said(2n)], [frame([said(3n)])], 'execution reverted')
    expect(loggedMoves(frame([said(5n)], [undone]))).toEqual([moved(5n)])
  })

  it('are one each of a collection, and a wrapped coin made of nothing', () => {
    const item: TraceLog = { ...said(0n), topics: [...said(0n).topics, word(77n)], data: '0x' }
    expect(loggedMoves(frame([item]))).toEqual([moved(1n)])
    const wrapped: TraceLog = { address: TOKEN, topics: [DEPOSIT, pad(SAFE)], data: word(9n) }
    expect(loggedMoves(frame([wrapped]))).toEqual([{ event: 'deposit', token: TOKEN, from: ZERO, to: SAFE, units: 9n }])
  })

  it('are nothing that only bears the name', () => {
    expect(
      loggedMoves(
        frame([
          { ...said(5n), data: '0x' },
          { ...said(5n), topics: [TRANSFER] },
        ]),
      ),
    ).toEqual([])
  })
})
