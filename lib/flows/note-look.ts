import 'server-only'
import type { Tx } from '@/db/client'
import { type ListStanding, type LookOutcome, readListStandings } from '@/db/queries/list-standings'
import { installation } from '@/db/schema/installation'
import { listLook } from '@/db/schema/lists'
import { listChange } from '@/lib/assess/lists/list-change'
import type { Digest } from '@/lib/core/digest'
import { AppError } from '@/lib/core/errors'
import type { CheckpointSigner } from '@/lib/flows/checkpoint-signer'
import type { Ctx } from '@/lib/flows/flow'
import type { ReadListInput } from '@/lib/flows/import-list-input'
import { insertSnapshot, listedNow, shrunkSentence } from '@/lib/flows/insert-snapshot'
import { listLookObject } from '@/lib/flows/list-content'
import { type AuditDraft, write } from '@/lib/flows/write'

const MAX_REASON = 300

type Looker = Pick<Ctx, 'db' | 'actor' | 'io'>
type LookRow = typeof listLook.$inferSelect

/** Nothing came of a look; what the list says stays as it was. */
export function noteFailedLook(ctx: Looker, seen: ListStanding, why: string): Promise<void> {
  return writeLook(ctx, seen, async (tx) => [
    await insertLook(tx, { ...boundTo(seen), outcome: 'failed', reason: why.slice(0, MAX_REASON), at: nowOf(ctx) }),
  ])
}

/** A list turned too old to tell. Its own row, so that it is told once. */
export function noteStale(ctx: Looker, seen: ListStanding): Promise<void> {
  return writeLook(ctx, seen, async (tx) => {
    const { listId, number } = boundTo(seen)
    return [await insertLook(tx, { listId, number, outcome: 'stale', at: nowOf(ctx) })]
  })
}

/**
 * What the desk found where a list is kept: the same bytes keep it fresh, others are a snapshot, and too few of the
 * addresses of before are refused.
 * @param at when it was asked for
 */
export function noteFound(
  ctx: Looker,
  { seal }: CheckpointSigner,
  seen: ListStanding,
  read: ReadListInput,
  at: Date,
): Promise<void> {
  return writeLook(ctx, seen, async (tx, installationId, standing) => {
    const bound = boundTo(standing)
    const found = async (outcome: LookOutcome, snapshotNumber: number) => {
      const { sha256, addresses } = read
      const sealed = { installation: installationId, ...bound, snapshotNumber, sha256, addresses, at: at.toISOString() }
      return insertLook(tx, { ...bound, outcome, snapshotNumber, at, seal: seal(sealed) })
    }
    const { list, snapshot } = standing
    // A snapshot from before addresses were named by their hash vouches for none; the same text is taken anew.
    if (snapshot?.sha256 === read.sha256 && (snapshot.addresses as Digest | null) === read.addresses)
      return [await found('unchanged', snapshot.number)]
    const change = listChange(await listedNow(tx, list.id), read.entries, at)
    if (change.isShrunk)
      return [await insertLook(tx, { ...bound, outcome: 'refused', reason: shrunkSentence(list.name, change), at })]
    const confirmed = { memberId: null, proof: null, challenge: null }
    const taken = await insertSnapshot(tx, list.id, read, { change, confirmed, at })
    return [{ action: 'refresh-list', ...taken.event }, await found('new', taken.snapshot.number)]
  })
}

type Body = (tx: Tx, installationId: string, standing: ListStanding) => Promise<readonly [AuditDraft, ...AuditDraft[]]>

// One import at a time, and only where the list still stands as it was when it was asked for.
async function writeLook(ctx: Looker, seen: ListStanding, body: Body): Promise<void> {
  await write({ ...ctx, now: nowOf(ctx) }, async (tx) => {
    const [installed] = await tx.select({ id: installation.id }).from(installation).for('update')
    const standing = (await readListStandings(tx, null)).find(({ list }) => list.id === seen.list.id)
    const isAsSeen = standing?.looks === seen.looks && standing.change?.number === seen.change?.number
    if (!installed || !standing || !isAsSeen) throw new AppError('CONFLICT', 'Somebody looked at it a moment ago.')
    return [undefined, await body(tx, installed.id, standing)]
  })
}

async function insertLook(tx: Tx, values: typeof listLook.$inferInsert): Promise<AuditDraft> {
  const [row] = await tx.insert(listLook).values(values).returning()
  if (!row) throw new Error('insert returned no row')
  return { action: actionOf(row), object: listLookObject(row), reason: row.reason }
}

const actionOf = ({ outcome }: LookRow) =>
  outcome === 'stale' ? 'note-stale-list' : outcome === 'refused' ? 'refuse-list' : 'look-at-list'

// Which of the list's looks it is, and what was asked by which change.
const boundTo = ({ list, looks, change, url }: ListStanding) => ({
  ...{ listId: list.id, number: looks + 1, changeNumber: change?.number ?? 0, url: url ?? '' },
})

const nowOf = ({ io }: Looker): Date => io.clock.now()
