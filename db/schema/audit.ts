import { sql } from 'drizzle-orm'
import { bigint, bigserial, check, index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant } from '@/db/schema/columns'

const DIGEST = sql.raw(`'^0x[0-9a-f]{64}$'`)

/**
 * Written in the transaction that changes the state; sequenced into leaves afterwards. Insert only. The checks are the
 * shape of a leaf (lib/audit/shape): an event that could never become one would stop the log.
 */
export const auditEvent = pgTable(
  'audit_event',
  {
    /** Given by the database alone, also where an insert names another one. */
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    at: instant('at').notNull(),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id'),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    objectType: text('object_type').notNull(),
    objectId: text('object_id').notNull(),
    objectVersion: integer('object_version').notNull(),
    contentHash: text('content_hash').notNull(),
    outcome: text('outcome').notNull(),
    reason: text('reason').notNull(),
    personalHash: text('personal_hash'),
  },
  (table) => [
    // Beyond the year 9999 a time has no four digits, and infinity is none.
    check('audit_event_at', sql`${table.at} >= '1970-01-01T00:00:00Z' AND ${table.at} < '9999-01-01T00:00:00Z'`),
    check('audit_event_actor', sql`${table.actorKind} IN ('member', 'system', 'anonymous', 'bootstrap')`),
    check('audit_event_action', sql`${table.action} <> ''`),
    check('audit_event_object', sql`${table.objectType} <> '' AND ${table.objectVersion} >= 0`),
    check('audit_event_content', sql`${table.contentHash} ~ ${DIGEST}`),
    check('audit_event_outcome', sql`${table.outcome} IN ('done', 'refused')`),
    check('audit_event_personal', sql`${table.personalHash} ~ ${DIGEST}`),
    // What an event hangs on, for the story of one withdrawal (db/queries/story.ts).
    index('audit_event_about').on(sql`split_part(${table.objectId}, '/', 1)`),
  ],
)

/**
 * Events without a leaf yet, so that the sequencer need not look through the whole log. Kept by triggers alone: the
 * application can neither hide an event here nor take one back.
 */
export const auditPending = pgTable('audit_pending', {
  eventId: bigint('event_id', { mode: 'number' })
    .primaryKey()
    .references(() => auditEvent.id),
})

/** Personal parts of an event, beside the log so that they can be erased. */
export const auditPersonal = pgTable('audit_personal', {
  eventId: bigint('event_id', { mode: 'number' })
    .primaryKey()
    .references(() => auditEvent.id),
  salt: text('salt').notNull(),
  /** Canonical JSON. */
  body: text('body').notNull(),
})

/** The log. Insert only; `seq` has no gaps. */
export const auditLeaf = pgTable(
  'audit_leaf',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey(),
    eventId: bigint('event_id', { mode: 'number' })
      .notNull()
      .references(() => auditEvent.id),
    /** Exact canonical JSON text. */
    json: text('json').notNull(),
    hash: text('hash').notNull(),
    objectType: text('object_type').notNull(),
    objectId: text('object_id').notNull(),
  },
  (table) => [unique().on(table.eventId), index('audit_leaf_object').on(table.objectType, table.objectId, table.seq)],
)

export const auditCheckpoint = pgTable('audit_checkpoint', {
  id: uuid('id').primaryKey().defaultRandom(),
  size: bigint('size', { mode: 'number' }).notNull().unique(),
  root: text('root').notNull(),
  at: instant('at').notNull(),
  /** C2SP signed note. */
  note: text('note').notNull(),
})
