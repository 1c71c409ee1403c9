import 'server-only'
import { z } from 'zod'
import { readListStandings } from '@/db/queries/list-standings'
import { installation } from '@/db/schema/installation'
import { listChange } from '@/db/schema/lists'
import { changeListSubject } from '@/lib/approve/list-subjects'
import { AppError } from '@/lib/core/errors'
import { assertActing } from '@/lib/flows/acting'
import { enqueue } from '@/lib/flows/enqueue'
import { defineFlow } from '@/lib/flows/flow'
import { reasonInput } from '@/lib/flows/inputs'
import { assertKept } from '@/lib/flows/kept-passkeys'
import { listChangeObject } from '@/lib/flows/list-content'
import { lockActor } from '@/lib/flows/lock-member'
import { proofColumns } from '@/lib/flows/proof-columns'
import { write } from '@/lib/flows/write'

const input = z.strictObject({
  listId: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, 'There is no such list.'),
  /** Number of the newest change that the page showed; 0 before the first. */
  after: z.int().min(0),
  maxAgeHours: z.int().min(1, 'Give at least one hour.').max(8760, 'A list is stale after a year at the latest.'),
  url: z
    .string()
    .max(1000)
    .refine((text) => URL.canParse(text) && new URL(text).href === text, 'Write the URL as browsers do.')
    .nullable(),
  isRetired: z.boolean(),
  reason: reasonInput('Give a reason of at least eight characters; it stays in the log.'),
})

/**
 * Says how a list is kept from now on: how old it may be, where the desk fetches it by itself, and whether it counts at
 * all. What it said stays in the history.
 */
export const changeList = defineFlow({
  verb: 'change-list',
  entrance: 'door',
  input,
  gate: {
    actors: ['member'],
    roles: ['admin'],
    stepUp: {
      action: 'change-list',
      subject: async (_ctx, { after, ...asked }) => ({
        digest: changeListSubject({ ...asked, number: after + 1 }),
        policyVersion: 0,
      }),
    },
  },
  run: async (ctx, { listId, after, maxAgeHours, url, isRetired, reason }) => {
    const refusal = url === null ? null : ctx.io.lists.refusalOf(url)
    if (refusal !== null)
      throw new AppError('BAD_INPUT', `The URL ${refusal}.`, [{ field: 'url', message: `The URL ${refusal}.` }])
    return write(ctx, async (tx) => {
      await tx.select({ id: installation.id }).from(installation).for('update')
      const actor = await lockActor(tx, ctx)
      if (!actor.roles.includes('admin'))
        throw new AppError('NOT_ALLOWED', 'You are no longer admin; nothing was done.')
      await assertKept(tx, ctx)
      await assertActing(tx, [actor.memberId])
      const standing = (await readListStandings(tx, null)).find(({ list }) => list.id === listId)
      if (!standing) throw new AppError('NOT_FOUND', 'There is no such list.')
      if ((standing.change?.number ?? 0) !== after)
        throw new AppError(
          'CONFLICT',
          `${standing.list.name} changed a moment ago. Look at it again; nothing was done.`,
        )
      const kept = { listId, number: after + 1, maxAgeHours, url, isRetired, reason }
      const [changed] = await tx
        .insert(listChange)
        .values({ ...kept, memberId: actor.memberId, at: ctx.now, ...proofColumns(ctx) })
        .returning()
      if (!changed) throw new Error('insert returned no row')
      if (url !== null && !isRetired) await enqueue(tx, 'refresh-lists')
      const event = {
        action: 'change-list',
        subject: ctx.proof?.preimage.subject ?? '',
        object: listChangeObject(changed),
        reason: keptWords(kept),
        personal: { reason },
      }
      return [{ listId, number: changed.number }, [event]]
    })
  },
})

// Of a URL the host alone: what follows may be a key.
const keptWords = ({
  maxAgeHours,
  url,
  isRetired,
}: Pick<z.output<typeof input>, 'maxAgeHours' | 'url' | 'isRetired'>) =>
  isRetired
    ? 'Retired.'
    : `Stale after ${maxAgeHours} h, ${url === null ? 'imported by members' : `fetched from ${new URL(url).host}`}.`
