import 'server-only'
import { desc, eq } from 'drizzle-orm'
import type { Address } from 'viem'
import type { Reader, Tx } from '@/db/client'
import { installation } from '@/db/schema/installation'
import { intelligenceList, listedAddress, listSnapshot } from '@/db/schema/lists'
import { importListSubject } from '@/lib/approve/subjects'
import { type ListChange, listChange, MAX_SHRINK_PERCENT } from '@/lib/assess/lists/list-change'
import { AppError } from '@/lib/core/errors'
import { assertActing } from '@/lib/flows/acting'
import { intelligenceListObject, listSnapshotObject } from '@/lib/flows/list-content'
import { defineFlow } from '@/lib/flows/flow'
import { importListInput, type ImportListInput, readListInput } from '@/lib/flows/import-list-input'
import { assertKept } from '@/lib/flows/kept-passkeys'
import { lockActor } from '@/lib/flows/lock-member'
import { proofColumns } from '@/lib/flows/proof-columns'
import { write } from '@/lib/flows/write'

/** Lines of one INSERT; PostgreSQL takes 65535 parameters. */
const CHUNK = 5000

type ListRow = typeof intelligenceList.$inferSelect

/**
 * Brings a list of addresses that must not be dealt with, or its newer state: a snapshot, bound by a passkey to the very
 * text. Read whole or refused; a list from which more than a fifth is gone is refused too, and the old snapshot stays.
 */
export const importList = defineFlow({
  verb: 'import-list',
  entrance: 'door',
  input: importListInput,
  gate: {
    actors: ['member'],
    roles: ['admin', 'compliance'],
    stepUp: {
      action: 'import-list',
      subject: async (_ctx, input) => {
        const { entries, sha256 } = readListInput(input)
        return { digest: importListSubject({ ...input, sha256, count: entries.length }), policyVersion: 0 }
      },
    },
  },
  run: async (ctx, input) => {
    const { entries, skipped, sha256 } = readListInput(input)
    return write(ctx, async (tx) => {
      // One import at a time: each is compared with the one before.
      await tx.select({ id: installation.id }).from(installation).for('update')
      const actor = await lockActor(tx, ctx)
      if (!actor.roles.some((role) => role === 'admin' || role === 'compliance'))
        throw new AppError('NOT_ALLOWED', 'You may no longer import lists; nothing was done.')
      await assertKept(tx, ctx)
      await assertActing(tx, [actor.memberId])
      const { list, isNew } = await findOrCreate(tx, input, actor.memberId, ctx.now)
      const number = (await newestNumber(tx, list.id)) + 1
      const change = listChange(await listedNow(tx, list.id), entries)
      if (change.isShrunk) throw shrunk(list, change)
      const [snapshot] = await tx
        .insert(listSnapshot)
        .values({
          ...{ listId: list.id, number, sha256, entries: entries.length, skipped },
          ...{ added: change.added.length, removed: change.removed.length, memberId: actor.memberId, at: ctx.now },
          ...proofColumns(ctx),
        })
        .returning()
      if (!snapshot) throw new Error('insert returned no row')
      await insertChange(tx, snapshot, change)
      const { added, removed } = snapshot
      const answer = { listId: list.id, number, sha256, entries: entries.length, skipped, added, removed }
      const subject = ctx.proof?.preimage.subject ?? ''
      const reason = `${entries.length} addresses, ${added} added, ${removed} removed, ${skipped} of other systems.`
      const imported = { action: 'import-list', subject, object: listSnapshotObject(snapshot), reason }
      const created = { action: 'create-list', subject, object: intelligenceListObject(list) }
      return [answer, isNew ? [created, imported] : [imported]]
    })
  },
})

async function findOrCreate(tx: Tx, input: ImportListInput, memberId: string, at: Date) {
  const { listId: id, name, source, format, maxAgeHours } = input
  const [known] = await tx.select().from(intelligenceList).where(eq(intelligenceList.id, id))
  if (!known) {
    const values = { id, name, source, format, maxAgeHours, memberId, at }
    const [list] = await tx.insert(intelligenceList).values(values).returning()
    if (!list) throw new Error('insert returned no row')
    return { list, isNew: true }
  }
  const isSame =
    known.name === name && known.source === source && known.format === format && known.maxAgeHours === maxAgeHours
  if (!isSame)
    throw new AppError(
      'CONFLICT',
      `The list ${id} is there as ${known.name}, ${known.format}, stale after ${known.maxAgeHours} h, from ${known.source}. Import it as that, or under another id.`,
    )
  return { list: known, isNew: false }
}

async function newestNumber(db: Reader, listId: string): Promise<number> {
  const [row] = await db
    .select({ number: listSnapshot.number })
    .from(listSnapshot)
    .where(eq(listSnapshot.listId, listId))
    .orderBy(desc(listSnapshot.number))
    .limit(1)
  return row?.number ?? 0
}

async function listedNow(db: Reader, listId: string): Promise<Address[]> {
  const lines = await db
    .selectDistinctOn([listedAddress.address])
    .from(listedAddress)
    .where(eq(listedAddress.listId, listId))
    .orderBy(listedAddress.address, desc(listedAddress.number))
  return lines.filter(({ isListed }) => isListed).map(({ address }) => address as Address)
}

async function insertChange(tx: Tx, snapshot: typeof listSnapshot.$inferSelect, { added, removed }: ListChange) {
  const { listId, number, id: snapshotId } = snapshot
  const lines = [
    ...added.map(({ address, label }) => ({ address, label, isListed: true })),
    ...removed.map((address) => ({ address, label: '', isListed: false })),
  ].map((line) => ({ ...line, listId, number, snapshotId }))
  for (let at = 0; at < lines.length; at += CHUNK) await tx.insert(listedAddress).values(lines.slice(at, at + CHUNK))
}

const shrunk = ({ name }: ListRow, { removed }: ListChange) =>
  new AppError(
    'BLOCKED',
    `${removed.length} addresses of ${name} are gone, more than ${MAX_SHRINK_PERCENT} %. The snapshot before it stays; check the file.`,
  )
