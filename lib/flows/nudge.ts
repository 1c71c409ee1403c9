import 'server-only'
import { z } from 'zod'
import { AppError } from '@/lib/core/errors'
import { burnRate } from '@/lib/flows/burn'
import { named } from '@/lib/flows/content'
import { defineFlow } from '@/lib/flows/flow'
import { withdrawalIdInput } from '@/lib/flows/inputs'
import { lockActor, requireMember } from '@/lib/flows/lock-member'
import { lockWithdrawal } from '@/lib/flows/locks'
import { readStanding } from '@/lib/flows/notice-facts'
import { readWithdrawal } from '@/lib/flows/withdrawal-row'
import { write } from '@/lib/flows/write'

const AN_HOUR = 3600

/** Its initiator asks those who have not approved yet, at most once an hour. Each of them gets a notice; nothing else changes. */
export const nudge = defineFlow({
  verb: 'nudge',
  entrance: 'door',
  input: z.strictObject({ withdrawalId: withdrawalIdInput }),
  gate: {
    actors: ['member'],
    roles: ['initiator'],
    stepUp: { none: 'It moves and grants nothing: it repeats what the desk has told them already.' },
  },
  run: async (ctx, { withdrawalId }) => {
    const { memberId } = requireMember(ctx)
    const row = await readWithdrawal(ctx.db, withdrawalId)
    if (row.initiatorId !== memberId)
      throw new AppError('NOT_ALLOWED', `Somebody else staged ${row.id}; only its initiator asks its approvers.`)
    const missing = (await readStanding(ctx.db, withdrawalId))?.missing ?? []
    if (row.state !== 'awaiting-approvals' || missing.length === 0)
      throw new AppError('CONFLICT', `${row.id} waits for nobody’s approval now; nothing was done.`)
    const rate = { key: `nudge:${row.id}`, limit: 1, windowSeconds: AN_HOUR, now: ctx.now }
    if (!(await burnRate(ctx.db, rate)))
      throw new AppError('TOO_MANY', `The approvers of ${row.id} were asked within the last hour. Ask them in person.`)
    return write(ctx, async (tx) => {
      await lockActor(tx, ctx)
      await lockWithdrawal(tx, withdrawalId, ['awaiting-approvals'])
      const object = named('nudge', row.id, 1, { withdrawalId: row.id, memberId })
      return [{ asked: missing.length }, [{ action: 'nudge', subject: row.safeTxHash, object }]]
    })
  },
})
