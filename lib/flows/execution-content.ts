import 'server-only'
import type { execution } from '@/db/schema/execution'
import { type Named, named } from '@/lib/flows/content'

/** When it was executed and what that cost, as the chain's receipt said once it was final. */
export const executionObject = (row: typeof execution.$inferSelect): Named =>
  named('execution', row.withdrawalId, 1, {
    txHash: row.txHash,
    blockNumber: row.blockNumber.toString(),
    blockHash: row.blockHash,
    blockTime: row.blockTime.toISOString(),
    feeWei: row.feeWei?.toString() ?? null,
    feePayer: row.feePayer,
  })
