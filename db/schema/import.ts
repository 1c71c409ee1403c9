import { sql } from 'drizzle-orm'
import { bigint, index, integer, pgSequence, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant, units } from '@/db/schema/columns'
import { member } from '@/db/schema/member'

/** I-1001, I-1002, … */
export const importNumber = pgSequence('import_number', { startWith: 1001 })

/**
 * A transaction of the Safe Transaction Service, or of anybody, that a member brought to be looked at. In quarantine: it is
 * no withdrawal, nobody approves it and nothing of it is handed over. Insert only.
 */
export const importedTransaction = pgTable(
  'imported_transaction',
  {
    id: text('id')
      .primaryKey()
      .default(sql`'I-' || nextval('import_number')`),
    /** Who brought it first. */
    memberId: text('member_id')
      .notNull()
      .references(() => member.id),
    at: instant('at').notNull(),
    /** Why they brought it, made safe to show; may be empty. */
    note: text('note').notNull(),
    /** Any chain, also one that this desk does not know. */
    chainId: bigint('chain_id', { mode: 'number' }).notNull(),
    safeAddress: text('safe_address').notNull(),
    safeVersion: text('safe_version').notNull(),
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
    /** As the desk computed it from the fields. */
    safeTxHash: text('safe_tx_hash').notNull(),
    /** lib/core/wire text of lib/assess Claims: only what contradicts the fields. */
    claims: text('claims').notNull(),
    /** JSON text of lib/decode AbiAnswer[]: what sources of ABIs said at the import. Words for people, judged by no rule. */
    abis: text('abis').notNull().default('[]'),
    /** As of the import; the page computes it again. */
    verdict: text('verdict').notNull(),
    ruleSet: text('rule_set').notNull(),
  },
  (table) => [
    // The same once more is the same import; a false claim beside the same fields is evidence of its own.
    unique('imported_transaction_once').on(
      table.chainId,
      table.safeAddress,
      table.safeVersion,
      table.safeTxHash,
      table.claims,
    ),
    index('imported_transaction_place').on(table.chainId, table.safeAddress, table.nonce),
    index('imported_transaction_hash').on(table.safeTxHash),
  ],
)

/** A signature that came with an import, good or bad: never counted, never handed over. Insert only. */
export const importedSignature = pgTable(
  'imported_signature',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    importId: text('import_id')
      .notNull()
      .references(() => importedTransaction.id),
    memberId: text('member_id')
      .notNull()
      .references(() => member.id),
    at: instant('at').notNull(),
    /** The owner it is said to be of, null where nothing is said. */
    owner: text('owner'),
    /** Whom its bytes recover to for this transaction; packed bytes hold several. */
    recovered: text('recovered').array().notNull(),
    /** keccak256(owner ‖ signature). */
    signatureHash: text('signature_hash').notNull(),
    /** AES-256-GCM, as an approval's; null where an owner was named and no bytes came. */
    sealedSignature: text('sealed_signature'),
  },
  (table) => [unique('imported_signature_once').on(table.importId, table.signatureHash)],
)
