import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import type { Reader } from '@/db/client'
import { passkeyRetirement } from '@/db/schema/enrolment'
import { passkey } from '@/db/schema/member'
import { AppError } from '@/lib/core/errors'
import type { Ctx } from '@/lib/flows/flow'

/** A member's passkeys at this desk's host that nobody retired, usable yet or not. */
export async function keptPasskeys(
  db: Reader,
  memberId: string,
  rpId: string,
): Promise<(typeof passkey.$inferSelect)[]> {
  const rows = await db
    .select({ row: passkey })
    .from(passkey)
    .leftJoin(passkeyRetirement, eq(passkeyRetirement.credentialId, passkey.credentialId))
    .where(and(eq(passkey.memberId, memberId), eq(passkey.rpId, rpId), isNull(passkeyRetirement.credentialId)))
  return rows.map(({ row }) => row)
}

/** @throws AppError STEP_UP_REFUSED when the passkey that confirmed this was retired, be it a moment ago */
export async function assertKept(db: Reader, { proof }: Pick<Ctx, 'proof'>): Promise<void> {
  if (proof === null) return
  if (await isRetired(db, proof.passkey.credentialId))
    throw new AppError('STEP_UP_REFUSED', 'This passkey is retired. Use another one; nothing was done.')
}

/** Whether a passkey proves nothing new any more. */
export async function isRetired(db: Reader, credentialId: string): Promise<boolean> {
  const found = await db
    .select({ at: passkeyRetirement.at })
    .from(passkeyRetirement)
    .where(eq(passkeyRetirement.credentialId, credentialId))
  return found.length > 0
}

/** The host that passkeys of this desk belong to. */
export const rpIdOf = ({ origin }: Pick<Ctx, 'origin'>): string => new URL(origin).hostname
