import { pgTable, text } from 'drizzle-orm/pg-core'
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
