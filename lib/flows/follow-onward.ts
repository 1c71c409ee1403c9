import 'server-only'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { onwardWatch } from '@/db/schema/onward'
import { asset, safe } from '@/db/schema/registry'
import { chainOf } from '@/lib/chains/index'
import { AppError } from '@/lib/core/errors'
import {
  isAhead,
  nextStretch,
  type OnwardTransfer,
  reachedListed,
  type Stretch,
  unseenSentence,
} from '@/lib/execute/onward'
import { burnOnward } from '@/lib/flows/burn'
import { enqueueLater } from '@/lib/flows/enqueue'
import { type Ctx, defineFlow } from '@/lib/flows/flow'
import { type Followed, readFollowed } from '@/lib/flows/followed-recipients'
import { aheadSentence, keepOnward, noteAhead, noteSkipped } from '@/lib/flows/keep-onward'
import { readListFacts } from '@/lib/flows/list-facts'
import type { Address } from 'viem'

const EVERY_SECONDS = 20
/** So many addresses are compared with lists by one query. All are compared: whoever is followed could send to many. */
const COMPARED_AT_ONCE = 5_000

/**
 * Follows what the desk paid for one hop: whom its recipients of the last days pass tokens and coins on to. When that
 * reaches an address on a list, compliance is told. Whatever happens at those addresses afterwards, the money is gone: this
 * stops nothing and judges nothing, it says where to look.
 */
export const followOnward = defineFlow({
  verb: 'follow-onward',
  entrance: 'job',
  input: z.strictObject({}),
  gate: {
    actors: ['system'],
    roles: [],
    stepUp: { none: 'Only reads the chain and keeps what reached a listed address; it stops and moves nothing.' },
  },
  run: async (ctx) => {
    const faults: unknown[] = []
    let kept = 0
    try {
      const rows = await ctx.db.selectDistinct({ chainId: safe.chainId }).from(safe)
      for (const { chainId } of rows)
        kept += await look(ctx, chainId).catch((fault: unknown) => {
          faults.push(fault)
          return 0
        })
    } finally {
      await enqueueLater(ctx.db, 'follow-onward', ctx.now, EVERY_SECONDS)
    }
    if (faults.length > 0) throw faults[0]
    return { kept }
  },
})

async function look(ctx: Ctx, chainId: number): Promise<number> {
  const [last] = await ctx.db.select().from(onwardWatch).where(eq(onwardWatch.chainId, chainId))
  const followed = await readFollowed(ctx.db, chainId, ctx.now)
  const note = { chainId, followed: followed.recipients.length, at: ctx.now }
  try {
    const head = await ctx.io.chain.readHead(chainId)
    const depth = chainOf(chainId).finalityDepth
    const noted = last?.blockNumber ?? null
    const ahead = isAhead(noted, head.number, depth) ? noted : null
    const stretch = nextStretch(ahead === null ? noted : null, head.number, depth)
    const lost = ahead === null ? null : aheadSentence(chainId, ahead)
    if (stretch === null) {
      if (ahead !== null) await burnOnward(ctx.db, { ...note, blockNumber: ahead, fault: lost })
      return 0
    }
    const { reached, fault } = await reachedIn(ctx, chainId, followed, stretch)
    if (ahead !== null) await noteAhead(ctx, chainId, ahead, stretch.from)
    if (stretch.skipped !== null && followed.recipients.length > 0) await noteSkipped(ctx, chainId, stretch.skipped)
    const kept = await keepOnward(ctx, chainId, followed, reached)
    await burnOnward(ctx.db, { ...note, blockNumber: stretch.to, fault: joined(lost, fault) })
    return kept
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'UNAVAILABLE') throw error
    // The same blocks are looked at again; until then the page says that nobody could.
    if (last) await burnOnward(ctx.db, { ...note, blockNumber: last.blockNumber, fault: error.message })
    return 0
  }
}

const joined = (...sentences: readonly (string | null)[]): string | null =>
  sentences.filter((one) => one !== null).join(' ') || null

type Reached = { readonly reached: readonly OnwardTransfer[]; readonly fault: string | null }

async function reachedIn(
  ctx: Ctx,
  chainId: number,
  { recipients, isCut }: Followed,
  { from, to }: Stretch,
): Promise<Reached> {
  const { known } = await readListFacts(ctx.db, [], ctx.now)
  if (recipients.length === 0 || known.length === 0) return { reached: [], fault: null }
  const accounts = recipients.map(({ address }) => address)
  const registered = await ctx.db.select({ address: asset.address }).from(asset).where(eq(asset.chainId, chainId))
  const tokens = registered.flatMap(({ address }) => (address === 'native' ? [] : [address as Address]))
  const answer = await ctx.io.chain.readOnward(chainId, { accounts, tokens, from, to })
  const listed = reachedListed(answer.transfers, await listedOf(ctx, answer.transfers))
  return { reached: await succeeded(ctx, chainId, listed), fault: unseenSentence({ ...answer, isCut }) }
}

// What moves no value costs its sender nothing and says nothing, so it crowds out nobody.
async function listedOf(ctx: Ctx, transfers: readonly OnwardTransfer[]): Promise<readonly Address[]> {
  const valued = transfers.filter(({ units }) => units > 0n)
  const others = [...new Set(valued.map(({ other }) => other.toLowerCase()))]
  const listed: Address[] = []
  for (let at = 0; at < others.length; at += COMPARED_AT_ONCE) {
    const { hits } = await readListFacts(ctx.db, others.slice(at, at + COMPARED_AT_ONCE), ctx.now)
    listed.push(...hits.map(({ address }) => address))
  }
  return listed
}

// A token's log stands only in what succeeded; what a transaction carries it takes back when it reverts.
async function succeeded(ctx: Ctx, chainId: number, sent: readonly OnwardTransfer[]): Promise<OnwardTransfer[]> {
  const own = sent.filter(({ logIndex }) => logIndex === null)
  const hashes = own.map(({ txHash }) => txHash)
  const outcomes = hashes.length === 0 ? [] : await ctx.io.chain.readSucceeded(chainId, hashes)
  const failed = new Set(hashes.filter((_hash, at) => outcomes[at] !== true))
  return sent.filter(({ txHash, logIndex }) => logIndex !== null || !failed.has(txHash))
}
