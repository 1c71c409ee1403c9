import { describe, expect, it } from 'vitest'
import type { Hex } from 'viem'
import { encodeErrorResult, parseAbi } from 'viem/utils'
import { failureReason, revertText } from '@/lib/simulate/revert-reason'
import type { TraceFrame } from '@/lib/simulate/frames'

const ERRORS = parseAbi(['error Error(string)', 'error Panic(uint256)', 'error Frozen(address account)'])
const text = (reason: string): Hex => encodeErrorResult({ abi: ERRORS, errorName: 'Error', args: [reason] })
const ACCOUNT = '0x2222222222222222222222222222222222222222'

function frame(over: Partial<TraceFrame>): TraceFrame {
  return {
    kind: 'CALL',
    from: ACCOUNT,
    to: ACCOUNT,
    value: 0n,
    input: '0x',
    output: '0x',
    error: null,
    gasUsed: 0n,
    logs: [],
    calls: [],
    ...over,
  }
}

describe('text of a revert', () => {
  it('is the contract’s own words', () => {
    expect(revertText(text('Blacklistable: account is blacklisted'))).toBe('Blacklistable: account is blacklisted')
  })

  it('shows characters that would change how it reads', () => {
    expect(revertText(text('ok\u202e'))).toBe('ok‹U+202E›')
  })

  it('explains codes of the Safe and panics', () => {
    expect(revertText(text('GS026'))).toBe('GS026: a signature is not by an owner, or not in ascending order')
    expect(revertText(encodeErrorResult({ abi: ERRORS, errorName: 'Panic', args: [17n] }))).toBe(
      'Panic 17: arithmetic over- or underflow',
    )
  })

  it('keeps the bytes of an error that it does not know', () => {
    const custom = encodeErrorResult({ abi: ERRORS, errorName: 'Frozen', args: [ACCOUNT] })
    expect(revertText(custom)).toBe(`custom error ${custom.slice(0, 10)}, arguments 0x${custom.slice(10)}`)
    expect(revertText('0x12345678')).toBe('custom error 0x12345678, arguments none')
    expect(revertText('0x12')).toBe('revert bytes 0x12')
    expect(revertText('0x')).toBeNull()
  })

  it('survives an Error(string) whose bytes are cut off', () => {
    expect(revertText('0x08c379a0')).toContain('custom error 0x08c379a0')
  })
})

describe('reason of a failed execution', () => {
  const inner = frame({ error: 'execution reverted', output: text('not today') })

  it('says the innermost reason first, then what the Safe made of it', () => {
    const middle = frame({ error: 'execution reverted', output: text('GS013'), calls: [inner] })
    const root = frame({ error: 'execution reverted', output: text('GS013'), calls: [frame({}), middle] })
    expect(failureReason(root, false)).toBe(
      'not today — GS013: the inner call failed and nothing asks the Safe to go on',
    )
  })

  it('is the inner reason alone when the Safe went on', () => {
    expect(failureReason(frame({ calls: [frame({ calls: [inner] })] }), true)).toBe('not today')
  })

  it('is nothing when nothing failed, even if a contract tried and caught', () => {
    expect(failureReason(frame({ calls: [inner] }), false)).toBeNull()
  })

  it('falls back to the node’s words', () => {
    expect(failureReason(frame({ error: 'out of gas' }), false)).toBe('out of gas')
  })
})
