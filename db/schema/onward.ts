import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant, units } from '@/db/schema/columns'
import { withdrawal } from '@/db/schema/withdrawal'

/** How far the desk has followed a chain's recipients, and what it could not see. A note of its own, moved on at each look. */
export const onwardWatch = pgTable('onward_watch', {
  chainId: integer('chain_id').primaryKey(),
  blockNumber: units('block_number').notNull(),
  /** So many recipients were followed at the last look. */
  followed: integer('followed').notNull(),
  /** What that look could not see, in a sentence; null where it saw everything. */
  fault: text('fault'),
  at: instant('at').notNull(),
})

/** What a recipient of the desk passed on to an address that a list named. Insert only; nothing is ever paid by it. */
export const onwardTransfer = pgTable(
  'onward_transfer',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    chainId: integer('chain_id').notNull(),
    /** The newest withdrawal that had paid the one who passed it on. */
    withdrawalId: text('withdrawal_id')
      .notNull()
      .references(() => withdrawal.id),
    /** Who passed it on, and who got it; with their checksums. */
    recipient: text('recipient').notNull(),
    other: text('other').notNull(),
    /** Checksummed address, or "native". */
    asset: text('asset').notNull(),
    units: units('units').notNull(),
    txHash: text('tx_hash').notNull(),
    /** -1 of what a transaction carries itself. */
    logIndex: integer('log_index').notNull(),
    blockNumber: units('block_number').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [
    unique('onward_transfer_once').on(table.chainId, table.txHash, table.logIndex),
    index('onward_transfer_newest').on(table.at),
    index('onward_transfer_by').on(table.recipient, table.at),
    index('onward_transfer_to').on(table.other, table.at),
  ],
)
