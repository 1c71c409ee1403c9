import type { Hex } from 'viem'
import { decodeFunctionData, encodeFunctionData, parseAbi } from 'viem/utils'
import type { SafeTx } from '@/lib/stage/types'

/** Safe.sol `execTransaction`, the same from 1.0.0 to 1.5.0. */
export const EXEC_TRANSACTION = parseAbi([
  'function execTransaction(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,uint256 gasPrice,address gasToken,address refundReceiver,bytes signatures) payable returns (bool success)',
])

/**
 * Calldata of `execTransaction`. The nonce is not in it: the Safe takes its own.
 * @param signatures packed, 65 bytes each, ascending by owner
 * @throws when a field does not fit its ABI type
 */
export function encodeExecution(tx: SafeTx, signatures: Hex): Hex {
  return encodeFunctionData({
    abi: EXEC_TRANSACTION,
    functionName: 'execTransaction',
    args: [
      tx.to,
      tx.value,
      tx.data,
      tx.operation,
      tx.safeTxGas,
      tx.baseGas,
      tx.gasPrice,
      tx.gasToken,
      tx.refundReceiver,
      signatures,
    ],
  })
}

/** True when calldata calls `execTransaction` with exactly these fields, whatever its signatures are. */
export const isExecutionOf = (data: Hex, tx: SafeTx): boolean => executionSignatures(data, tx) !== null

/** The packed signatures of calldata that calls `execTransaction` with exactly these fields; null for any other call. */
export function executionSignatures(data: Hex, tx: SafeTx): Hex | null {
  try {
    const { args } = decodeFunctionData({ abi: EXEC_TRANSACTION, data })
    return encodeExecution(tx, args[9]).toLowerCase() === data.toLowerCase() ? args[9] : null
  } catch {
    return null // other bytes are another call
  }
}
