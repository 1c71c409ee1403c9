import 'server-only'
import { z } from 'zod'
import { AppError } from '@/lib/core/errors'
import { defineFlow } from '@/lib/flows/flow'
import { withdrawalIdInput } from '@/lib/flows/inputs'
import { readRegistry } from '@/lib/flows/registry'
import { readWithdrawal, toReviewable } from '@/lib/flows/withdrawal-row'
import type { Hash } from 'viem'

/**
 * What a browser needs to run a withdrawal again at the block of its review, each byte with a proof. Nobody need believe
 * it: a wrong one is worth nothing (SPEC §4).
 */
export const readWitness = defineFlow({
  verb: 'read-witness',
  entrance: 'door',
  input: z.strictObject({
    withdrawalId: withdrawalIdInput,
    blockHash: z.string().regex(/^0x[0-9a-f]{64}$/, 'A hash is 0x and 64 hex digits.'),
  }),
  gate: {
    actors: ['member'],
    roles: 'any',
    stepUp: { none: 'Reading what the chain tells anybody: a session is enough and nothing is written.' },
  },
  run: async (ctx, { withdrawalId, blockHash }) => {
    if (ctx.actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
    const row = await readWithdrawal(ctx.db, withdrawalId)
    const { assets } = await readRegistry(ctx.db, row.safeId, ctx.now)
    const { staged } = toReviewable(row)
    const state = await ctx.io.chain.readSafeState(staged.safe)
    return ctx.io.simulator.witness({ staged, state, assets, blockHash: blockHash as Hash })
  },
})
