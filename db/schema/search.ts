import { sql } from 'drizzle-orm'
import { type AnyPgColumn, boolean, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { member } from '@/db/schema/member'
import { numberOf, withdrawal } from '@/db/schema/withdrawal'

// Kept so that a long history is searched by index: by triggers alone, but for what a review found to be touched. No policy
// is judged by them; rules of the past find by them what they compare with (docs/decisions/0014).

/** Recipient and asset of a payment as one value; null where a call takes nothing along. */
const pairOf = (leg: { readonly recipientKey: AnyPgColumn; readonly assetKey: AnyPgColumn }) =>
  sql`(${leg.recipientKey} || ' ' || ${leg.assetKey})`

/** What each payment of a withdrawal is found by, and what a call of a contract may take along. */
export const withdrawalLeg = pgTable(
  'withdrawal_leg',
  {
    withdrawalId: text('withdrawal_id')
      .notNull()
      .references(() => withdrawal.id),
    position: integer('position').notNull(),
    /** Chain id, colon, address as registered; null where a call takes nothing along. */
    assetKey: text('asset_key'),
    /** Chain id, colon, address in lower case. */
    recipientKey: text('recipient_key').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.withdrawalId, table.position] }),
    index('withdrawal_leg_asset').on(table.assetKey, table.withdrawalId),
    index('withdrawal_leg_recipient').on(table.recipientKey, table.withdrawalId),
    // What was paid before, the newest first (lib/flows/past-payments.ts).
    index('withdrawal_leg_newest_of_asset').on(table.assetKey, numberOf(table.withdrawalId)),
    // One value, so that no plan walks through everything that was ever paid of an asset for somebody who got little of it.
    index('withdrawal_leg_newest_of_pair').on(pairOf(table), numberOf(table.withdrawalId)),
  ],
)

/** Everyone who was ever to be paid, once: parts of an address are looked for here. */
export const withdrawalRecipient = pgTable(
  'withdrawal_recipient',
  {
    chainId: integer('chain_id').notNull(),
    /** Lower case. */
    address: text('address').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.chainId, table.address] }),
    // Whom an address may imitate: those that share its first or last digits (lib/flows/past-names.ts).
    index('withdrawal_recipient_first').on(table.chainId, sql`substr(${table.address}, 3, 4)`),
    index('withdrawal_recipient_last').on(table.chainId, sql`right(${table.address}, 4)`),
  ],
)

/** Who had which part in a withdrawal: `staged`, `approved`, also where the approval became stale, or `executed`, as whom its signatures were handed to. */
export const withdrawalPerson = pgTable(
  'withdrawal_person',
  {
    withdrawalId: text('withdrawal_id')
      .notNull()
      .references(() => withdrawal.id),
    memberId: text('member_id')
      .notNull()
      .references(() => member.id),
    part: text('part').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.withdrawalId, table.memberId, table.part] }),
    index('withdrawal_person_of').on(table.memberId, table.part, table.withdrawalId),
  ],
)

/** The address where the request itself does not name it. One value, so that no plan walks through all that states it. */
export const unstatedOf = (touched: { readonly isStated: AnyPgColumn; readonly address: AnyPgColumn }) =>
  sql`(CASE WHEN ${touched.isStated} THEN NULL ELSE ${touched.address} END)`

/** Every address that a review of a withdrawal found in its bytes or effects, but the Safe's own (lib/assess/touched-addresses.ts). Insert only. */
export const withdrawalTouched = pgTable(
  'withdrawal_touched',
  {
    withdrawalId: text('withdrawal_id')
      .notNull()
      .references(() => withdrawal.id),
    /** Lower case. */
    address: text('address').notNull(),
    /** Paid or called, the asset, or an owner that changes, as the request says: found by that as well. */
    isStated: boolean('is_stated').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.withdrawalId, table.address] }),
    index('withdrawal_touched_address').on(table.address, table.withdrawalId),
    index('withdrawal_touched_unstated').on(unstatedOf(table), table.withdrawalId),
  ],
)
