import 'server-only'
import type { Tx } from '@/db/client'
import { execution } from '@/db/schema/execution'
import type { Observation } from '@/lib/execute/types'
import { executionObject } from '@/lib/flows/execution-content'
import type { AuditDraft } from '@/lib/flows/write'

/** Keeps when a withdrawal was executed, what that cost and who paid, beside its last move. What no node told stays empty. */
export async function keepReceipt(
  tx: Tx,
  withdrawalId: string,
  mined: NonNullable<Observation['mined']>,
): Promise<AuditDraft> {
  const [row] = await tx
    .insert(execution)
    .values({
      ...{ withdrawalId, txHash: mined.txHash, blockNumber: mined.blockNumber, blockHash: mined.blockHash },
      blockTime: new Date(Number(mined.blockTimestamp) * 1000),
      ...{ feeWei: mined.fee?.wei ?? null, feePayer: mined.fee?.payer ?? null },
    })
    .returning()
  if (!row) throw new Error('insert returned no row')
  return { action: 'keep-receipt', subject: mined.txHash, object: executionObject(row) }
}
