import 'server-only'
import { z } from 'zod'
import { eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { freezeOrder } from '@/db/schema/freeze'
import { installation } from '@/db/schema/installation'
import { member } from '@/db/schema/member'
import { asset, safe } from '@/db/schema/registry'
import { withdrawal } from '@/db/schema/withdrawal'
import { CHAINS } from '@/lib/chains/index'
import { displayText } from '@/lib/core/display-text'
import { AppError } from '@/lib/core/errors'
import { burnRate } from '@/lib/flows/burn'
import { freezeObject } from '@/lib/flows/content'
import { enqueue } from '@/lib/flows/enqueue'
import { defineFlow } from '@/lib/flows/flow'
import { write } from '@/lib/flows/write'
import { FREEZE_KINDS, type FreezeScope, frozenAsset } from '@/lib/policy/freeze'

const MAX_REASON = 500

const input = z.strictObject({
  scope: z.strictObject({ kind: z.enum(FREEZE_KINDS), id: z.string().min(1).max(120) }),
  /** May be empty: stopping comes first, explaining can wait. */
  reason: z
    .string()
    .trim()
    .max(MAX_REASON)
    .transform((text) => displayText(text, MAX_REASON))
    .default(''),
})

/**
 * Stops everything on an organisation, chain, Safe, member, counterparty, asset or withdrawal at once (SPEC §6). Any session is enough, locked factor
 * or not; it takes the organisation's row alone, so that whatever moves money comes before it or is refused after it.
 */
export const freeze = defineFlow({
  verb: 'freeze',
  entrance: 'door',
  input,
  gate: {
    actors: ['member'],
    roles: 'any',
    stepUp: { none: 'Stopping is never harder than acting: any live session freezes at once (SPEC §6).' },
  },
  run: async (ctx, { scope, reason }) => {
    const { actor } = ctx
    if (actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
    await assertThere(ctx.db, scope)
    const rate = { key: `freeze:session:${actor.sessionHash}`, limit: 20, windowSeconds: 60, now: ctx.now }
    if (!(await burnRate(ctx.db, rate)))
      throw new AppError('TOO_MANY', 'This session froze twenty things within a minute. Wait a minute.')
    return write(ctx, async (tx) => {
      await tx.select({ id: installation.id }).from(installation).for('update')
      await assertThere(tx, scope)
      const values = { scopeKind: scope.kind, scopeId: scope.id, memberId: actor.memberId, reason, at: ctx.now }
      const [row] = await tx.insert(freezeOrder).values(values).returning()
      if (!row) throw new Error('insert returned no row')
      // Signed at once: nobody can take it out of the log again without it being seen.
      await enqueue(tx, 'sign-checkpoint')
      const event = { action: 'freeze', subject: scope.id, object: freezeObject(row), personal: { reason } }
      return [{ freezeId: row.id }, [event]]
    })
  },
})

async function assertThere(tx: Tx | Db, { kind, id }: FreezeScope): Promise<void> {
  if (await isThere(tx, { kind, id })) return
  throw new AppError('NOT_FOUND', `There is no ${kind} ${displayText(id, 60)} to freeze.`)
}

async function isThere(tx: Tx | Db, { kind, id }: FreezeScope): Promise<boolean> {
  switch (kind) {
    case 'organisation':
      return (await tx.$count(installation, eq(installation.id, id))) > 0
    case 'safe':
      return (await tx.$count(safe, eq(safe.id, id))) > 0
    case 'member':
      return (await tx.$count(member, eq(member.id, id))) > 0
    case 'withdrawal':
      return (await tx.$count(withdrawal, eq(withdrawal.id, id))) > 0
    case 'chain':
      return CHAINS.some((chain) => String(chain.id) === id)
    case 'asset': {
      const assets = await tx.select({ chainId: asset.chainId, address: asset.address }).from(asset)
      return assets.some(({ chainId, address }) => frozenAsset(chainId, address) === id)
    }
    // Any address: whom a thief pays next is in no book.
    case 'counterparty':
      return /^0x[0-9a-f]{40}$/.test(id)
  }
}
