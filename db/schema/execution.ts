import { sql } from 'drizzle-orm'
import { check, index, pgTable, text } from 'drizzle-orm/pg-core'
import { instant, units } from '@/db/schema/columns'
import { withdrawal } from '@/db/schema/withdrawal'

/** What the chain's receipt said of an executed withdrawal, once it was final. Insert only. */
export const execution = pgTable(
  'execution',
  {
    withdrawalId: text('withdrawal_id')
      .primaryKey()
      .references(() => withdrawal.id),
    txHash: text('tx_hash').notNull(),
    blockNumber: units('block_number').notNull(),
    blockHash: text('block_hash').notNull(),
    blockTime: instant('block_time').notNull(),
    /** Of the whole transaction, in wei of the chain's own coin; null where the nodes do not tell it or do not agree. */
    feeWei: units('fee_wei'),
    /** Who sent the transaction and paid that fee. */
    feePayer: text('fee_payer'),
  },
  (table) => [
    index('execution_time').on(table.blockTime),
    index('execution_transaction').on(table.txHash),
    check('execution_fee', sql`(${table.feeWei} IS NULL) = (${table.feePayer} IS NULL) AND ${table.feeWei} >= 0`),
  ],
)
