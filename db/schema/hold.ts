import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '@/db/schema/columns'
import { member } from '@/db/schema/member'
import { withdrawal } from '@/db/schema/withdrawal'

/** Compliance stopped a withdrawal. Insert only: it ends with a release. */
export const withdrawalHold = pgTable(
  'withdrawal_hold',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    withdrawalId: text('withdrawal_id')
      .notNull()
      .references(() => withdrawal.id),
    memberId: text('member_id')
      .notNull()
      .references(() => member.id),
    note: text('note').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [index('withdrawal_hold_of').on(table.withdrawalId)],
)

/** Compliance let it go on, bound to what the review said then. Insert only; one ends one hold. */
export const withdrawalRelease = pgTable('withdrawal_release', {
  id: uuid('id').primaryKey().defaultRandom(),
  holdId: uuid('hold_id')
    .notNull()
    .unique()
    .references(() => withdrawalHold.id),
  memberId: text('member_id')
    .notNull()
    .references(() => member.id),
  note: text('note').notNull(),
  evidenceDigest: text('evidence_digest').notNull(),
  /** FactorProof. */
  proof: jsonb('proof').notNull(),
  /** Digest of the challenge that proof answers. */
  challenge: text('challenge').notNull().unique(),
  at: instant('at').notNull(),
})
