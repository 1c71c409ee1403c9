import { boolean, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '@/db/schema/columns'

export const member = pgTable('member', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  roles: text('roles').array().notNull(),
  isActive: boolean('is_active').notNull().default(true),
  isDemo: boolean('is_demo').notNull().default(false),
  version: integer('version').notNull().default(1),
  createdAt: instant('created_at').notNull(),
})

/** An address a member proved to hold. The primary key makes it one member's for ever. */
export const wallet = pgTable('wallet', {
  address: text('address').primaryKey(),
  memberId: text('member_id')
    .notNull()
    .references(() => member.id),
  proofMessage: text('proof_message').notNull(),
  proofSignature: text('proof_signature').notNull(),
  createdAt: instant('created_at').notNull(),
})

export const passkey = pgTable('passkey', {
  id: uuid('id').primaryKey().defaultRandom(),
  memberId: text('member_id')
    .notNull()
    .references(() => member.id),
  credentialId: text('credential_id').notNull().unique(),
  /** COSE key, base64url. */
  publicKey: text('public_key').notNull(),
  aaguid: text('aaguid').notNull(),
  rpId: text('rp_id').notNull(),
  counter: integer('counter').notNull(),
  isDemo: boolean('is_demo').notNull().default(false),
  createdAt: instant('created_at').notNull(),
  /** A new factor approves nothing before this time. */
  usableFrom: instant('usable_from').notNull(),
  failures: integer('failures').notNull().default(0),
  /** Locks the factor, not the account. */
  lockedUntil: instant('locked_until'),
})
