import 'server-only'
import { and, eq, gt, isNull } from 'drizzle-orm'
import type { Address } from 'viem'
import { installation } from '@/db/schema/installation'
import { member } from '@/db/schema/member'
import { invitation } from '@/db/schema/proposal'
import { hashOfCodeKey } from '@/lib/approve/enrolment-code'
import { sha256Hex } from '@/lib/core/digest'
import { AppError } from '@/lib/core/errors'
import { burnRate } from '@/lib/flows/burn'
import type { Ctx } from '@/lib/flows/flow'

/** An invitation that could be accepted now, and what its wallet has to sign. */
export type OpenInvitation = {
  readonly row: typeof invitation.$inferSelect
  readonly who: Pick<typeof member.$inferSelect, 'name' | 'roles'>
  readonly organisation: string
  readonly statement: { readonly installation: string; readonly memberId: string; readonly address: Address }
}

/** @throws AppError NOT_FOUND, one sentence for every reason: a stranger learns nothing of who is invited */
export async function findInvitation({ db, now }: Ctx, codeKey: string): Promise<OpenInvitation> {
  const [installed] = await db.select().from(installation)
  const [found] = await db
    .select({ row: invitation, name: member.name, roles: member.roles })
    .from(invitation)
    .innerJoin(member, eq(member.id, invitation.memberId))
    .where(
      and(
        eq(invitation.codeHash, hashOfCodeKey(codeKey)),
        isNull(invitation.consumedAt),
        gt(invitation.expiresAt, now),
        eq(member.isActive, true),
      ),
    )
  if (!found || !installed)
    throw new AppError(
      'NOT_FOUND',
      'This invitation does not work: it is wrong, used, replaced, or ran out. Ask an admin for another link.',
    )
  const { row, name, roles } = found
  const statement = { installation: installed.id, memberId: row.memberId, address: row.address as Address }
  return { row, who: { name, roles }, organisation: installed.name, statement }
}

/** By browser, as for sign-in. @throws AppError TOO_MANY */
export async function limitStrangers(ctx: Ctx): Promise<void> {
  if (ctx.actor.kind !== 'anonymous') throw new AppError('NOT_ALLOWED', 'Sign out first.')
  const key = `invitation:browser:${sha256Hex(ctx.actor.browserHash).slice(2, 6)}`
  if (!(await burnRate(ctx.db, { key, limit: 20, windowSeconds: 60, now: ctx.now })))
    throw new AppError('TOO_MANY', 'Too many invitations were tried. Wait a minute and try again.')
}
