import 'server-only'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { z } from 'zod'
import type { Db } from '@/db/client'
import { readLatestCheckpoint, readLeaves } from '@/db/queries/log'
import { auditCheckpoint } from '@/db/schema/audit'
import { installation } from '@/db/schema/installation'
import { checkpointNote, type UnsignedCheckpoint } from '@/lib/audit/checkpoint'
import { appendLeaf, EMPTY_FRONTIER, type Frontier, hashLeaf, rootOf } from '@/lib/audit/merkle'
import type { Checkpoint } from '@/lib/audit/types'
import { checkpointFault } from '@/lib/audit/verify'
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
    const signer = await signerOf(ctx)
    const previous = await readOwn(ctx, signer)
    const frontier = await hashLog(ctx, [previous, signed.get(ctx.db) ?? null])
    if (frontier.size === (previous?.size ?? 0)) return { size: frontier.size, isNew: false }
    const checkpoint = signer.sign({ size: frontier.size, root: rootOf(frontier), at: ctx.now.toISOString() })
    signed.set(ctx.db, checkpoint)
    const [row] = await ctx.db
      .insert(auditCheckpoint)
      .values({ size: checkpoint.size, root: checkpoint.root, at: ctx.now, note: checkpointNote(checkpoint) })
      .onConflictDoNothing({ target: auditCheckpoint.size })
      .returning({ size: auditCheckpoint.size })
    return { size: frontier.size, isNew: row !== undefined }
  },
})

// What this process signed last, which no change of the database takes back.
const signed = new WeakMap<Db, Checkpoint>()

// Hashes every text anew and passes through the roots that were signed before: the key never signs a rewritten log.
async function hashLog(ctx: Ctx, known: readonly (Checkpoint | null)[]): Promise<Frontier> {
  const checkpoints = known.filter((checkpoint) => checkpoint !== null)
  let frontier = EMPTY_FRONTIER
  for await (const page of readLeaves(ctx.db)) {
    for (const leaf of page) {
      const hash = hashLeaf(utf8ToBytes(leaf.json))
      if (leaf.seq !== frontier.size || leaf.hash !== hash) throw rewritten(frontier.size)
      frontier = appendLeaf(frontier, hash)
      for (const { size, root } of checkpoints)
        if (frontier.size === size && rootOf(frontier) !== root) throw rewritten(size)
    }
  }
  if (checkpoints.some(({ size }) => frontier.size < size)) throw rewritten(frontier.size)
  return frontier
}

type LogSigner = { readonly sign: (checkpoint: Omit<UnsignedCheckpoint, 'origin'>) => Checkpoint } & OwnLog
type OwnLog = { readonly installation: string; readonly publicKey: string }

async function signerOf(ctx: Ctx): Promise<LogSigner> {
  const signer = checkpointSigner()
  if (!signer) throw new AppError('UNAVAILABLE', 'This process holds no checkpoint key; the worker signs.')
  const [installed] = await ctx.db.select().from(installation)
  if (!installed) throw new AppError('UNAVAILABLE', 'This desk is not set up yet.')
  const { publicKey } = signer
  if (publicKey !== installed.logPublicKey)
    throw new AppError('BLOCKED', 'CHECKPOINT_KEY is not the key of this log. Nothing was signed.')
  const sign: LogSigner['sign'] = (checkpoint) => signer.sign({ origin: installed.logOrigin, ...checkpoint })
  return { installation: installed.id, publicKey, sign }
}

// A checkpoint that this key did not sign says nothing about what the log was.
async function readOwn(ctx: Ctx, own: OwnLog): Promise<Checkpoint | null> {
  const previous = await readLatestCheckpoint(ctx.db)
  const fault = previous === null ? null : checkpointFault(previous, own)
  if (fault === null) return previous
  throw new AppError('BLOCKED', `${fault} Nothing was signed; freeze and investigate.`)
}

const rewritten = (size: number) =>
  new AppError(
    'BLOCKED',
    `The log was changed at event ${size}: it no longer extends its last checkpoint. Nothing was signed.`,
  )
