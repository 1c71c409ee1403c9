import 'server-only'
import { chainOf } from '@/lib/chains/index'
import type { Fee } from '@/lib/execute/types'
import type { Receipt } from '@/lib/io/rpc-shapes'

/**
 * What a transaction cost by its receipt: gas at the price that was paid, data of blobs (EIP-4844), and on an OP Stack
 * chain the share of Ethereum's fee.
 * @returns null where a part that was paid is not told, or is one that this desk cannot count: never less than was paid
 */
export function feeOf(receipt: Receipt, chainId: number): Fee | null {
  const { from, gasUsed, effectiveGasPrice, blobGasUsed, blobGasPrice, l1Fee } = receipt
  if (from === null || gasUsed === null || effectiveGasPrice === null) return null
  if (blobGasUsed !== null && blobGasPrice === null) return null
  if (chainOf(chainId).hasL1Fee && l1Fee === null) return null
  // Its formula differs between upgrades of the chain; the chains served here ask for none.
  if (receipt.operatorFeeScalar || receipt.operatorFeeConstant) return null
  const blobs = (blobGasUsed ?? 0n) * (blobGasPrice ?? 0n)
  return { wei: gasUsed * effectiveGasPrice + blobs + (l1Fee ?? 0n), payer: from }
}
