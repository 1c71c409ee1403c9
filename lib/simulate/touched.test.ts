import { describe, expect, it } from 'vitest'
import { concat, keccak256, pad } from 'viem/utils'
import { touchedContracts } from '@/lib/simulate/touched'
import { parseTrace } from '@/lib/simulate/trace'

const PROXY = '0x1111111111111111111111111111111111111111'
const LOGIC = '0x2222222222222222222222222222222222222222'
const trace = parseTrace({
  type: 'CALL',
  from: LOGIC,
  to: PROXY,
  calls: [{ type: 'DELEGATECALL', from: PROXY, to: LOGIC, input: '0x' }],
})
const traces = trace === null ? [] : [trace]
const ZERO = pad('0x')
const facts = { address: PROXY, code: '0x60', slot0: ZERO, eip1967: ZERO } as const

describe('implementation of a touched contract', () => {
  it('is what EIP-1967 names', () => {
    expect(touchedContracts([{ ...facts, eip1967: pad(LOGIC) }], traces)[0]?.implementation).toBe(LOGIC)
  })

  it('is slot 0 when the contract runs that code, and not when slot 0 only looks like an address', () => {
    const slot0 = pad(LOGIC)
    expect(touchedContracts([{ ...facts, slot0 }], traces)[0]?.implementation).toBe(LOGIC)
    expect(touchedContracts([{ ...facts, slot0 }], [])[0]?.implementation).toBeNull()
  })

  it('is the code that an account delegates to (EIP-7702)', () => {
    const code = concat(['0xef0100', LOGIC])
    expect(touchedContracts([{ ...facts, code }], traces)[0]?.implementation).toBe(LOGIC)
  })

  it('is asked of contracts only, by the hash of their code', () => {
    expect(touchedContracts([{ ...facts, code: '0x' }], traces)).toEqual([])
    expect(touchedContracts([facts], traces)[0]).toEqual({
      address: PROXY,
      codeHash: keccak256('0x60'),
      implementation: null,
    })
  })
})
