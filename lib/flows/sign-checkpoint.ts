import 'server-only'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { z } from 'zod'
import { readLatestCheckpoint, readLeaves } from '@/db/queries/log'
import { auditCheckpoint } from '@/db/schema/audit'
import { installation } from '@/db/schema/installation'
import { checkpointNote } from '@/lib/audit/checkpoint'
import { appendLeaf, EMPTY_FRONTIER, type Frontier, hashLeaf, rootOf } from '@/lib/audit/merkle'
import type { Checkpoint } from '@/lib/audit/types'
import { AppError } from '@/lib/core/errors'
import { sequencePending } from '@/lib/flows/append-leaves'
import { checkpointSigner } from '@/lib/flows/checkpoint-signer'
import { type Ctx, defineFlow } from '@/lib/flows/flow'

/**
 * Signs the log as it stands when it grew (SPEC §8: every 5 minutes and after each execution). A checkpoint is a
 * statement about events, so it is none itself.
 */
export const signCheckpoint = defineFlow({
  verb: 'sign-checkpoint',
  entrance: 'job',
  input: z.strictObject({}),
  gate: {
    actors: ['system'],
    roles: [],
    stepUp: { none: 'signs what the log already says, with a key that only the worker holds' },
  },
  run: async (ctx) => {
    await sequencePending(ctx.db)
    const previous = await readLatestCheckpoint(ctx.db)
    const frontier = await hashLog(ctx, previous)
    if (frontier.size === (previous?.size ?? 0)) return { size: frontier.size, isNew: false }
    const checkpoint = await sign(ctx, frontier)
    const [row] = await ctx.db
      .insert(auditCheckpoint)
      .values({ size: checkpoint.size, root: checkpoint.root, at: ctx.now, note: checkpointNote(checkpoint) })
      .onConflictDoNothing({ target: auditCheckpoint.size })
      .returning({ size: auditCheckpoint.size })
    return { size: frontier.size, isNew: row !== undefined }
  },
})

// Hashes every text anew and passes through the last signed root: the key never signs a log that was rewritten.
async function hashLog(ctx: Ctx, previous: Checkpoint | null): Promise<Frontier> {
  let frontier = EMPTY_FRONTIER
  for await (const page of readLeaves(ctx.db)) {
    for (const leaf of page) {
      const hash = hashLeaf(utf8ToBytes(leaf.json))
      if (leaf.seq !== frontier.size || leaf.hash !== hash) throw rewritten(frontier.size)
      frontier = appendLeaf(frontier, hash)
      if (frontier.size === previous?.size && rootOf(frontier) !== previous.root) throw rewritten(frontier.size)
    }
  }
  if (previous && frontier.size < previous.size) throw rewritten(frontier.size)
  return frontier
}

async function sign(ctx: Ctx, frontier: Frontier): Promise<Checkpoint> {
  const signer = checkpointSigner()
  if (!signer) throw new AppError('UNAVAILABLE', 'This process holds no checkpoint key; the worker signs.')
  const [installed] = await ctx.db.select().from(installation)
  if (!installed) throw new AppError('UNAVAILABLE', 'This desk is not set up yet.')
  if (signer.publicKey !== installed.logPublicKey)
    throw new AppError('BLOCKED', 'CHECKPOINT_KEY is not the key of this log. Nothing was signed.')
  const { size } = frontier
  return signer.sign({ origin: installed.logOrigin, size, root: rootOf(frontier), at: ctx.now.toISOString() })
}

const rewritten = (size: number) =>
  new AppError(
    'BLOCKED',
    `The log was changed at event ${size}: it no longer extends its last checkpoint. Nothing was signed.`,
  )
