import 'server-only'
import { z } from 'zod'
import { withdrawalComment } from '@/db/schema/comment'
import { AppError } from '@/lib/core/errors'
import { burnRate } from '@/lib/flows/burn'
import { commentObject } from '@/lib/flows/comment-content'
import { defineFlow } from '@/lib/flows/flow'
import { wordsInput, withdrawalIdInput } from '@/lib/flows/inputs'
import { readWithdrawal } from '@/lib/flows/withdrawal-row'
import { write } from '@/lib/flows/write'

/** Writes something beside a withdrawal, whatever its state, or asks its initiator, whose next comment is the answer. */
export const comment = defineFlow({
  verb: 'comment',
  entrance: 'door',
  input: z.strictObject({
    withdrawalId: withdrawalIdInput,
    words: wordsInput('Write something; everyone who opens it reads it.'),
    asksInitiator: z.boolean(),
  }),
  gate: {
    actors: ['member'],
    roles: 'any',
    stepUp: { none: 'Words decide nothing: no approval, no stop and no state follows from them.' },
  },
  run: async (ctx, { withdrawalId, words, asksInitiator }) => {
    const { actor } = ctx
    if (actor.kind !== 'member') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
    const { initiatorId, safeTxHash } = await readWithdrawal(ctx.db, withdrawalId)
    if (asksInitiator && initiatorId === actor.memberId)
      throw new AppError('NOT_ALLOWED', `You staged ${withdrawalId}: others ask you. Write a comment instead.`)
    // Each question is mail to somebody: alarms must not wait behind many.
    const rate = { key: `ask:${actor.memberId}:${withdrawalId}`, limit: 5, windowSeconds: 3600, now: ctx.now }
    if (asksInitiator && !(await burnRate(ctx.db, rate)))
      throw new AppError('TOO_MANY', 'You asked five times within an hour. Write a comment, or wait for the answer.')
    return write(ctx, async (tx) => {
      const values = { withdrawalId, memberId: actor.memberId, words, asksInitiator, at: ctx.now }
      const [row] = await tx.insert(withdrawalComment).values(values).returning()
      if (!row) throw new Error('insert returned no row')
      const action = asksInitiator ? 'ask-initiator' : 'comment'
      return [
        { id: row.id },
        [{ action, subject: safeTxHash, object: commentObject(row), personal: { reason: words } }],
      ]
    })
  },
})
