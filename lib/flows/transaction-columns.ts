import 'server-only'
import type { Address, Hex } from 'viem'
import type { withdrawal } from '@/db/schema/withdrawal'
import type { SafeRef, SafeTx, SafeVersion } from '@/lib/stage/types'

/** Columns that hold a SafeTx and its Safe, in every table that keeps one. */
type TransactionColumns = Pick<typeof withdrawal.$inferSelect, 'chainId' | 'safeAddress' | 'safeVersion' | keyof SafeTx>

/** The Safe and the ten fields of a row. */
export function transactionOf(row: TransactionColumns): { readonly safe: SafeRef; readonly tx: SafeTx } {
  return {
    safe: { chainId: row.chainId, address: row.safeAddress as Address, version: row.safeVersion as SafeVersion },
    tx: {
      to: row.to as Address,
      value: row.value,
      data: row.data as Hex,
      operation: row.operation,
      safeTxGas: row.safeTxGas,
      baseGas: row.baseGas,
      gasPrice: row.gasPrice,
      gasToken: row.gasToken as Address,
      refundReceiver: row.refundReceiver as Address,
      nonce: row.nonce,
    },
  }
}
