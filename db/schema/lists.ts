import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant } from '@/db/schema/columns'
import { member } from '@/db/schema/member'

/** A list of addresses that must not be dealt with. Insert only. */
export const intelligenceList = pgTable('intelligence_list', {
  /** Short name that imports go by, such as ofac-sdn. */
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  /** Where it is from, in words. */
  source: text('source').notNull(),
  format: text('format').notNull(),
  /** From this age on it says nothing of an address that is not on it. */
  maxAgeHours: integer('max_age_hours').notNull(),
  memberId: text('member_id')
    .notNull()
    .references(() => member.id),
  at: instant('at').notNull(),
})

/** One import of a list, whole. Insert only; the one with the highest number is what the list says now. */
export const listSnapshot = pgTable(
  'list_snapshot',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    listId: text('list_id')
      .notNull()
      .references(() => intelligenceList.id),
    /** Counts from 1 in each list. */
    number: integer('number').notNull(),
    /** Of the imported text. */
    sha256: text('sha256').notNull(),
    /** Of every address that it holds, sorted; null of what was imported before there were any. */
    addresses: text('addresses'),
    entries: integer('entries').notNull(),
    /** Addresses of other systems. */
    skipped: integer('skipped').notNull(),
    /** Addresses that were over by the list's own word, and are left out. */
    expired: integer('expired').notNull().default(0),
    added: integer('added').notNull(),
    removed: integer('removed').notNull(),
    /** Null where the desk fetched it by itself: the look that brought it is what vouches for it. */
    memberId: text('member_id').references(() => member.id),
    at: instant('at').notNull(),
    /** FactorProof of its member. */
    proof: jsonb('proof'),
    /** Digest of the challenge that proof answers. */
    challenge: text('challenge').unique(),
  },
  (table) => [
    unique('list_snapshot_number').on(table.listId, table.number),
    check(
      'list_snapshot_is_confirmed',
      sql`(${table.memberId} IS NULL) = (${table.proof} IS NULL) AND (${table.memberId} IS NULL) = (${table.challenge} IS NULL)`,
    ),
  ],
)

/** How a list is kept from now on, whole; the newest holds, before the first its own row does. Insert only. */
export const listChange = pgTable(
  'list_change',
  {
    listId: text('list_id')
      .notNull()
      .references(() => intelligenceList.id),
    /** Counts from 1 in each list. */
    number: integer('number').notNull(),
    maxAgeHours: integer('max_age_hours').notNull(),
    /** Where the desk fetches it by itself; null where members import it. */
    url: text('url'),
    /** What it lists stops blocking. */
    isRetired: boolean('is_retired').notNull(),
    reason: text('reason').notNull(),
    memberId: text('member_id')
      .notNull()
      .references(() => member.id),
    at: instant('at').notNull(),
    /** FactorProof. */
    proof: jsonb('proof').notNull(),
    /** Digest of the challenge that proof answers. */
    challenge: text('challenge').notNull().unique(),
  },
  (table) => [primaryKey({ columns: [table.listId, table.number] })],
)

/** One look of the desk at a list: it asked where the list is kept, or saw that it went stale. Insert only. */
export const listLook = pgTable(
  'list_look',
  {
    listId: text('list_id')
      .notNull()
      .references(() => intelligenceList.id),
    /** Counts from 1 in each list. */
    number: integer('number').notNull(),
    /** The change that bound what was asked; null where nothing was. */
    changeNumber: integer('change_number'),
    url: text('url'),
    outcome: text('outcome').notNull(),
    /** Why nothing came of it. */
    reason: text('reason').notNull().default(''),
    /** The snapshot that holds what was found there. */
    snapshotNumber: integer('snapshot_number'),
    at: instant('at').notNull(),
    /** Base64 of the worker's signature over all of this and what the snapshot holds. */
    seal: text('seal'),
  },
  (table) => [
    primaryKey({ columns: [table.listId, table.number] }),
    foreignKey({
      name: 'list_look_change_fk',
      columns: [table.listId, table.changeNumber],
      foreignColumns: [listChange.listId, listChange.number],
    }),
    foreignKey({
      name: 'list_look_snapshot_fk',
      columns: [table.listId, table.snapshotNumber],
      foreignColumns: [listSnapshot.listId, listSnapshot.number],
    }),
    check('list_look_outcome', sql`${table.outcome} IN ('new', 'unchanged', 'failed', 'refused', 'stale')`),
    check(
      'list_look_asked',
      sql`(${table.outcome} = 'stale') = (${table.changeNumber} IS NULL AND ${table.url} IS NULL)`,
    ),
    check(
      'list_look_found',
      sql`(${table.outcome} IN ('new', 'unchanged')) = (${table.snapshotNumber} IS NOT NULL AND ${table.seal} IS NOT NULL)`,
    ),
  ],
)

/**
 * What a snapshot changed: an address that came or left. Insert only, so that what was listed once stays in the history;
 * the newest line of an address in a list is what holds.
 */
export const listedAddress = pgTable(
  'listed_address',
  {
    listId: text('list_id').notNull(),
    /** Number of the snapshot that changed it. */
    number: integer('number').notNull(),
    /** Lower case; on every EVM chain. */
    address: text('address').notNull(),
    label: text('label').notNull(),
    isListed: boolean('is_listed').notNull(),
    /** From when it counts; null where it does at once. */
    validFrom: instant('valid_from'),
    snapshotId: uuid('snapshot_id')
      .notNull()
      .references(() => listSnapshot.id),
  },
  (table) => [
    primaryKey({ columns: [table.listId, table.address, table.number] }),
    index('listed_address_of').on(table.address),
  ],
)
