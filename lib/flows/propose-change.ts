import 'server-only'
import { z } from 'zod'
import { proposal } from '@/db/schema/proposal'
import { proposeSubject } from '@/lib/approve/proposal-subjects'
import { canonicalize } from '@/lib/core/canonical'
import { AppError } from '@/lib/core/errors'
import { assertActing } from '@/lib/flows/acting'
import { proposalObject } from '@/lib/flows/content'
import { defineFlow } from '@/lib/flows/flow'
import { jsonInput, reasonInput } from '@/lib/flows/inputs'
import { assertKept } from '@/lib/flows/kept-passkeys'
import { lockActor } from '@/lib/flows/lock-member'
import { proofColumns } from '@/lib/flows/proof-columns'
import { assertFits, kindNamed, parseBody } from '@/lib/flows/proposal-body'
import { write } from '@/lib/flows/write'

const input = z.strictObject({
  kind: z.string().max(40),
  /** Of that kind's shape; it is bound as it is posted. */
  body: jsonInput,
  reason: reasonInput('Say in at least eight characters why, for whoever has to agree.'),
})

/** Asks for a change about who may what. It changes nothing until another admin agrees (SPEC §2). */
export const proposeChange = defineFlow({
  verb: 'propose-change',
  entrance: 'door',
  input,
  gate: {
    actors: ['member'],
    roles: ['admin'],
    stepUp: {
      action: 'propose-change',
      subject: async (_ctx, posted) => ({ digest: proposeSubject(posted), policyVersion: 0 }),
    },
  },
  run: async (ctx, posted) => {
    const kind = kindNamed(posted.kind)
    const body = parseBody(kind, posted.body)
    await assertFits(ctx, kind, body)
    return write(ctx, async (tx) => {
      const author = await lockActor(tx, ctx)
      if (!author.roles.includes('admin'))
        throw new AppError('NOT_ALLOWED', 'You are no longer admin; nothing was done.')
      await assertKept(tx, ctx)
      await assertActing(tx, [author.memberId])
      const [row] = await tx
        .insert(proposal)
        .values({
          ...{ kind: kind.id, body: canonicalize(posted.body), reason: posted.reason },
          ...{ authorId: author.memberId, at: ctx.now, ...proofColumns(ctx) },
        })
        .returning()
      if (!row) throw new Error('insert returned no row')
      const subject = ctx.proof?.preimage.subject ?? ''
      return [
        { proposalId: row.id },
        [{ action: 'propose-change', subject, object: proposalObject(row), reason: posted.reason }],
      ]
    })
  },
})
