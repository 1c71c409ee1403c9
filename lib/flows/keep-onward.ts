import 'server-only'
import { and, eq, inArray } from 'drizzle-orm'
import { onwardTransfer } from '@/db/schema/onward'
import { chainOf } from '@/lib/chains/index'
import { isSameAddress } from '@/lib/core/address'
import { contentDigest } from '@/lib/core/digest'
import { AppError } from '@/lib/core/errors'
import { largestFirst, type OnwardTransfer } from '@/lib/execute/onward'
import type { Ctx } from '@/lib/flows/flow'
import type { Followed } from '@/lib/flows/followed-recipients'
import { write } from '@/lib/flows/write'

/**
 * Past this many of one look nothing is kept, the largest of each asset first: whoever is paid by the desk fills no table and
 * hides nothing behind small change. The event says how many came.
 */
const MOST_KEPT = 50

/** Keeps what reached a listed address and was not kept yet, with one event of the log for the look. @returns how many */
export async function keepOnward(
  ctx: Ctx,
  chainId: number,
  { recipients }: Pick<Followed, 'recipients'>,
  reached: readonly OnwardTransfer[],
): Promise<number> {
  const fresh = largestFirst(await notKept(ctx, chainId, reached)).slice(0, MOST_KEPT)
  if (fresh.length === 0) return 0
  return write(ctx, async (tx) => {
    const rows = await tx
      .insert(onwardTransfer)
      .values(
        fresh.map(({ from, logIndex, block, ...one }) => ({
          ...{ ...one, chainId, recipient: from, logIndex: logIndex ?? NO_LOG, blockNumber: block, at: ctx.now },
          withdrawalId: recipients.find(({ address }) => isSameAddress(address, from))?.withdrawalId ?? '',
        })),
      )
      .onConflictDoNothing()
      .returning()
    const [first] = rows
    if (!first) throw new AppError('CONFLICT', 'Somebody else kept these transfers.')
    const object = {
      ...{ type: 'onward-transfer', id: first.id, version: 1 },
      contentHash: contentDigest(
        rows.map(({ id, withdrawalId, recipient, other, asset, units, txHash, logIndex }) => ({
          ...{ id, withdrawalId, recipient, other, asset, units: String(units), txHash, logIndex },
        })),
      ),
    }
    const reason = `${rows.length} kept of ${reached.length} that went on to a listed address, the first in block ${first.blockNumber}.`
    return [rows.length, [{ action: 'see-listed-onward', subject: first.withdrawalId, object, reason }]]
  })
}

/** Notes that blocks of a chain are not looked at any more: nobody may take silence about them for an answer. */
export async function noteSkipped(ctx: Ctx, chainId: number, [from, to]: readonly [bigint, bigint]): Promise<void> {
  const blocks = { chainId, from: String(from), to: String(to) }
  const object = { type: 'onward-gap', id: `${chainId}/${from}`, version: 1, contentHash: contentDigest(blocks) }
  const reason = `Blocks ${from} to ${to} of ${chainOf(chainId).name} were not looked at: this desk fell too far behind.`
  await write(ctx, () => Promise.resolve([undefined, [{ action: 'skip-onward', object, reason }]]))
}

/**
 * Notes that a chain was said to be looked at up to a block that is not there: what was not looked at because of it nobody
 * knows. @param next where it starts again
 */
export async function noteAhead(ctx: Ctx, chainId: number, last: bigint, next: bigint): Promise<void> {
  const blocks = { chainId, last: String(last), next: String(next) }
  const object = { type: 'onward-gap', id: `${chainId}/${last}`, version: 1, contentHash: contentDigest(blocks) }
  const reason = `${aheadSentence(chainId, last)} The desk starts again at block ${next}; blocks before it may not have been looked at.`
  await write(ctx, () => Promise.resolve([undefined, [{ action: 'skip-onward', object, reason }]]))
}

/** The same as the page says it. */
export const aheadSentence = (chainId: number, last: bigint): string =>
  `${chainOf(chainId).name} was noted as looked at up to block ${last}, which it has not reached: a node told a wrong block, or the note was changed.`

// What a transaction carries itself has no log.
const NO_LOG = -1
// A query has a bounded number of parameters, and who is followed could send in many transactions.
const ASKED_AT_ONCE = 5_000

// The last look may have been cut off before it noted how far it came.
async function notKept(
  { db }: Pick<Ctx, 'db'>,
  chainId: number,
  reached: readonly OnwardTransfer[],
): Promise<readonly OnwardTransfer[]> {
  const hashes = [...new Set(reached.map(({ txHash }) => txHash))]
  const known = new Set<string>()
  for (let at = 0; at < hashes.length; at += ASKED_AT_ONCE) {
    const rows = await db
      .select({ txHash: onwardTransfer.txHash, logIndex: onwardTransfer.logIndex })
      .from(onwardTransfer)
      .where(
        and(eq(onwardTransfer.chainId, chainId), inArray(onwardTransfer.txHash, hashes.slice(at, at + ASKED_AT_ONCE))),
      )
    for (const { txHash, logIndex } of rows) known.add(`${txHash}/${logIndex}`)
  }
  return reached.filter(({ txHash, logIndex }) => !known.has(`${txHash}/${logIndex ?? NO_LOG}`))
}
