import 'server-only'
import { z } from 'zod'
import { type ListStanding, readListStandings } from '@/db/queries/list-standings'
import { isListStale } from '@/lib/assess/lists/is-stale'
import { nextLook } from '@/lib/assess/lists/next-look'
import type { ListFormat } from '@/lib/assess/lists/types'
import { AppError } from '@/lib/core/errors'
import { type CheckpointSigner, checkpointSigner } from '@/lib/flows/checkpoint-signer'
import { fetchList } from '@/lib/flows/fetched-list'
import { type Ctx, defineFlow } from '@/lib/flows/flow'
import { noteFailedLook, noteFound, noteStale } from '@/lib/flows/note-look'

/**
 * Fetches each list that an admin bound to a URL when it is due, by the same reading and the same limits as an import
 * (OFAC's whole list, which nobody pastes, has a limit of its own), and notes once that a list went stale. What comes of each look is in the log, also that it brought nothing new: that keeps
 * a list fresh.
 */
export const refreshLists = defineFlow({
  verb: 'refresh-lists',
  entrance: 'job',
  input: z.strictObject({}),
  gate: {
    actors: ['system'],
    roles: [],
    stepUp: {
      none: 'fetches only what an admin bound to a list with a passkey, and takes no more than an import does',
    },
  },
  run: async (ctx) => {
    const signer = checkpointSigner()
    if (!signer) throw new AppError('UNAVAILABLE', 'This process holds no key to vouch for a list; the worker does.')
    let asked = 0
    for (const standing of await readListStandings(ctx.db, null)) {
      if (isDue(standing, ctx.io.clock.now())) {
        await quietly(() => lookAt(ctx, signer, standing))
        asked += 1
      } else if (hasTurnedStale(standing, ctx.io.clock.now())) await quietly(() => noteStale(ctx, standing))
    }
    return { asked }
  },
})

/** A list that is to be fetched now. */
function isDue({ url, isRetired, change, asked, maxAgeHours }: ListStanding, now: Date): boolean {
  if (url === null || isRetired || change === null) return false
  // What was found elsewhere says nothing of where it is kept now.
  if (asked === null || asked.changeNumber !== change.number) return true
  return nextLook(asked.at, ['new', 'unchanged'].includes(asked.outcome), maxAgeHours) <= now
}

function hasTurnedStale({ isRetired, freshAt, maxAgeHours, staleNoted }: ListStanding, now: Date): boolean {
  if (isRetired || freshAt === null || !isListStale(freshAt, maxAgeHours, now)) return false
  return staleNoted === null || staleNoted.at < freshAt
}

async function lookAt(ctx: Ctx, signer: CheckpointSigner, standing: ListStanding): Promise<void> {
  // From before the answer: what it says may be as old as the question.
  const at = ctx.io.clock.now()
  const found = await fetchList(ctx, { url: standing.url ?? '', format: standing.list.format as ListFormat }, at)
  return typeof found === 'string' ? noteFailedLook(ctx, standing, found) : noteFound(ctx, signer, standing, found, at)
}

// Changed, imported or looked at by somebody else meanwhile: the next look sees to it.
async function quietly(look: () => Promise<void>): Promise<void> {
  try {
    await look()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'CONFLICT') throw error
  }
}
