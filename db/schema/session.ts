import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '@/db/schema/columns'
import { member } from '@/db/schema/member'

/** Opaque server session; the cookie holds 32 random bytes, the row their SHA-256. */
export const session = pgTable('session', {
  idHash: text('id_hash').primaryKey(),
  memberId: text('member_id')
    .notNull()
    .references(() => member.id),
  /** The wallet that opened it; null for sessions older than this column. */
  address: text('address'),
  createdAt: instant('created_at').notNull(),
  lastSeenAt: instant('last_seen_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  idleSeconds: integer('idle_seconds').notNull(),
  userAgent: text('user_agent').notNull(),
  revokedAt: instant('revoked_at'),
})

/** A server-composed EIP-4361 message, good once, in one browser. */
export const signInNonce = pgTable('sign_in_nonce', {
  id: uuid('id').primaryKey().defaultRandom(),
  address: text('address').notNull(),
  message: text('message').notNull(),
  messageHash: text('message_hash').notNull().unique(),
  browserHash: text('browser_hash').notNull(),
  expiresAt: instant('expires_at').notNull(),
  consumedAt: instant('consumed_at'),
})

/** A bound step-up challenge, single use. */
export const challenge = pgTable('challenge', {
  id: uuid('id').primaryKey().defaultRandom(),
  memberId: text('member_id')
    .notNull()
    .references(() => member.id),
  sessionHash: text('session_hash').notNull(),
  action: text('action').notNull(),
  /** SHA-256 of the canonical preimage. */
  digest: text('digest').notNull().unique(),
  /** Canonical JSON of the preimage. */
  preimage: text('preimage').notNull(),
  issuedAt: instant('issued_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  consumedAt: instant('consumed_at'),
})

/** Fixed-window counters: `key` names who and what. */
export const rateLimit = pgTable('rate_limit', {
  key: text('key').primaryKey(),
  windowStartedAt: instant('window_started_at').notNull(),
  hits: integer('hits').notNull(),
})
