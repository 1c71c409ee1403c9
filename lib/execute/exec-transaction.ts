import type { Hex } from 'viem'
import type { ExecCall } from '@/lib/execute/types'
import { encodeExecution } from '@/lib/simulate/exec-transaction-abi'
import type { StagedTx } from '@/lib/stage/types'

/**
 * The call that executes a withdrawal. Encoded here and not by protocol-kit, which would add the sender as one more
 * approver when signatures are missing.
 * @param signatures as `packSignatures` gives them
 */
export function encodeExecTransaction({ safe, tx }: StagedTx, signatures: Hex): ExecCall {
  return { to: safe.address, data: encodeExecution(tx, signatures), value: 0n }
}
