import 'server-only'
import { z } from 'zod'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Address, Hash } from 'viem'
import { safe } from '@/db/schema/registry'
import { safeWatch } from '@/db/schema/watch'
import { withdrawal } from '@/db/schema/withdrawal'
import { chainOf } from '@/lib/chains/index'
import { AppError } from '@/lib/core/errors'
import { decodeWire, encodeWire } from '@/lib/core/wire'
import { alarmsOf, ownTransactions, type SafeActivity } from '@/lib/execute/watch'
import { burnWatch } from '@/lib/flows/burn'
import { endUnfollowed } from '@/lib/flows/end-unfollowed'
import { enqueueLater } from '@/lib/flows/enqueue'
import { type Ctx, defineFlow } from '@/lib/flows/flow'
import { stopForAlarms, untoldAlarms } from '@/lib/flows/stop-for-alarms'
import { keepSeen, tellTransfers } from '@/lib/flows/watch-transfers'
import type { SafeState } from '@/lib/simulate/types'

const EVERY_SECONDS = 5

/**
 * The worker's look at every Safe: what the desk did not do freezes it at once (SPEC §3). The last blocks are looked at
 * again each time, so that a reorganisation hides nothing.
 */
export const watchSafes = defineFlow({
  verb: 'watch-safes',
  entrance: 'job',
  input: z.strictObject({}),
  gate: {
    actors: ['system'],
    roles: [],
    stepUp: { none: 'Only reads the chain, ends what it ended and stops a Safe; lifting that takes two people.' },
  },
  run: async (ctx) => {
    const frozen: string[] = []
    const faults: unknown[] = []
    const used: { readonly safeId: string; readonly next: bigint }[] = []
    const guarded = (work: Promise<void>) => work.catch((fault: unknown) => void faults.push(fault))
    try {
      for (const row of await ctx.db.select().from(safe))
        await guarded(
          watch(ctx, row).then((seen) => {
            if (seen === null) return
            if (seen.isFrozen) frozen.push(row.id)
            used.push({ safeId: row.id, next: seen.next })
          }),
        )
      // Only once every Safe was looked at: what ends slowly, or cannot be ended, hides no alarm.
      for (const { safeId, next } of used) await guarded(endUnfollowed(ctx, safeId, next))
    } finally {
      await enqueueLater(ctx.db, 'watch-safes', ctx.now, EVERY_SECONDS)
    }
    if (faults.length > 0) throw faults[0]
    return { frozen }
  },
})

type SafeRow = typeof safe.$inferSelect

async function watch(ctx: Ctx, row: SafeRow): Promise<{ isFrozen: boolean; next: bigint } | null> {
  const [last] = await ctx.db.select().from(safeWatch).where(eq(safeWatch.safeId, row.id))
  const place = { chainId: row.chainId, address: row.address as Address }
  const activity = await activityOf(ctx, place, last?.blockNumber)
  if (activity === null) return null
  const note = { safeId: row.id, blockNumber: activity.block, state: encodeWire(activity.state), at: ctx.now }
  const { alarms, seen } = last
    ? await newsOf(ctx, row, decodeWire(last.state) as SafeState, activity)
    : { alarms: [], seen: [] }
  // What stops the Safe is written before what is only worth knowing.
  const isFrozen = alarms.length > 0 && (await stopForAlarms(ctx, row.id, alarms))
  await keepSeen(ctx, row, seen)
  await burnWatch(ctx.db, note)
  return { isFrozen, next: activity.state.nonce }
}

// A chain that does not answer is watched again soon; meanwhile nothing is executed either.
async function activityOf(
  ctx: Ctx,
  place: { chainId: number; address: Address },
  lastBlock: bigint | undefined,
): Promise<SafeActivity | null> {
  const depth = BigInt(chainOf(place.chainId).finalityDepth)
  try {
    const after = lastBlock === undefined ? (await ctx.io.chain.readHead(place.chainId)).number : lastBlock - depth
    return await ctx.io.chain.readActivity(place, after < 0n ? -1n : after)
  } catch (error) {
    if (error instanceof AppError && error.code === 'UNAVAILABLE') return null
    throw error
  }
}

async function newsOf(ctx: Ctx, row: SafeRow, before: SafeState, activity: SafeActivity) {
  const executed = activity.executions.map(({ safeTxHash }) => safeTxHash.toLowerCase())
  const known = await ctx.db
    .select({
      id: withdrawal.id,
      safeTxHash: withdrawal.safeTxHash,
      class: withdrawal.class,
      state: withdrawal.state,
      isNonceHeld: withdrawal.isNonceHeld,
    })
    .from(withdrawal)
    .where(and(eq(withdrawal.safeId, row.id), inArray(sql`lower(${withdrawal.safeTxHash})`, executed)))
  const transactions = known.map(({ id, safeTxHash, class: kind, state, isNonceHeld }) => ({
    id,
    safeTxHash: safeTxHash as Hash,
    isConfiguration: kind === 'configuration',
    isLive: isNonceHeld || state === 'executed' || state === 'failed-onchain',
  }))
  const own = ownTransactions(activity, transactions)
  const strange = activity.outflows.filter(({ txHash }) => !own.has(txHash))
  const { left, seen } = await tellTransfers(ctx, row, activity, strange)
  const alarms = alarmsOf(before, { ...activity, outflows: left }, transactions)
  return { alarms: await untoldAlarms(ctx, row.id, alarms), seen }
}
