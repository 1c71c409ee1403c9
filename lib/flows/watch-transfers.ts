import 'server-only'
import { and, eq, inArray } from 'drizzle-orm'
import type { Address } from 'viem'
import { seenTransfer } from '@/db/schema/watch'
import { type SafeActivity } from '@/lib/execute/watch'
import { type SeenTransfer, seenIn, type TokenTransfer } from '@/lib/execute/seen-transfers'
import { AppError } from '@/lib/core/errors'
import { isSameAddress } from '@/lib/core/address'
import { contentDigest } from '@/lib/core/digest'
import type { Ctx } from '@/lib/flows/flow'
import { readListFacts } from '@/lib/flows/list-facts'
import { readAlike } from '@/lib/flows/past-names'
import { readRegisteredRows } from '@/lib/flows/registered-rows'
import { type SafeRow, surroundingsOn } from '@/lib/flows/registry'
import { type AuditDraft, write } from '@/lib/flows/write'

/** So many tokens and blocks are asked about in one look. What is not asked may have moved. */
const MOST_ASKED = 20
/** So many senders of one look are compared with lists and with what was paid. */
const MOST_COMPARED = 500

/** What tokens said of a Safe within one look, told apart. */
export type TransfersSeen = {
  /** What left it of registered tokens and no withdrawal explains: reason to freeze. */
  readonly left: readonly TokenTransfer[]
  /** Worth keeping. */
  readonly seen: readonly SeenTransfer[]
}

/**
 * Tells what left a Safe from what a token only says left it. Neither an event nor a balance proves anything about a token
 * that nobody registered, and anybody may have nothing transferred: whoever could freeze a Safe with either would stop the desk
 * at will. What may have left of such a token is told, and stops nothing.
 * @param strange outflows in transactions that no withdrawal explains
 */
export async function tellTransfers(
  ctx: Pick<Ctx, 'db' | 'io' | 'now'>,
  row: SafeRow,
  { received }: Pick<SafeActivity, 'received'>,
  strange: readonly TokenTransfer[],
): Promise<TransfersSeen> {
  if (strange.length === 0 && received.length === 0) return { left: [], seen: [] }
  const { assets, contacts, ownSafes } = surroundingsOn(await readRegisteredRows(ctx.db), row.chainId, ctx.now)
  const tokens = assets.flatMap(({ address }) => (address === 'native' ? [] : [address]))
  const isAsset = ({ token }: TokenTransfer) => tokens.some((one) => isSameAddress(one, token))
  const said = strange.filter((one) => one.units > 0n && !isAsset(one))
  const mayHaveMoved = await movedAmong(ctx, row, said)
  const unregistered = said.filter(mayHaveMoved)
  const forged = strange.filter((one) => one.units === 0n || (!isAsset(one) && !mayHaveMoved(one)))
  const others = [...new Set([...unregistered, ...forged, ...received].map(({ other }) => other))].slice(
    0,
    MOST_COMPARED,
  )
  const at = { ...{ chainId: row.chainId, safeAddress: row.address as Address }, withdrawalId: null, stagedAt: ctx.now }
  const [paid, lists] = await Promise.all([
    readAlike(ctx.db, at, others),
    readListFacts(
      ctx.db,
      others.map((other) => other.toLowerCase()),
      ctx.now,
    ),
  ])
  const vouched = [...contacts.filter(({ isActive }) => isActive), ...ownSafes].map(({ address }) => address)
  const beside = {
    vouched,
    tokens,
    paid: paid.map(({ address }) => address),
    listed: lists.hits.map((hit) => hit.address),
  }
  const left = strange.filter((one) => one.units > 0n && isAsset(one))
  return { left, seen: seenIn({ received, forged, unregistered }, beside) }
}

// A node that does not say leaves it open whether anything moved, and open is not harmless.
async function movedAmong(
  { io }: Pick<Ctx, 'io'>,
  { chainId, address }: SafeRow,
  unregistered: readonly TokenTransfer[],
): Promise<(one: TokenTransfer) => boolean> {
  const keyOf = ({ token, block }: Pick<TokenTransfer, 'token' | 'block'>) => `${token} ${block}`
  const questions = [...new Map(unregistered.map((one) => [keyOf(one), one])).values()].slice(0, MOST_ASKED)
  if (questions.length === 0) return () => true
  try {
    const moved = await io.chain.readMoved({ chainId, address: address as Address }, questions)
    const still = new Set(questions.filter((_one, at) => moved[at] === false).map(keyOf))
    return (one) => !still.has(keyOf(one))
  } catch (error) {
    if (error instanceof AppError && error.code === 'UNAVAILABLE') return () => true
    throw error
  }
}

/**
 * Keeps what was seen and not kept yet, with an event of the log for each kind of it. The last blocks are looked at again
 * each time, so most of it is known.
 */
export async function keepSeen(ctx: Ctx, row: SafeRow, seen: readonly SeenTransfer[]): Promise<void> {
  const fresh = await notKept(ctx, row, seen)
  if (fresh.length === 0) return
  await write(ctx, async (tx) => {
    const kept = await tx
      .insert(seenTransfer)
      .values(
        fresh.map(({ kind, token, other, units, txHash, logIndex, block, resembles }) => ({
          ...{ safeId: row.id, chainId: row.chainId, kind, token, other, units, txHash, logIndex },
          ...{ blockNumber: block, resembles, at: ctx.now },
        })),
      )
      .onConflictDoNothing()
      .returning()
    const [first, ...more] = [...new Set(kept.map(({ kind }) => kind))].map((kind): AuditDraft => {
      const rows = kept.filter((one) => one.kind === kind)
      return {
        action: `see-${kind}`,
        subject: row.id,
        object: {
          ...{ type: 'seen-transfer', id: `${row.id}/${rows[0]?.id ?? ''}`, version: 1 },
          contentHash: contentDigest(
            rows.map(({ id, token, other, units, txHash, logIndex, resembles }) => ({
              ...{ id, token, other, units: String(units), txHash, logIndex, resembles },
            })),
          ),
        },
        reason: `${rows.length} seen at block ${rows.map(({ blockNumber }) => String(blockNumber))[0] ?? ''}.`,
      }
    })
    if (!first) throw new AppError('CONFLICT', 'Somebody else kept these transfers.')
    return [undefined, [first, ...more]]
  })
}

async function notKept({ db }: Pick<Ctx, 'db'>, row: SafeRow, seen: readonly SeenTransfer[]): Promise<SeenTransfer[]> {
  if (seen.length === 0) return []
  const known = await db
    .select({ txHash: seenTransfer.txHash, logIndex: seenTransfer.logIndex })
    .from(seenTransfer)
    .where(
      and(
        eq(seenTransfer.safeId, row.id),
        inArray(
          seenTransfer.txHash,
          seen.map(({ txHash }) => txHash),
        ),
      ),
    )
  return seen.filter(({ txHash, logIndex }) => !known.some((one) => one.txHash === txHash && one.logIndex === logIndex))
}
