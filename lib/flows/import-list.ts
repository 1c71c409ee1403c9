import 'server-only'
import type { Tx } from '@/db/client'
import { readListStandings } from '@/db/queries/list-standings'
import { installation } from '@/db/schema/installation'
import { intelligenceList } from '@/db/schema/lists'
import { importListSubject } from '@/lib/approve/list-subjects'
import { listChange } from '@/lib/assess/lists/list-change'
import { AppError } from '@/lib/core/errors'
import { assertActing } from '@/lib/flows/acting'
import { defineFlow } from '@/lib/flows/flow'
import { importListInput, type ImportListInput, readListInput } from '@/lib/flows/import-list-input'
import { insertSnapshot, listedNow, shrunkSentence } from '@/lib/flows/insert-snapshot'
import { assertKept } from '@/lib/flows/kept-passkeys'
import { intelligenceListObject } from '@/lib/flows/list-content'
import { lockActor } from '@/lib/flows/lock-member'
import { proofColumns } from '@/lib/flows/proof-columns'
import { write } from '@/lib/flows/write'

/**
 * Brings a list of addresses that must not be dealt with, or its newer state: a snapshot, bound by a passkey to the very
 * text and the addresses in it. Read whole or refused; a list from which more than a fifth is gone is refused too, and the
 * old snapshot stays.
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
      subject: async (ctx, input) => {
        const { entries, sha256, addresses } = readListInput(input, ctx.now)
        return {
          digest: importListSubject({ ...input, sha256, addresses, count: entries.length }),
          policyVersion: 0,
        }
      },
    },
  },
  run: async (ctx, input) => {
    const read = readListInput(input, ctx.now)
    return write(ctx, async (tx) => {
      // One import at a time: each is compared with the one before.
      await tx.select({ id: installation.id }).from(installation).for('update')
      const actor = await lockActor(tx, ctx)
      if (!actor.roles.some((role) => role === 'admin' || role === 'compliance'))
        throw new AppError('NOT_ALLOWED', 'You may no longer import lists; nothing was done.')
      await assertKept(tx, ctx)
      await assertActing(tx, [actor.memberId])
      const { list, isNew } = await findOrCreate(tx, input, actor.memberId, ctx.now)
      const change = listChange(await listedNow(tx, list.id), read.entries, ctx.now)
      if (change.isShrunk) throw new AppError('BLOCKED', shrunkSentence(list.name, change))
      const confirmed = { memberId: actor.memberId, ...proofColumns(ctx) }
      const { snapshot, event } = await insertSnapshot(tx, list.id, read, { change, confirmed, at: ctx.now })
      const { number, sha256, entries, skipped, expired, added, removed } = snapshot
      const subject = ctx.proof?.preimage.subject ?? ''
      const imported = { action: 'import-list', subject, ...event }
      const created = { action: 'create-list', subject, object: intelligenceListObject(list) }
      const answer = { listId: list.id, number, sha256, entries, skipped, expired, added, removed }
      return [answer, isNew ? [created, imported] : [imported]]
    })
  },
})

async function findOrCreate(tx: Tx, input: ImportListInput, memberId: string, at: Date) {
  const { listId: id, name, source, format, maxAgeHours } = input
  const known = (await readListStandings(tx, null)).find(({ list }) => list.id === id)
  if (!known) {
    const values = { id, name, source, format, maxAgeHours, memberId, at }
    const [list] = await tx.insert(intelligenceList).values(values).returning()
    if (!list) throw new Error('insert returned no row')
    return { list, isNew: true }
  }
  const { list } = known
  const isSame =
    list.name === name && list.source === source && list.format === format && known.maxAgeHours === maxAgeHours
  if (!isSame)
    throw new AppError(
      'CONFLICT',
      `The list ${id} is there as ${list.name}, ${list.format}, stale after ${known.maxAgeHours} h, from ${list.source}. Import it as that, or under another id.`,
    )
  if (known.isRetired)
    throw new AppError('CONFLICT', `The list ${id} is retired. An admin takes it back under Lists first.`)
  return { list, isNew: false }
}
