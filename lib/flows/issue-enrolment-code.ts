import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '@/db/client'
import { enrolmentCode } from '@/db/schema/enrolment'
import { wallet } from '@/db/schema/member'
import { CODE_SECONDS } from '@/lib/approve/enrolment-code'
import { issueCodeSubject } from '@/lib/approve/passkey-subjects'
import { AppError } from '@/lib/core/errors'
import { enrolmentCodeObject } from '@/lib/flows/content'
import { type Ctx, defineFlow } from '@/lib/flows/flow'
import { addressInput, digestInput } from '@/lib/flows/inputs'
import { assertKept, keptPasskeys, rpIdOf } from '@/lib/flows/kept-passkeys'
import { lockActor, lockMember } from '@/lib/flows/lock-member'
import { proofColumns } from '@/lib/flows/proof-columns'
import { write } from '@/lib/flows/write'

const input = z.strictObject({
  memberId: z.string().min(1).max(64),
  address: addressInput,
  /** Of a code that the admin's own browser made: the desk never has the code itself. */
  codeHash: digestInput,
})
type Input = z.output<typeof input>

/**
 * Lets a member who has no passkey here enrol one, once, within 30 minutes, from a session that this address opened
 * (SPEC §5). A newer code replaces the one before it.
 */
export const issueEnrolmentCode = defineFlow({
  verb: 'issue-enrolment-code',
  entrance: 'door',
  input,
  gate: {
    actors: ['member'],
    roles: ['admin'],
    stepUp: {
      action: 'issue-enrolment-code',
      subject: async (_ctx, posted) => ({ digest: issueCodeSubject(posted), policyVersion: 0 }),
    },
  },
  run: async (ctx, posted) =>
    write(ctx, async (tx) => {
      const admin = await lockActor(tx, ctx)
      if (!admin.roles.includes('admin'))
        throw new AppError('NOT_ALLOWED', 'You are no longer admin; nothing was done.')
      await assertKept(tx, ctx)
      const { name } = await assertGrantable(tx, ctx, posted, admin.memberId)
      await tx
        .update(enrolmentCode)
        .set({ consumedAt: ctx.now })
        .where(and(eq(enrolmentCode.memberId, posted.memberId), isNull(enrolmentCode.consumedAt)))
      const expiresAt = new Date(ctx.now.getTime() + CODE_SECONDS * 1000)
      const [row] = await tx
        .insert(enrolmentCode)
        .values({ ...posted, issuedBy: admin.memberId, issuedAt: ctx.now, expiresAt, ...proofColumns(ctx) })
        .returning()
      if (!row) throw new Error('insert returned no row')
      const subject = ctx.proof?.preimage.subject ?? ''
      const reason = `For ${posted.address}, until ${expiresAt.toISOString()}.`
      return [
        { memberId: posted.memberId, name, expiresAt: expiresAt.toISOString() },
        [{ action: 'issue-enrolment-code', subject, object: enrolmentCodeObject(row), reason }],
      ]
    }),
})

async function assertGrantable(tx: Tx, ctx: Ctx, { memberId, address }: Input, adminId: string) {
  if (memberId === adminId)
    throw new AppError('NOT_ALLOWED', 'Another admin issues your code: nobody vouches for themselves.')
  const row = await lockMember(tx, memberId)
  if (!row.isActive) throw new AppError('CONFLICT', `${row.name} is switched off and enrols nothing.`)
  const owned = await tx
    .select({ address: wallet.address })
    .from(wallet)
    .where(and(eq(wallet.address, address), eq(wallet.memberId, memberId)))
  if (owned.length === 0) throw new AppError('CONFLICT', `${address} is no address of ${row.name}.`)
  if ((await keptPasskeys(tx, memberId, rpIdOf(ctx))).length > 0)
    throw new AppError(
      'CONFLICT',
      `${row.name} has a passkey here and adds others with it. If it is lost, retire it first.`,
    )
  return row
}
