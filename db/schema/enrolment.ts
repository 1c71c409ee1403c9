import { check, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import { instant } from '@/db/schema/columns'
import { member, passkey } from '@/db/schema/member'

/**
 * A one-time code for a member's first passkey, by hash. `consumedAt` is the only column that changes, once: used, or
 * replaced by a newer one.
 */
export const enrolmentCode = pgTable(
  'enrolment_code',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    memberId: text('member_id')
      .notNull()
      .references(() => member.id),
    /** One of the member's wallets: only a session that it opened can use the code. */
    address: text('address').notNull(),
    codeHash: text('code_hash').notNull().unique(),
    /** Null where the setup of the desk gave it to a first admin: nobody could confirm anything then. */
    issuedBy: text('issued_by').references(() => member.id),
    issuedAt: instant('issued_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    /** lib/approve FactorProof of the admin who issued it. */
    proof: jsonb('proof'),
    /** Digest of the challenge that proof answers. */
    challenge: text('challenge').unique(),
    consumedAt: instant('consumed_at'),
  },
  (table) => [
    check(
      'enrolment_code_is_proven',
      sql`(${table.issuedBy} IS NOT NULL) = (${table.proof} IS NOT NULL) AND (${table.issuedBy} IS NOT NULL) = (${table.challenge} IS NOT NULL)`,
    ),
  ],
)

/** Why a passkey is its member's: another passkey of theirs, or a code. Insert only; what bootstrap wrote has none. */
export const passkeyEnrolment = pgTable(
  'passkey_enrolment',
  {
    credentialId: text('credential_id')
      .primaryKey()
      .references(() => passkey.credentialId),
    memberId: text('member_id')
      .notNull()
      .references(() => member.id),
    /** What its member calls it. Decides nothing, so it is not in the log. */
    label: text('label').notNull(),
    /** lib/approve FactorProof by the passkey they had; null where a code stands for it. */
    proof: jsonb('proof'),
    challenge: text('challenge').unique(),
    codeId: uuid('code_id')
      .unique()
      .references(() => enrolmentCode.id),
    /** lib/approve CodeProof. */
    codeProof: jsonb('code_proof'),
    at: instant('at').notNull(),
  },
  (table) => [
    check(
      'passkey_enrolment_is_proven',
      sql`(${table.proof} IS NOT NULL AND ${table.challenge} IS NOT NULL AND ${table.codeId} IS NULL AND ${table.codeProof} IS NULL)
        OR (${table.proof} IS NULL AND ${table.challenge} IS NULL AND ${table.codeId} IS NOT NULL AND ${table.codeProof} IS NOT NULL)`,
    ),
  ],
)

/** From here on a passkey proves nothing new. Insert only. */
export const passkeyRetirement = pgTable('passkey_retirement', {
  credentialId: text('credential_id')
    .primaryKey()
    .references(() => passkey.credentialId),
  memberId: text('member_id')
    .notNull()
    .references(() => member.id),
  retiredBy: text('retired_by')
    .notNull()
    .references(() => member.id),
  proof: jsonb('proof').notNull(),
  challenge: text('challenge').notNull().unique(),
  at: instant('at').notNull(),
})
