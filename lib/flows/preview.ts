import 'server-only'
import { readFreezes } from '@/db/queries/freezes'
import { defineFlow } from '@/lib/flows/flow'
import { frozenSentence } from '@/lib/flows/freezes'
import { movesOfPlan } from '@/lib/flows/moved'
import { planWithdrawal } from '@/lib/flows/plan-withdrawal'
import { stageInput } from '@/lib/flows/stage-input'
import { AppError } from '@/lib/core/errors'
import { freezesOn } from '@/lib/policy/freeze'

/** Shows what staging this form would mean: the clauses, findings and requirement that its signers will see. */
export const preview = defineFlow({
  verb: 'preview',
  entrance: 'door',
  input: stageInput,
  gate: {
    actors: ['member'],
    roles: ['initiator'],
    stepUp: { none: 'Writes nothing and reserves nothing; it only shows what staging would mean.' },
  },
  run: async (ctx, input) => {
    if (ctx.actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
    const plan = await planWithdrawal(ctx, input, ctx.actor.memberId)
    const { registry, reviewed } = plan
    const touched = {
      ...{ installationId: registry.installation.id, safeId: registry.safe.id, withdrawalId: null },
      people: [ctx.actor.memberId],
      moves: movesOfPlan(plan),
    }
    const [freeze] = freezesOn(await readFreezes(ctx.db, ctx.actor), touched)
    return { safeName: registry.safe.name, reviewed, frozen: freeze ? frozenSentence(freeze) : null }
  },
})
