import { sql } from 'drizzle-orm'
import {
  bigint,
  bigserial,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { auditLeaf } from '@/db/schema/audit'
import { instant } from '@/db/schema/columns'
import { member } from '@/db/schema/member'

/** What a member is told, once for each event of the log that concerns them. Derived from the log, insert only. */
export const notice = pgTable(
  'notice',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    /** The leaf that causes it. */
    seq: bigint('seq', { mode: 'number' })
      .notNull()
      .references(() => auditLeaf.seq),
    memberId: text('member_id')
      .notNull()
      .references(() => member.id),
    /** A kind of lib/notices. */
    kind: text('kind').notNull(),
    /** What it is about, as lib/notices names it: W-1001, P-1001, or the scope of a freeze. */
    about: text('about').notNull(),
    /** When that happened. */
    at: instant('at').notNull(),
  },
  (table) => [unique('notice_once').on(table.seq, table.memberId), index('notice_of').on(table.memberId, table.id)],
)

/** Its member read it. Insert only. */
export const noticeRead = pgTable('notice_read', {
  noticeId: bigint('notice_id', { mode: 'number' })
    .primaryKey()
    .references(() => notice.id),
  at: instant('at').notNull(),
})

/** What its member has not read yet. Kept by triggers alone, so that counting it costs the same after years of notices. */
export const noticeUnread = pgTable(
  'notice_unread',
  {
    memberId: text('member_id').notNull(),
    noticeId: bigint('notice_id', { mode: 'number' })
      .notNull()
      .references(() => notice.id),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.noticeId] })],
)

/** One row: up to which leaf notices were made. It only grows. */
export const noticeCursor = pgTable(
  'notice_cursor',
  { id: integer('id').primaryKey(), seq: bigint('seq', { mode: 'number' }).notNull() },
  (table) => [check('notice_cursor_one', sql`${table.id} = 1`)],
)

/** A notice on its way out of the desk. What it says and to whom is fixed; tried until it arrives or is given up. */
export const noticeDelivery = pgTable(
  'notice_delivery',
  {
    /** Named in every try, so that a receiver knows a repetition. */
    id: uuid('id').primaryKey().defaultRandom(),
    seq: bigint('seq', { mode: 'number' })
      .notNull()
      .references(() => auditLeaf.seq),
    /** Null of what goes to the desk’s own webhook, once for each event. */
    memberId: text('member_id'),
    channel: text('channel').notNull(),
    state: text('state').notNull().default('waiting'),
    attempts: integer('attempts').notNull().default(0),
    nextAt: instant('next_at').notNull(),
    /** What went wrong last, in the desk’s own words. */
    fault: text('fault').notNull().default(''),
    doneAt: instant('done_at'),
  },
  (table) => [
    foreignKey({ columns: [table.seq, table.memberId], foreignColumns: [notice.seq, notice.memberId] }),
    unique('notice_delivery_once').on(table.seq, table.memberId, table.channel).nullsNotDistinct(),
    index('notice_delivery_due')
      .on(table.nextAt)
      .where(sql`${table.state} = 'waiting'`),
    check('notice_delivery_state', sql`${table.state} IN ('waiting', 'sent', 'dead')`),
    check('notice_delivery_done', sql`(${table.state} = 'waiting') = (${table.doneAt} IS NULL)`),
    check(
      'notice_delivery_to',
      sql`(${table.channel} = 'mail' AND ${table.memberId} IS NOT NULL) OR (${table.channel} = 'webhook' AND ${table.memberId} IS NULL)`,
    ),
  ],
)

/** Where a member wants mail. Personal: one row that its member changes, so that what it was is not kept here. */
export const notifyAddress = pgTable('notify_address', {
  memberId: text('member_id')
    .primaryKey()
    .references(() => member.id),
  /** Null: no mail. */
  address: text('address'),
  at: instant('at').notNull(),
})

/** How jobs of the worker ended, counted: what no row tells once a job is done. */
export const jobOutcome = pgTable(
  'job_outcome',
  {
    task: text('task').notNull(),
    outcome: text('outcome').notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.task, table.outcome] }),
    check('job_outcome_is', sql`${table.outcome} IN ('done', 'failed')`),
  ],
)
