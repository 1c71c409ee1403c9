import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant, units } from '@/db/schema/columns'
import { safe } from '@/db/schema/registry'

/** How far the desk has watched a Safe, and what its settings were then. A note of its own, moved on at each look. */
export const safeWatch = pgTable('safe_watch', {
  safeId: text('safe_id')
    .primaryKey()
    .references(() => safe.id),
  blockNumber: units('block_number').notNull(),
  /** lib/core/wire text of SafeState. */
  state: text('state').notNull(),
  at: instant('at').notNull(),
})

/** Transfers that are worth keeping: money from listed senders, and bait. Insert only; nothing is ever paid by them. */
export const seenTransfer = pgTable(
  'seen_transfer',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    safeId: text('safe_id')
      .notNull()
      .references(() => safe.id),
    chainId: integer('chain_id').notNull(),
    /** lib/execute SeenKind. */
    kind: text('kind').notNull(),
    token: text('token').notNull(),
    /** Who sent it, or who is said to have got it; with its checksum. */
    other: text('other').notNull(),
    units: units('units').notNull(),
    txHash: text('tx_hash').notNull(),
    logIndex: integer('log_index').notNull(),
    blockNumber: units('block_number').notNull(),
    /** The address of ours that `other` looks like. */
    resembles: text('resembles'),
    at: instant('at').notNull(),
  },
  (table) => [
    unique('seen_transfer_once').on(table.safeId, table.txHash, table.logIndex),
    index('seen_transfer_newest').on(table.safeId, table.at),
    index('seen_transfer_of').on(table.other, table.chainId),
  ],
)
