import 'server-only'
import { asc, inArray } from 'drizzle-orm'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { Db } from '@/db/client'
import { readLatestCheckpoint, readLeaves } from '@/db/queries/log'
import { auditLeaf } from '@/db/schema/audit'
import { installation } from '@/db/schema/installation'
import { readLeaf } from '@/lib/audit/leaf'
import { consistencyProof, hashLeaf, merkleRoot } from '@/lib/audit/merkle'
import type { Checkpoint, Leaf } from '@/lib/audit/types'
import { checkpointFault } from '@/lib/audit/verify'
import type { Digest } from '@/lib/core/digest'
import { AppError } from '@/lib/core/errors'
import { sequencePending } from '@/lib/flows/append-leaves'
import type { Ctx } from '@/lib/flows/flow'
import { extendReading, NOTHING_READ, type LogReading } from '@/lib/flows/log-reading'

/** The log as it stands now, proven with a key that is in no row. */
export type ProvenLog = {
  readonly checkpoint: Checkpoint
  /** Root of the first `size` events; null for a size that no checkpoint covers. */
  readonly rootAt: (size: number) => Digest | null
  /** The events about these kinds of objects, in order. Their text is read and hashed anew at each call. */
  readonly leavesAbout: (types: readonly string[], id?: string) => Promise<Leaf[]>
  /** Ids of every object of a kind that the events speak of: what a table lacks. */
  readonly idsOf: (type: string) => readonly string[]
}

/**
 * Proves the log before anything in it is believed (SPEC §8): every event's text is hashed, the root at the latest
 * checkpoint is computed and that checkpoint's signature checked against the key of the environment. Whoever owns the
 * database can change rows, leaves and the registered key, but has not signed.
 * @throws AppError BLOCKED for a log that was changed or that another key signed, UNAVAILABLE before the first checkpoint
 */
export async function proveLog({ db, logPublicKey }: Pick<Ctx, 'db' | 'logPublicKey'>): Promise<ProvenLog> {
  await sequencePending(db)
  const checkpoint = await readSigned(db, logPublicKey)
  const reading = await readOn(db, checkpoint)
  const rootAt = (size: number) => (size <= checkpoint.size ? rootOf(reading, size) : null)
  return {
    checkpoint,
    rootAt,
    leavesAbout: (types, id) => readAbout(db, reading, types, id),
    idsOf: (type) => [...(reading.places.get(type)?.keys() ?? [])],
  }
}

/**
 * That the log at a checkpoint begins with the `seenSize` events a browser saw before (RFC 6962 §2.1.2).
 * @param seenSize at most the checkpoint's size
 * @throws AppError BLOCKED for a log that was changed
 */
export async function proveGrowth(
  { db }: Pick<Ctx, 'db'>,
  checkpoint: Pick<Checkpoint, 'size' | 'root'>,
  seenSize: number,
): Promise<readonly Digest[]> {
  const { hashes } = await readOn(db, checkpoint)
  return consistencyProof(hashes.slice(0, checkpoint.size), seenSize)
}

async function readSigned(db: Db, publicKey: string): Promise<Checkpoint> {
  const [installed] = await db.select({ id: installation.id }).from(installation)
  const checkpoint = await readLatestCheckpoint(db)
  if (!installed || !checkpoint)
    throw new AppError('UNAVAILABLE', 'No checkpoint covers the log yet. The worker signs one every five minutes.')
  const fault = checkpointFault(checkpoint, { installation: installed.id, publicKey })
  if (fault !== null) throw changed(fault)
  return checkpoint
}

const readings = new WeakMap<Db, Promise<LogReading>>()

// What this process has hashed stays hashed; only what came since is read in full. One reader at a time, and a reading
// that fails is forgotten, so that the next starts from the last one that held.
async function readOn(db: Db, checkpoint: Pick<Checkpoint, 'size' | 'root'>): Promise<LogReading> {
  const before = readings.get(db) ?? Promise.resolve(NOTHING_READ)
  const next = before.then((reading) => extend(db, reading, checkpoint))
  readings.set(
    db,
    next.catch(() => before),
  )
  return next
}

async function extend(db: Db, reading: LogReading, checkpoint: Pick<Checkpoint, 'size' | 'root'>): Promise<LogReading> {
  let extended = reading
  for await (const page of readLeaves(db, reading.hashes.length)) {
    const longer = extendReading(extended, page)
    if (longer === null) throw changed(`The log was changed at or after event ${extended.hashes.length}.`)
    extended = longer
  }
  if (rootOf(extended, checkpoint.size) !== checkpoint.root)
    throw changed(
      `Something among the first ${checkpoint.size} events was changed: the signed checkpoint has another root.`,
    )
  return extended
}

async function readAbout(db: Db, reading: LogReading, types: readonly string[], id?: string): Promise<Leaf[]> {
  const places = types.flatMap((type) => {
    const objects = reading.places.get(type)
    return id === undefined ? [...(objects?.values() ?? [])].flat() : (objects?.get(id) ?? [])
  })
  if (places.length === 0) return []
  const rows = await db
    .select({ seq: auditLeaf.seq, json: auditLeaf.json })
    .from(auditLeaf)
    .where(inArray(auditLeaf.seq, places))
    .orderBy(asc(auditLeaf.seq))
  const leaves = rows.flatMap(({ seq, json }) => {
    const isKnown = hashLeaf(utf8ToBytes(json)) === reading.hashes[seq]
    const read = isKnown ? readLeaf(json) : null
    if (read?.leaf.seq !== seq) throw changed(`Event ${seq} was changed since it was logged.`)
    return [read.leaf]
  })
  if (leaves.length !== places.length) throw changed('Events were taken out of the log.')
  return leaves
}

function rootOf(reading: LogReading, size: number): Digest | null {
  if (size > reading.hashes.length) return null
  const known = reading.roots.get(size)
  if (known !== undefined) return known
  const root = merkleRoot(reading.hashes.slice(0, size))
  reading.roots.set(size, root)
  return root
}

const changed = (sentence: string) =>
  new AppError('BLOCKED', `${sentence} Nothing was handed over; freeze and investigate.`)
