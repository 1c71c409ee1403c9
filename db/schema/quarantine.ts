import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '@/db/schema/columns'
import { member } from '@/db/schema/member'
import { withdrawal } from '@/db/schema/withdrawal'

/** An owner signature that is not by that owner: kept apart, never counted, never handed over. Insert only. */
export const quarantinedSignature = pgTable(
  'quarantined_signature',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    withdrawalId: text('withdrawal_id')
      .notNull()
      .references(() => withdrawal.id),
    /** In whose name it came. */
    memberId: text('member_id')
      .notNull()
      .references(() => member.id),
    /** The owner it was said to be of. */
    owner: text('owner').notNull(),
    /** Whom it recovers to; null where the bytes are no signature, or could not be opened. */
    recovered: text('recovered'),
    /** keccak256(owner ‖ signature); of what could not be opened, of the sealed text. */
    signatureHash: text('signature_hash').notNull(),
    /** `approve`: as it was posted; `preflight`: as it was stored. */
    occasion: text('occasion').notNull(),
    /** AES-256-GCM, as an approval's: it may be a good signature of other data. */
    sealedSignature: text('sealed_signature').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [index('quarantined_signature_of').on(table.withdrawalId)],
)
