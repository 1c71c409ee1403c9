import { describe, expect, it } from 'vitest'
import { decodeFunctionData, getAddress, numberToHex, size } from 'viem/utils'
import { EXEC_TRANSACTION, isExecutionOf } from '@/lib/simulate/exec-transaction-abi'
import { executionCall } from '@/lib/simulate/execution-call'
import { approvedHashSlot, NONCE_SLOT } from '@/lib/simulate/safe-slots'
import { hashSafeTx } from '@/lib/stage/hash'
import type { StagedTx } from '@/lib/stage/types'

const SAFE = getAddress('0x1111111111111111111111111111111111111111')
const OWNERS = [
  '0xcc00000000000000000000000000000000000000',
  '0x00000000000000000000000000000000000000aa',
  '0xbb00000000000000000000000000000000000000',
].map((one) => getAddress(one))
const ZERO = getAddress('0x0000000000000000000000000000000000000000')
const safe = { chainId: 31337, address: SAFE, version: '1.4.1' } as const
const tx = {
  to: SAFE,
  value: 3n,
  data: '0x1234',
  operation: 0,
  safeTxGas: 0n,
  baseGas: 0n,
  gasPrice: 0n,
  gasToken: ZERO,
  refundReceiver: ZERO,
  nonce: 9n,
} as const
const STAGED: StagedTx = { safe, tx, hashes: hashSafeTx(safe, tx) }

describe('the call that is simulated', () => {
  const call = executionCall(STAGED, { owners: OWNERS, threshold: 2 })
  const [low, middle] = [
    getAddress('0x00000000000000000000000000000000000000aa'),
    getAddress('0xbb00000000000000000000000000000000000000'),
  ]

  it('carries threshold pre-validated signatures, ascending by owner', () => {
    const { args } = decodeFunctionData({ abi: EXEC_TRANSACTION, data: call.data })
    expect(size(args[9])).toBe(130)
    expect(args[9].slice(0, 66).endsWith(low.slice(2).toLowerCase())).toBe(true)
    expect(args[9].slice(132, 196).endsWith(middle.slice(2).toLowerCase())).toBe(true)
    expect(call.from).toBe(low)
  })

  it('pretends the approvals of those owners and the nonce, and nothing else', () => {
    const one = numberToHex(1, { size: 32 })
    expect(call.stateOverrides).toEqual({
      [SAFE]: {
        stateDiff: {
          [NONCE_SLOT]: numberToHex(9, { size: 32 }),
          [approvedHashSlot(low, STAGED.hashes.safeTx)]: one,
          [approvedHashSlot(middle, STAGED.hashes.safeTx)]: one,
        },
      },
    })
  })

  it('cannot be made for a Safe with fewer owners than its threshold', () => {
    expect(() => executionCall(STAGED, { owners: OWNERS.slice(0, 1), threshold: 2 })).toThrow(RangeError)
  })

  it('is recognised by its fields, and not when one differs or bytes follow', () => {
    expect(isExecutionOf(call.data, tx)).toBe(true)
    expect(isExecutionOf(call.data, { ...tx, value: 4n })).toBe(false)
    expect(isExecutionOf(`${call.data}00`, tx)).toBe(false)
    expect(isExecutionOf('0x1234', tx)).toBe(false)
  })
})
