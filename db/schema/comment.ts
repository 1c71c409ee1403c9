import { boolean, index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '@/db/schema/columns'
import { member } from '@/db/schema/member'
import { withdrawal } from '@/db/schema/withdrawal'

/** What a member wrote about a withdrawal. It decides nothing. Insert only. */
export const withdrawalComment = pgTable(
  'withdrawal_comment',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    withdrawalId: text('withdrawal_id')
      .notNull()
      .references(() => withdrawal.id),
    memberId: text('member_id')
      .notNull()
      .references(() => member.id),
    /** Made safe to show. */
    words: text('words').notNull(),
    /** A question that the initiator’s next comment answers. */
    asksInitiator: boolean('asks_initiator').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [index('withdrawal_comment_of').on(table.withdrawalId, table.at)],
)
