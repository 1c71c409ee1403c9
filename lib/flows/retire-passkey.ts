import 'server-only'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Reader, Tx } from '@/db/client'
import { passkeyRetirement } from '@/db/schema/enrolment'
import { passkey } from '@/db/schema/member'
import { retireSubject } from '@/lib/approve/passkey-subjects'
import { AppError } from '@/lib/core/errors'
import type { MemberActor } from '@/lib/flows/actor'
import { passkeyRetirementObject } from '@/lib/flows/content'
import { enqueue } from '@/lib/flows/enqueue'
import { type Ctx, defineFlow } from '@/lib/flows/flow'
import { assertKept, isRetired, keptPasskeys } from '@/lib/flows/kept-passkeys'
import { lockActor, lockMember } from '@/lib/flows/lock-member'
import { proofColumns } from '@/lib/flows/proof-columns'
import { write } from '@/lib/flows/write'

type PasskeyRow = typeof passkey.$inferSelect

/**
 * From here on a passkey proves nothing new; what it confirmed before still verifies. Its member does it for a further
 * one, an admin for any of somebody else: nobody locks themselves out, and a lost one is an admin's to retire.
 */
export const retirePasskey = defineFlow({
  verb: 'retire-passkey',
  entrance: 'door',
  input: z.strictObject({ credentialId: z.string().min(1).max(1400) }),
  gate: {
    actors: ['member'],
    roles: 'any',
    stepUp: {
      action: 'retire-passkey',
      subject: async (ctx, { credentialId }) => {
        const { memberId } = await readPasskey(ctx.db, credentialId)
        return { digest: retireSubject({ memberId, credentialId }), policyVersion: 0 }
      },
    },
  },
  run: async (ctx, { credentialId }) =>
    write(ctx, async (tx) => {
      const actor = await lockActor(tx, ctx)
      const row = await readPasskey(tx, credentialId)
      await lockMember(tx, row.memberId)
      await assertKept(tx, ctx)
      await assertRetirable(tx, actor, row)
      const [retired] = await tx
        .insert(passkeyRetirement)
        .values({ credentialId, memberId: row.memberId, retiredBy: actor.memberId, ...proofColumns(ctx), at: ctx.now })
        .returning()
      if (!retired) throw new Error('insert returned no row')
      // Once a checkpoint covers it, nobody puts an answer of this passkey before it.
      await enqueue(tx, 'sign-checkpoint')
      return [{ credentialId, memberId: row.memberId }, [eventOf(ctx, retired)]]
    }),
})

const eventOf = (ctx: Ctx, retired: typeof passkeyRetirement.$inferSelect) => ({
  action: 'retire-passkey',
  subject: ctx.proof?.preimage.subject ?? '',
  object: passkeyRetirementObject(retired),
  reason: `A passkey of ${retired.memberId}, retired by ${retired.retiredBy}.`,
})

async function readPasskey(db: Reader, credentialId: string): Promise<PasskeyRow> {
  const [row] = await db.select().from(passkey).where(eq(passkey.credentialId, credentialId))
  if (!row) throw new AppError('NOT_FOUND', 'There is no such passkey.')
  return row
}

async function assertRetirable(tx: Tx, actor: MemberActor, row: PasskeyRow): Promise<void> {
  const isOwn = row.memberId === actor.memberId
  if (!isOwn && !actor.roles.includes('admin'))
    throw new AppError('NOT_ALLOWED', 'Only its member or an admin retires a passkey.')
  if (await isRetired(tx, row.credentialId)) throw new AppError('CONFLICT', 'This passkey is retired already.')
  const others = (await keptPasskeys(tx, row.memberId, row.rpId)).filter((one) => one.id !== row.id)
  if (isOwn && others.length === 0)
    throw new AppError('CONFLICT', 'This is your only passkey here. Add another one first, or ask an admin.')
}
