import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant } from '@/db/schema/columns'
import { member } from '@/db/schema/member'
import { bookEntry, policy } from '@/db/schema/registry'

/** P-1001, P-1002, … */
export const proposalNumber = pgSequence('proposal_number', { startWith: 1001 })

/**
 * One person's proposal to change who may what: members, Safes, assets, address book, policies. Nothing changes by it; a
 * second person decides (SPEC §2). Insert only.
 */
export const proposal = pgTable(
  'proposal',
  {
    id: text('id')
      .primaryKey()
      .default(sql`'P-' || nextval('proposal_number')`),
    /** A kind of lib/flows/proposals. */
    kind: text('kind').notNull(),
    /** Canonical JSON of that kind's body. */
    body: text('body').notNull(),
    /** Why, made safe to show. */
    reason: text('reason').notNull(),
    authorId: text('author_id')
      .notNull()
      .references(() => member.id),
    /** FactorProof. */
    proof: jsonb('proof').notNull(),
    /** Digest of the challenge that proof answers. */
    challenge: text('challenge').notNull().unique(),
    at: instant('at').notNull(),
  },
  (table) => [index('proposal_at').on(table.at)],
)

/** What became of a proposal, once: another person agreed, somebody refused, or its author took it back. Insert only. */
export const proposalDecision = pgTable(
  'proposal_decision',
  {
    proposalId: text('proposal_id')
      .primaryKey()
      .references(() => proposal.id),
    memberId: text('member_id')
      .notNull()
      .references(() => member.id),
    decision: text('decision').notNull(),
    reason: text('reason').notNull(),
    /** FactorProof; null where nothing was agreed to. */
    proof: jsonb('proof'),
    challenge: text('challenge').unique(),
    at: instant('at').notNull(),
  },
  (table) => [
    check(
      'proposal_decision_is_proven',
      sql`(${table.decision} = 'approved' AND ${table.proof} IS NOT NULL AND ${table.challenge} IS NOT NULL)
        OR (${table.decision} IN ('refused', 'withdrawn') AND ${table.proof} IS NULL AND ${table.challenge} IS NULL)`,
    ),
  ],
)

/**
 * One address of one member who has not proven it yet. Whoever holds the code's secret and signs with that address, once,
 * in time, is that member from then on. `consumedAt` is the only column that changes.
 */
export const invitation = pgTable('invitation', {
  id: uuid('id').primaryKey().defaultRandom(),
  memberId: text('member_id')
    .notNull()
    .references(() => member.id),
  address: text('address').notNull(),
  codeHash: text('code_hash').notNull().unique(),
  /** Null where the setup of the desk invited its first admins. */
  proposalId: text('proposal_id').references(() => proposal.id),
  expiresAt: instant('expires_at').notNull(),
  consumedAt: instant('consumed_at'),
})

// What follows changes a row of another table when it is inserted, by a trigger that refuses what does not follow on: the
// application may insert these and change none of those. All insert only.

/** Another version of a member: other roles, or switched off or on. */
export const memberChange = pgTable(
  'member_change',
  {
    memberId: text('member_id')
      .notNull()
      .references(() => member.id),
    version: integer('version').notNull(),
    roles: text('roles').array().notNull(),
    isActive: boolean('is_active').notNull(),
    proposalId: text('proposal_id')
      .notNull()
      .references(() => proposal.id),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.version] })],
)

/** The end of an entry of the address book. */
export const contactEnd = pgTable('contact_end', {
  entryId: text('entry_id')
    .primaryKey()
    .references(() => bookEntry.id),
  proposalId: text('proposal_id')
    .notNull()
    .references(() => proposal.id),
})

/** A policy version begins to count in place of the one before it. */
export const policyActivation = pgTable(
  'policy_activation',
  {
    policyId: text('policy_id').notNull(),
    version: integer('version').notNull(),
    proposalId: text('proposal_id')
      .notNull()
      .references(() => proposal.id),
    at: instant('at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.policyId, table.version] }),
    foreignKey({ columns: [table.policyId, table.version], foreignColumns: [policy.id, policy.version] }),
  ],
)

/** Somebody stopped a policy version while it cooled: it never begins to count. */
export const policyVeto = pgTable(
  'policy_veto',
  {
    policyId: text('policy_id').notNull(),
    version: integer('version').notNull(),
    memberId: text('member_id')
      .notNull()
      .references(() => member.id),
    reason: text('reason').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.policyId, table.version] }),
    foreignKey({ columns: [table.policyId, table.version], foreignColumns: [policy.id, policy.version] }),
  ],
)
