import 'server-only'
import { and, desc, eq, lte, sql } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Reader, Tx } from '@/db/client'
import { listedAddress, listSnapshot } from '@/db/schema/lists'
import { type ListChange, type ListedFrom, MAX_SHRINK_PERCENT } from '@/lib/assess/lists/list-change'
import type { ReadListInput } from '@/lib/flows/import-list-input'
import { listSnapshotObject } from '@/lib/flows/list-content'
import type { AuditDraft } from '@/lib/flows/write'

type SnapshotRow = typeof listSnapshot.$inferSelect
type Confirmed = Pick<SnapshotRow, 'memberId' | 'proof' | 'challenge'>

/** Keeps what a list says from now on, and what that changes. Runs where nobody else imports (the installation is locked). */
export async function insertSnapshot(
  tx: Tx,
  listId: string,
  { entries, skipped, expired, sha256, addresses }: ReadListInput,
  by: { readonly change: ListChange; readonly confirmed: Confirmed; readonly at: Date },
): Promise<{ readonly snapshot: SnapshotRow; readonly event: Omit<AuditDraft, 'action'> }> {
  const { change, confirmed, at } = by
  const counts = { added: change.added.length, removed: change.removed.length }
  const number = (await newestNumber(tx, listId)) + 1
  const values = {
    listId,
    number,
    sha256,
    addresses,
    entries: entries.length,
    skipped,
    expired,
    at,
    ...counts,
    ...confirmed,
  }
  const [snapshot] = await tx.insert(listSnapshot).values(values).returning()
  if (!snapshot) throw new Error('insert returned no row')
  await insertLines(tx, snapshot, change)
  const over = expired === 0 ? '' : `, ${expired} over by its own word`
  const reason = `${entries.length} addresses, ${counts.added} added, ${counts.removed} removed, ${skipped} of other systems${over}.`
  return { snapshot, event: { object: listSnapshotObject(snapshot), reason } }
}

/** What a list names now, by its rows. @param upTo number of the snapshot after which it is asked for, the newest when left out */
export async function listedNow(db: Reader, listId: string, upTo?: number): Promise<ListedFrom[]> {
  const { address, isListed, validFrom } = listedAddress
  const lines = await db
    .selectDistinctOn([address], { address, isListed, validFrom })
    .from(listedAddress)
    .where(and(eq(listedAddress.listId, listId), upTo === undefined ? undefined : lte(listedAddress.number, upTo)))
    .orderBy(listedAddress.address, desc(listedAddress.number))
  return lines
    .filter((line) => line.isListed)
    .map((line) => ({
      address: line.address as Address,
      ...(line.validFrom === null ? {} : { validFrom: line.validFrom.toISOString() }),
    }))
}

/** Why a list that lost too much is not taken. */
export const shrunkSentence = (name: string, { lost }: ListChange): string =>
  `${lost} addresses of ${name} are gone, more than ${MAX_SHRINK_PERCENT} %. The snapshot before it stays; check the file.`

async function newestNumber(db: Reader, listId: string): Promise<number> {
  const [row] = await db
    .select({ number: listSnapshot.number })
    .from(listSnapshot)
    .where(eq(listSnapshot.listId, listId))
    .orderBy(desc(listSnapshot.number))
    .limit(1)
  return row?.number ?? 0
}

// As one JSON text: a list has up to a hundred thousand lines, and everything that moves money waits for its import.
async function insertLines(
  tx: Tx,
  { listId, number, id: snapshotId }: SnapshotRow,
  { added, moved, removed }: ListChange,
) {
  const lines = [
    ...[...added, ...moved].map((one) => ({ ...one, validFrom: one.validFrom ?? null, isListed: true })),
    ...removed.map((address) => ({ address, label: '', validFrom: null, isListed: false })),
  ]
  await tx.execute(sql`
    INSERT INTO ${listedAddress} (list_id, number, address, label, is_listed, valid_from, snapshot_id)
    SELECT ${listId}, ${number}::integer, line.address, line.label, line."isListed", line."validFrom", ${snapshotId}::uuid
    FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS line(address text, label text, "isListed" boolean, "validFrom" timestamptz)`)
}
