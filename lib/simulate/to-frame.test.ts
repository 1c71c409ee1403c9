import { encodeErrorResult, parseAbi } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import type { TraceFrame } from '@/lib/simulate/frames'
import { toFrame } from '@/lib/simulate/to-frame'

const ACCOUNT = '0x2222222222222222222222222222222222222222'
const TRACE: TraceFrame = {
  ...{ kind: 'CALL', from: ACCOUNT, to: ACCOUNT, value: 3n, input: '0xa9059cbb', output: '0x01', error: null },
  ...{ gasUsed: 41_000n, logs: [], calls: [] },
}

describe('a frame as it is kept', () => {
  it('has its gas, and no reason where nothing fails', () => {
    expect(toFrame(TRACE)).toEqual({
      ...{ kind: 'CALL', from: ACCOUNT, to: ACCOUNT, value: 3n, input: '0xa9059cbb', error: null },
      ...{ gasUsed: 41_000n, calls: [] },
    })
  })

  it('has what a failed call says, without what draws nothing and at most 280 characters of it', () => {
    const abi = parseAbi(['error Error(string)'])
    const said = (reason: string) => encodeErrorResult({ abi, errorName: 'Error', args: [reason] })
    const failed = { ...TRACE, error: 'execution reverted', output: said('account \u202eis frozen') }
    expect(toFrame({ ...TRACE, calls: [failed] }).calls[0]?.reason).toBe('account ‹U+202E›is frozen')
    expect(toFrame({ ...failed, output: said('x'.repeat(900)) }).reason).toHaveLength(280)
    expect(toFrame({ ...failed, output: '0x' }).reason).toBe('execution reverted')
  })
})
