import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from '@/db/schema/columns'

/** One row: the organisation. Locked FOR SHARE by everything that moves money. */
export const installation = pgTable('installation', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  /** C2SP origin line of the log. */
  logOrigin: text('log_origin').notNull(),
  /** Ed25519 public key of the log's checkpoints, base64. */
  logPublicKey: text('log_public_key').notNull(),
  factorCoolingSeconds: integer('factor_cooling_seconds').notNull(),
  policyCoolingSeconds: integer('policy_cooling_seconds').notNull(),
  /** The longest of all classes of contact. */
  bookCoolingSeconds: integer('book_cooling_seconds').notNull(),
  createdAt: instant('created_at').notNull(),
})
