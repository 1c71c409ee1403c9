import 'server-only'
import { and, eq, isNull, lte } from 'drizzle-orm'
import { z } from 'zod'
import { installation } from '@/db/schema/installation'
import { policyActivation, policyVeto } from '@/db/schema/proposal'
import { policy } from '@/db/schema/registry'
import { policyObject } from '@/lib/flows/content'
import { enqueue } from '@/lib/flows/enqueue'
import { type Ctx, defineFlow } from '@/lib/flows/flow'
import { proposalOf } from '@/lib/flows/policy-proposal'
import { write } from '@/lib/flows/write'

/**
 * Lets policy versions count whose cooling is over and that nobody vetoed. Which those are, two people decided before; the
 * database refuses any other.
 */
export const activatePolicies = defineFlow({
  verb: 'activate-policies',
  entrance: 'job',
  input: z.strictObject({}),
  gate: {
    actors: ['system'],
    roles: [],
    stepUp: { none: 'only lets time pass that two people started, and that a third did not stop' },
  },
  run: async (ctx) => {
    const due = await ctx.db
      .select({ row: policy })
      .from(policy)
      .leftJoin(policyActivation, isOf(policyActivation))
      .leftJoin(policyVeto, isOf(policyVeto))
      .where(
        and(
          eq(policy.isActive, false),
          lte(policy.activeFrom, ctx.now),
          isNull(policyActivation.policyId),
          isNull(policyVeto.policyId),
        ),
      )
      .orderBy(policy.version)
    let activated = 0
    for (const { row } of due) if (await activate(ctx, row)) activated += 1
    return { activated }
  },
})

const isOf = (table: typeof policyActivation | typeof policyVeto) =>
  and(eq(table.policyId, policy.id), eq(table.version, policy.version))

async function activate(ctx: Ctx, row: typeof policy.$inferSelect): Promise<boolean> {
  const proposalId = await proposalOf(ctx.db, row)
  // Versions that bootstrap or a first policy put there are active from the start; one that counts no more has no proposal.
  if (proposalId === null) return false
  const [active] = await ctx.db
    .select({ version: policy.version })
    .from(policy)
    .where(and(eq(policy.safeId, row.safeId), eq(policy.isActive, true)))
  if (active && active.version >= row.version) return false
  await write(ctx, async (tx) => {
    // Before or after a veto or another agreement, never between: what it follows on is what it was compared with.
    await tx.select({ id: installation.id }).from(installation).for('update')
    await tx.insert(policyActivation).values({ policyId: row.id, version: row.version, proposalId, at: ctx.now })
    await enqueue(tx, 'sign-checkpoint')
    const reason = `Version ${row.version} counts from now on.`
    return [undefined, [{ action: 'activate-policies', object: policyObject(row), reason }]]
  })
  return true
}
