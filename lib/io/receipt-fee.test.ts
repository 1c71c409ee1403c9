import { describe, expect, it } from 'vitest'
import type { Hash } from 'viem'
import { feeOf } from './receipt-fee'
import type { Receipt } from './rpc-shapes'

const hash: Hash = `0x${'ab'.repeat(32)}`
const payer = '0x8dF56A3b2e2cB2cB6a49c49a0d3d3A3DBd3f6e11'
const receipt: Receipt = {
  ...{ transactionHash: hash, blockNumber: 1n, blockHash: hash, status: 1n, logs: [] },
  ...{ from: payer, gasUsed: 21_000n, effectiveGasPrice: 7n, blobGasUsed: null, blobGasPrice: null },
  ...{ l1Fee: null, operatorFeeScalar: null, operatorFeeConstant: null },
}

describe('what a receipt says a transaction cost', () => {
  it('is gas at the price that was paid, by its sender', () =>
    expect(feeOf(receipt, 1)).toEqual({ wei: 147_000n, payer }))

  it('counts blobs and the share of Ethereum', () => {
    expect(feeOf({ ...receipt, blobGasUsed: 10n, blobGasPrice: 3n }, 1)?.wei).toBe(147_030n)
    expect(feeOf({ ...receipt, l1Fee: 5n }, 10)?.wei).toBe(147_005n)
    expect(feeOf({ ...receipt, l1Fee: 0n, operatorFeeScalar: 0n, operatorFeeConstant: 0n }, 8453)?.wei).toBe(147_000n)
  })

  it.each<[what: string, change: Partial<Receipt>, chainId: number]>([
    ['the sender', { from: null }, 1],
    ['the gas', { gasUsed: null }, 1],
    ['the price', { effectiveGasPrice: null }, 1],
    ['the price of blobs', { blobGasUsed: 1n }, 1],
    ['the share of Ethereum on a chain that has one', {}, 10],
    ['a fee of the operator', { l1Fee: 1n, operatorFeeConstant: 1n }, 10],
  ])('is unknown without %s, and never less', (_what, change, chainId) =>
    expect(feeOf({ ...receipt, ...change }, chainId)).toBeNull(),
  )
})
