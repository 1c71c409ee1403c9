import 'server-only'
import type { Address } from 'viem'
import { intelligenceList } from '@/db/schema/lists'
import { countsAt } from '@/lib/assess/lists/list-change'
import { isListStale } from '@/lib/assess/lists/is-stale'
import { flaggableAddresses } from '@/lib/assess/rules/flagged'
import { AppError } from '@/lib/core/errors'
import { differs, tampered } from '@/lib/flows/differs'
import type { Ctx } from '@/lib/flows/flow'
import { intelligenceListObject } from '@/lib/flows/list-content'
import type { Proven } from '@/lib/flows/proven-answer'
import { provenChange, provenFreshness, provenSnapshot } from '@/lib/flows/proven-list'
import { provenAddresses } from '@/lib/flows/proven-addresses'
import type { CurrentReview } from '@/lib/flows/review-now'

/**
 * What the review knew of the lists is what the log vouches for: every list of the log is there, kept as an admin's passkey
 * said last, its newest snapshot confirmed by a passkey or sealed by the worker, and no address that it names was left out
 * (SPEC §8; docs/decisions/0015).
 * @throws AppError BLOCKED naming the list
 */
export async function assertLists(
  ctx: Pick<Ctx, 'db' | 'now' | 'logPublicKey'>,
  proven: Proven,
  { reviewed }: CurrentReview,
): Promise<void> {
  const { assessment, contacts, assets, ownSafes } = reviewed
  const asked = flaggableAddresses({ ...assessment, past: assessment.past ?? null, contacts, assets, ownSafes })
  // The empty call that uses up a nonce deals with nobody.
  if (asked.length === 0) return
  for (const list of await provenLists(ctx, proven)) {
    const change = await provenChange(ctx, proven, list)
    if (change?.isRetired === true) continue
    const snapshot = await provenSnapshot(ctx, proven, list)
    if (snapshot === null) continue
    const freshAt = await provenFreshness(ctx, proven, list, snapshot)
    if (isListStale(freshAt, change?.maxAgeHours ?? list.maxAgeHours, ctx.now))
      throw new AppError('BLOCKED', `The list ${list.name} is too old to tell. Nothing was handed over.`)
    const listed = await provenAddresses(ctx.db, list, snapshot)
    const known = new Set(
      (assessment.lists?.hits ?? []).flatMap(({ listId, address }) => (listId === list.id ? [address] : [])),
    )
    const isNamed = (address: string) => {
      const line = listed.get(address)
      return line !== undefined && countsAt(line, ctx.now)
    }
    const missed = asked.find((address) => isNamed(address) && !known.has(address as Address))
    if (missed !== undefined) throw tampered(`The list ${list.name} names ${missed}, and the review did not say so.`)
  }
}

type ListRow = typeof intelligenceList.$inferSelect

// A list that the log knows has its row, and no row is there that the log does not know.
async function provenLists({ db }: Pick<Ctx, 'db'>, { log }: Proven): Promise<readonly ListRow[]> {
  const rows = await db.select().from(intelligenceList)
  const known = log.idsOf('intelligence-list')
  const lacking = known.find((id) => !rows.some((row) => row.id === id))
  if (lacking !== undefined) throw differs({ type: 'list', id: lacking })
  for (const row of rows) {
    const object = intelligenceListObject(row)
    const [first] = await log.leavesAbout([object.type], object.id)
    if (first?.object.contentHash !== object.contentHash) throw differs({ type: 'list', id: row.id })
  }
  return rows
}
