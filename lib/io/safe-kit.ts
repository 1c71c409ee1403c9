import 'server-only'
import { calculateSafeTransactionHash } from '@safe-global/protocol-kit'
import type { Hash } from 'viem'
import { hashShape } from '@/lib/io/rpc-shapes'
import type { StagedTx } from '@/lib/stage/types'

export type SafeKit = {
  /** The safeTxHash by the Safe team's own library, or null when it cannot say. Takes fields, never a key. */
  readonly hashOf: (staged: StagedTx) => Promise<Hash | null>
}

/**
 * protocol-kit as a second opinion on our hash (SPEC §4). Only its hash function is used: given version and chain it asks
 * no chain, so it cannot fall back to another version as its client does when VERSION() does not answer.
 */
export const safeKit: SafeKit = {
  hashOf: async ({ safe, tx }) => {
    // It takes the nonce as a number; above 2^53 it would hash another one.
    if (tx.nonce > BigInt(Number.MAX_SAFE_INTEGER)) return null
    try {
      const fields = {
        to: tx.to,
        value: tx.value.toString(),
        data: tx.data,
        operation: tx.operation,
        safeTxGas: tx.safeTxGas.toString(),
        baseGas: tx.baseGas.toString(),
        gasPrice: tx.gasPrice.toString(),
        gasToken: tx.gasToken,
        refundReceiver: tx.refundReceiver,
        nonce: Number(tx.nonce),
      }
      return hashShape.parse(calculateSafeTransactionHash(safe.address, fields, safe.version, BigInt(safe.chainId)))
    } catch {
      return null // no opinion; the hash rule says so
    }
  },
}
