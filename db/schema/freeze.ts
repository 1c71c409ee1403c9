import { sql } from 'drizzle-orm'
import { check, index, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant } from '@/db/schema/columns'
import { member } from '@/db/schema/member'

/** A freeze (a word that PostgreSQL keeps for itself). Insert only: it ends with enough lifts, never by a change of its own. */
export const freezeOrder = pgTable(
  'freeze_order',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    scopeKind: text('scope_kind').notNull(),
    /** As lib/policy/freeze FreezeScope has it. */
    scopeId: text('scope_id').notNull(),
    /** Null where the desk froze by itself. */
    memberId: text('member_id').references(() => member.id),
    reason: text('reason').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [
    index('freeze_order_of').on(table.scopeKind, table.scopeId),
    check(
      'freeze_order_scope',
      sql`${table.scopeKind} IN ('organisation', 'chain', 'safe', 'member', 'counterparty', 'asset', 'withdrawal')`,
    ),
  ],
)

/** One person's consent to end a freeze. Insert only. */
export const freezeLift = pgTable(
  'freeze_lift',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    freezeId: uuid('freeze_id')
      .notNull()
      .references(() => freezeOrder.id),
    memberId: text('member_id')
      .notNull()
      .references(() => member.id),
    reason: text('reason').notNull(),
    /** FactorProof. */
    proof: jsonb('proof').notNull(),
    /** Digest of the challenge that proof answers. */
    challenge: text('challenge').notNull().unique(),
    at: instant('at').notNull(),
  },
  (table) => [unique().on(table.freezeId, table.memberId)],
)
