import { sql } from 'drizzle-orm'
import { boolean, check, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import { instant } from '@/db/schema/columns'

/** A Safe the desk serves. Locked FOR SHARE by everything that moves its money. */
export const safe = pgTable(
  'safe',
  {
    id: text('id').primaryKey(),
    chainId: integer('chain_id').notNull(),
    address: text('address').notNull(),
    name: text('name').notNull(),
    /** VERSION() when it was added; the chain is asked again at every review. */
    safeVersion: text('safe_version').notNull(),
    /** True when an on-chain guard, delay or co-signer makes the policy binding. */
    isEnforced: boolean('is_enforced').notNull().default(false),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [unique().on(table.chainId, table.address)],
)

export const asset = pgTable(
  'asset',
  {
    chainId: integer('chain_id').notNull(),
    /** Checksummed address, or "native". */
    address: text('address').notNull(),
    symbol: text('symbol').notNull(),
    decimals: integer('decimals').notNull(),
    codeHash: text('code_hash').notNull(),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.chainId, table.address] })],
)

/** What a contract is called here and which of its functions two people vouch for, in versions: the newest counts. */
export const contract = pgTable(
  'contract',
  {
    chainId: integer('chain_id').notNull(),
    address: text('address').notNull(),
    version: integer('version').notNull(),
    name: text('name').notNull(),
    /** Solidity signatures with the names of their parameters, ascending; none once nothing is vouched for any more. */
    functions: text('functions').array().notNull(),
    /** keccak256 of the code that they looked at. */
    codeHash: text('code_hash').notNull(),
    /** Where a proxy passes its calls, and keccak256 of the code there; null for what is no proxy. */
    implementation: text('implementation'),
    implementationCodeHash: text('implementation_code_hash'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.chainId, table.address, table.version] }),
    check(
      'contract_implementation',
      sql`(${table.implementation} IS NULL) = (${table.implementationCodeHash} IS NULL)`,
    ),
  ],
)

/** Address book. The address of an entry is immutable. */
export const bookEntry = pgTable(
  'book_entry',
  {
    id: text('id').primaryKey(),
    chainId: integer('chain_id').notNull(),
    address: text('address').notNull(),
    name: text('name').notNull().unique(),
    class: text('class').notNull(),
    version: integer('version').notNull().default(1),
    status: text('status').notNull(),
    activeFrom: instant('active_from').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [unique().on(table.chainId, table.address)],
)

/** An immutable version of a Safe's policy. */
export const policy = pgTable(
  'policy',
  {
    id: text('id').notNull(),
    version: integer('version').notNull(),
    safeId: text('safe_id')
      .notNull()
      .references(() => safe.id),
    /** Canonical JSON of lib/policy Policy. */
    body: text('body').notNull(),
    isActive: boolean('is_active').notNull(),
    activeFrom: instant('active_from').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.id, table.version] })],
)
