import { boolean, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
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
    entries: integer('entries').notNull(),
    /** Addresses of other systems. */
    skipped: integer('skipped').notNull(),
    added: integer('added').notNull(),
    removed: integer('removed').notNull(),
    memberId: text('member_id')
      .notNull()
      .references(() => member.id),
    at: instant('at').notNull(),
    /** FactorProof. */
    proof: jsonb('proof').notNull(),
    /** Digest of the challenge that proof answers. */
    challenge: text('challenge').notNull().unique(),
  },
  (table) => [unique('list_snapshot_number').on(table.listId, table.number)],
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
    snapshotId: uuid('snapshot_id')
      .notNull()
      .references(() => listSnapshot.id),
  },
  (table) => [
    primaryKey({ columns: [table.listId, table.address, table.number] }),
    index('listed_address_of').on(table.address),
  ],
)
