import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant, units } from '@/db/schema/columns'
import { member } from '@/db/schema/member'
import { safe } from '@/db/schema/registry'

/** Legal moves between states: rows the trigger on `withdrawal` obeys. */
export const legalTransition = pgTable(
  'legal_transition',
  { from: text('from_state').notNull(), to: text('to_state').notNull() },
  (table) => [primaryKey({ columns: [table.from, table.to] })],
)

/** W-1001, W-1002, … */
export const withdrawalNumber = pgSequence('withdrawal_number', { startWith: 1001 })

/** The number in W-1001, by which indexes and lists order what was staged at one instant. */
export const numberOf = (id: AnyPgColumn) => sql<number>`(substring(${id} from 3)::bigint)`

/** One request to act through a Safe. Everything but the last block is immutable from insertion on. */
export const withdrawal = pgTable(
  'withdrawal',
  {
    id: text('id')
      .primaryKey()
      .default(sql`'W-' || nextval('withdrawal_number')`),
    class: text('class').notNull(),
    /** The withdrawal whose nonce this cancel uses up, null where it replaces none. */
    replaces: text('replaces').references((): AnyPgColumn => withdrawal.id),
    safeId: text('safe_id')
      .notNull()
      .references(() => safe.id),
    chainId: integer('chain_id').notNull(),
    safeAddress: text('safe_address').notNull(),
    safeVersion: text('safe_version').notNull(),
    initiatorId: text('initiator_id')
      .notNull()
      .references(() => member.id),
    /** lib/core/wire text of lib/stage Intent. */
    intent: text('intent').notNull(),
    to: text('to_address').notNull(),
    value: units('value').notNull(),
    data: text('data').notNull(),
    operation: integer('operation').notNull(),
    safeTxGas: units('safe_tx_gas').notNull(),
    baseGas: units('base_gas').notNull(),
    gasPrice: units('gas_price').notNull(),
    gasToken: text('gas_token').notNull(),
    refundReceiver: text('refund_receiver').notNull(),
    nonce: units('nonce').notNull(),
    safeTxHash: text('safe_tx_hash').notNull(),
    policyId: text('policy_id').notNull(),
    policyVersion: integer('policy_version').notNull(),
    /** FactorProof of the stage step-up. */
    stageProof: jsonb('stage_proof'),
    /** Digest of the challenge that proof answers. Unique: one confirmation stages one withdrawal. */
    stageChallenge: text('stage_challenge').notNull().unique(),
    stagedAt: instant('staged_at').notNull(),
    expiresAt: instant('expires_at').notNull(),

    state: text('state').notNull(),
    stateSince: instant('state_since').notNull(),
    stateReason: text('state_reason').notNull().default(''),
    /** Once set never cleared: from here on only the chain ends this withdrawal (SPEC §3). */
    signatureRequestedAt: instant('signature_requested_at'),
    readyFrom: instant('ready_from'),
    /** False once the nonce is consumed or given back. */
    isNonceHeld: boolean('is_nonce_held').notNull().default(true),
  },
  (table) => [
    // A nonce belongs to one withdrawal, and to one cancel that replaces it; the chain lets one of the two happen.
    uniqueIndex('withdrawal_nonce_held')
      .on(table.safeId, table.nonce)
      .where(sql`${table.isNonceHeld} AND ${table.replaces} IS NULL`),
    uniqueIndex('withdrawal_one_replacement')
      .on(table.safeId, table.nonce)
      .where(sql`${table.isNonceHeld} AND ${table.replaces} IS NOT NULL`),
    uniqueIndex('withdrawal_one_ready')
      .on(table.safeId, table.nonce)
      .where(sql`${table.state} = 'ready'`),
    // A payment that was rejected before anyone was asked to sign may be staged again: same fields, same hash.
    uniqueIndex('withdrawal_safe_tx_hash_unique')
      .on(table.safeTxHash)
      .where(sql`${table.isNonceHeld}`),
    index('withdrawal_state').on(table.state, table.stateSince),
    // The order of lists, whole and by what they are most often narrowed to (db/queries/withdrawal-search.ts).
    index('withdrawal_order').on(table.stagedAt, numberOf(table.id)),
    // The first of a chain that is new beside a long history of another (lib/flows/past-names.ts).
    index('withdrawal_order_on_chain').on(table.chainId, table.stagedAt),
    index('withdrawal_order_in_safe').on(table.safeId, table.stagedAt, numberOf(table.id)),
    index('withdrawal_order_in_state').on(table.state, table.stagedAt, numberOf(table.id)),
    index('withdrawal_order_by_initiator').on(table.initiatorId, table.stagedAt, numberOf(table.id)),
    // Few beside all payments: who was to become an owner, or to be none any more (db/queries/withdrawal-search.ts).
    index('withdrawal_changes')
      .on(table.stagedAt, numberOf(table.id))
      .where(sql`${table.class} = 'configuration'`),
    index('withdrawal_number_order').on(numberOf(table.id)),
    index('withdrawal_queue')
      .on(table.safeId, table.nonce)
      .where(sql`${table.isNonceHeld}`),
    // What had the same nonce before (lib/flows/past-safe.ts).
    index('withdrawal_at_nonce').on(table.safeId, table.nonce),
    index('withdrawal_replaces').on(table.replaces),
    // What was asked for before, by payment and by reference (lib/flows/history.ts).
    index('withdrawal_payments').using('gin', sql`(${table.intent}::jsonb -> 'legs') jsonb_path_ops`),
    index('withdrawal_reference').on(
      sql`lower(btrim(${table.intent}::jsonb ->> 'reference'))`,
      table.chainId,
      table.state,
      table.stagedAt,
    ),
    check(
      'withdrawal_is_confirmed',
      sql`${table.class} NOT IN ('transfer', 'cancel') OR ${table.stageProof} IS NOT NULL`,
    ),
    // It passes a freeze, so nothing that pays or changes anything may ever call itself one.
    check(
      'withdrawal_cancel_is_empty',
      sql`${table.class} <> 'cancel' OR (${table.to} = ${table.safeAddress} AND ${table.value} = 0 AND ${table.data} = '0x'
        AND ${table.operation} = 0 AND ${table.safeTxGas} = 0 AND ${table.baseGas} = 0 AND ${table.gasPrice} = 0)`,
    ),
  ],
)

/** A review as computed at one moment: what was shown and judged. Insert only. */
export const review = pgTable(
  'review',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    withdrawalId: text('withdrawal_id')
      .notNull()
      .references(() => withdrawal.id),
    occasion: text('occasion').notNull(),
    digest: text('digest').notNull(),
    /** Canonical JSON of the evidence record the digest names. */
    evidence: text('evidence').notNull(),
    /** lib/core/wire text of { assessment, requirement }. */
    shown: text('shown').notNull(),
    verdict: text('verdict').notNull(),
    ruleSet: text('rule_set').notNull(),
    blockNumber: units('block_number'),
    at: instant('at').notNull(),
  },
  (table) => [index('review_of').on(table.withdrawalId, table.at)],
)

/** Logged before a wallet opens: from here on a signature may exist. Insert only. */
export const signatureRequest = pgTable('signature_request', {
  id: uuid('id').primaryKey().defaultRandom(),
  withdrawalId: text('withdrawal_id')
    .notNull()
    .references(() => withdrawal.id),
  memberId: text('member_id')
    .notNull()
    .references(() => member.id),
  owner: text('owner').notNull(),
  reviewId: uuid('review_id')
    .notNull()
    .references(() => review.id),
  at: instant('at').notNull(),
})

/** One member's decision. `isStale` is the only column that changes, and only to true. */
export const approval = pgTable(
  'approval',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    withdrawalId: text('withdrawal_id')
      .notNull()
      .references(() => withdrawal.id),
    memberId: text('member_id')
      .notNull()
      .references(() => member.id),
    owner: text('owner').notNull(),
    evidenceDigest: text('evidence_digest').notNull(),
    /** lib/approve ApprovalSubject. */
    subject: jsonb('subject').notNull(),
    /** lib/approve FactorProof. */
    proof: jsonb('proof').notNull(),
    /** Digest of the challenge that proof answers. */
    challenge: text('challenge').notNull().unique(),
    /** AES-256-GCM of the owner signature; leaves the database only inside a hand-over. */
    sealedSignature: text('sealed_signature').notNull(),
    isStale: boolean('is_stale').notNull().default(false),
    at: instant('at').notNull(),
  },
  (table) => [
    uniqueIndex('approval_one_per_member')
      .on(table.withdrawalId, table.memberId)
      .where(sql`not ${table.isStale}`),
    uniqueIndex('approval_one_per_owner')
      .on(table.withdrawalId, table.owner)
      .where(sql`not ${table.isStale}`),
  ],
)

export const rejection = pgTable(
  'rejection',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    withdrawalId: text('withdrawal_id')
      .notNull()
      .references(() => withdrawal.id),
    memberId: text('member_id')
      .notNull()
      .references(() => member.id),
    reason: text('reason').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [unique().on(table.withdrawalId, table.memberId)],
)

/** One hand-over and what became of it. At most one attempt of a withdrawal is open. */
export const submission = pgTable(
  'submission',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    withdrawalId: text('withdrawal_id')
      .notNull()
      .references(() => withdrawal.id),
    attempt: integer('attempt').notNull(),
    executorId: text('executor_id')
      .notNull()
      .references(() => member.id),
    executorAddress: text('executor_address').notNull(),
    evidenceDigest: text('evidence_digest').notNull(),
    proof: jsonb('proof').notNull(),
    /** Digest of the challenge that proof answers. */
    challenge: text('challenge').notNull().unique(),
    handedOverAt: instant('handed_over_at').notNull(),
    isOpen: boolean('is_open').notNull().default(true),
    state: text('state').notNull(),
    /** As the executor's wallet reported it: a hint, never a proof. */
    reportedTxHash: text('reported_tx_hash'),
    minedTxHash: text('mined_tx_hash'),
    blockNumber: units('block_number'),
    blockHash: text('block_hash'),
    observedAt: instant('observed_at'),
  },
  (table) => [
    unique().on(table.withdrawalId, table.attempt),
    uniqueIndex('submission_one_open')
      .on(table.withdrawalId)
      .where(sql`${table.isOpen}`),
  ],
)
